#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::data {

/// A value whose arrays and objects are nested deeper than this is refused.
constexpr int kMaxDepth = 500;

/// The same for a text that holds values: an item, a page.
constexpr int kMaxTextDepth = kMaxDepth + 10;

/// Whether `text` is exactly one JSON number.
bool is_number(std::string_view text);

/// The characters of a JSON string, given what stands between its quotes: escapes undone, a lone
/// surrogate as its three-byte form. Nothing if an escape is malformed.
std::optional<std::string> unescape(std::string_view between_quotes);

/// The byte offset of the first thing that makes `text` no JSON text, or nothing if it is one.
/// simdjson's On-Demand reader looks only at what it is asked for; this looks at everything.
std::optional<std::size_t> find_json_error(std::string_view text, int max_depth = kMaxTextDepth);

/// How deep the arrays and objects of a JSON text are nested. The text is not checked.
int depth_of(std::string_view json);

}  // namespace syncline::data
