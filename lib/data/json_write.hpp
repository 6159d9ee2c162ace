#pragma once

#include <syncline/value.hpp>

#include <string>
#include <string_view>

namespace syncline::data {

/// Appends a JSON string with quotes. `"`, `\` and control characters are escaped; the three-byte
/// form of a lone surrogate is written as `\udXXX`, a byte that is no UTF-8 as U+FFFD; everything
/// else stays.
void append_string(std::string& out, std::string_view text);

void append_value(std::string& out, const Value& value);

/// `{…}`, compact, in the given order.
void append_members(std::string& out, const Members& members);

std::string quoted(std::string_view text);

}  // namespace syncline::data
