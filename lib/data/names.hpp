#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::data {

/// The members that every item has and the service manages.
inline constexpr std::array<std::string_view, 5> kSystemProperties{
    "id", "version", "createdAt", "updatedAt", "deleted"};

/// Whether a member is one of these, ASCII case ignored.
bool is_system_property(std::string_view name);

/// Throws DataError unless `name` is a letter or `_`, then letters, digits and `_` (ASCII), at most
/// 128 characters, and does not begin with `__`, which is kept for the store itself.
void check_table_name(std::string_view name);
void check_column_name(std::string_view name);

/// Which ids a protocol allows.
enum class IdRule : std::uint8_t {
    v2,  ///< 1–255 UTF-16 units, no control characters, not `.` or `..` (client-v2.md §3.1;
         ///< characters that need escaping are escaped)
    v3,  ///< a letter or digit, then up to 126 letters, digits and `_.|:-`, all ASCII: what the
         ///< official client allows; others break the server's answers (datasync-v3.md §1.2)
};

/// Throws DataError unless the id keeps the rule.
void check_id(std::string_view id, IdRule rule = IdRule::v2);

/// Why no request can name an item by this id, as the end of a sentence ("is longer than …"), or
/// nothing if one can: the rule of v2, which has the most.
std::optional<std::string> problem_with_id(std::string_view id);

/// Throws DataError unless a query id is 1–255 UTF-16 units without control characters and `|`.
void check_query_id(std::string_view query_id);

}  // namespace syncline::data
