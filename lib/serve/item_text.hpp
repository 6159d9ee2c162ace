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
    std::int64_t counter = 0;  ///< of writes
    std::string version;       ///< on the wire; empty: none
    std::string created_at;
    std::string updated_at;
    bool deleted = false;
};

/// One item as it lies in the store. Both protocols write their answers from it.
struct StoredItem {
    std::string id;
    std::string own;  ///< its own members, one JSON object
    Stamps stamps;
};

/// The version of an item that v2 has written: base64 of the decimal counter.
std::string version_of(std::int64_t counter);

/// A moment in the form of Stamps.
std::string stamp_text(Timestamp time);

/// A date-time in the form of Stamps; nothing if `text` is none.
std::optional<std::string> stamp_text(std::string_view text);

/// The item as v2 answers it: its own members, then `id`, `createdAt`, `updatedAt` (cut to the
/// millisecond), `version`, and `deleted` in a table with soft delete.
std::string write_v2_item(const StoredItem& item, bool soft);

/// The item as v3 answers it: its own members, then `updatedAt`, `version`, `id` and `deleted`.
std::string write_v3_item(const StoredItem& item);

/// Only these members of such a text; null for what it lacks.
std::string pick_members(std::string_view json, const std::vector<std::string>& names);

/// Whether a member can be a column of the real server: a letter or `_`, then letters, digits and
/// `_`, at most 128 characters.
bool is_identifier(std::string_view name);

}  // namespace syncline::server
