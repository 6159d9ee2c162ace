#pragma once

#include <syncline/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::data {

/// A page of a list answer, in any of the forms that servers of this family use: an array (v2), an
/// object with `results` and `count` (v2 with a count), an object with `items`, `count` and
/// `nextLink` (v3).
struct Page {
    enum class Form : std::uint8_t { array, results, items };

    Form form = Form::array;
    std::vector<Item> items;
    std::optional<std::uint64_t> count;
    std::string next_link;             ///< as the server wrote it; empty if none
    std::uint64_t skipped = 0;         ///< elements that are left out
    std::uint64_t skipped_items = 0;   ///< those of them that have an id
    std::vector<std::string> reasons;  ///< why, of the first hundred: "an element has no id"
    std::string last_id;               ///< of the last element that has one, left out or not
    std::string last_updated;          ///< its `updatedAt`
    bool shows_deleted = false;        ///< at least one item has the member `deleted`
};

/// An item with more members than this is not kept; no server's table has as many columns.
constexpr std::size_t kMostMembers = 30'000;

/// Reads a page. Left out are elements that are no objects, objects without a string or number
/// `id`, and items that are not deleted and cannot be kept: no request could name them, they have
/// too many members, or one that is nested too deeply. Of a member that is there twice the last
/// counts. Throws DataError if `body` is none of the forms.
Page read_page(std::string body);

/// Reads one item: a JSON object with an `id`, or nothing if `body` is anything else, or an item
/// that cannot be kept.
std::optional<Item> read_item(std::string_view body);

/// Splits `id` and the system properties off; the rest stays in order.
Item item_of(Members members);

/// Reads a JSON object; of a member that is there twice the last counts. Throws DataError if `json`
/// is anything else. `read_members` is for what users write: it refuses such a member.
Members read_object(std::string_view json);

/// Reads any JSON text. Throws DataError with the byte offset.
Value read_value(std::string_view json);

/// The elements of a JSON array, or the members of an object; empty for other values.
std::vector<Value> read_elements(std::string_view json);

/// What a server says in an error body: the string itself, or the string member `error`,
/// `message`, `description` or (in an array) `errorMessage`; plain text as it is; of HTML the
/// title. One line, at most 300 bytes; empty if it says nothing.
std::string error_text(std::string_view body, std::string_view content_type);

/// Whether the body is one JSON object (its members are not looked at).
bool is_json_object(std::string_view body);

/// The version of simdjson.
std::string simdjson_version();

}  // namespace syncline::data
