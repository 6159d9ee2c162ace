#pragma once

#include <syncline/environment.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::server {

/// What the server keeps about an item beside its own members. Times have seven fraction digits, so
/// that their text sorts as they do and a finer stamp than the wire shows can be kept; empty: none.
struct Stamps {
    std::int64_t counter = 1;
    std::string created_at;
    std::string updated_at;
    bool deleted = false;
};

/// The version on the wire: base64 of the decimal counter.
std::string version_of(std::int64_t counter);

/// A moment in the form of Stamps.
std::string stamp_text(Timestamp time);

/// A date-time in the form of Stamps; nothing if `text` is none.
std::optional<std::string> stamp_text(std::string_view text);

/// The item as it is stored and answered: its own members, then `id`, `createdAt`, `updatedAt`
/// (cut to the millisecond), `version`, and `deleted` in a table with soft delete.
std::string write_stored(const Members& own, std::string_view id, const Stamps& stamps, bool soft);

/// The own members of such a text, their values exact.
Members own_members(std::string_view json);

/// Only these members of such a text; null for what it lacks.
std::string pick_members(std::string_view json, const std::vector<std::string>& names);

/// Whether a member can be a column of the real server: a letter or `_`, then letters, digits and
/// `_`, at most 128 characters.
bool is_identifier(std::string_view name);

}  // namespace syncline::server
