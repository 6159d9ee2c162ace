#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers as text.
namespace syncline::data {

/// The text as a 64-bit integer, or nothing if it is anything else (`1.0`, too large).
std::optional<std::int64_t> whole_number(std::string_view text);

/// The double nearest to a JSON number; infinite beyond the range.
double real_number(std::string_view text);

/// Whether a decimal number, signs and exponent allowed, is smaller than 1 in size.
bool is_below_one(std::string_view text);

/// The JSON number in a text that SQLite turns into a number where a column prefers them (blanks
/// around it and a leading `+` are allowed), or nothing if it leaves the text alone.
std::optional<std::string> number_in(std::string_view text);

}  // namespace syncline::data
