#pragma once

#include <syncline/text.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace syncline::base {

/// An ASCII digit.
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Percent-encodes every byte outside RFC 3986's unreserved set.
std::string percent_encode(std::string_view text);

/// Undoes percent-encoding; a `%` that is not followed by two hex digits stays.
std::string percent_decode(std::string_view text);

/// Copy with ASCII letters in lower case.
std::string lower(std::string_view text);

/// Equal, ASCII case ignored.
bool same_ignoring_case(std::string_view a, std::string_view b);

/// Without blanks, tabs and line ends at both sides.
std::string_view trim(std::string_view text);

/// The parts between `separator`s, empty parts included; "" gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

using syncline::nearest;

/// `text` on one line, control characters replaced; what is longer than `limit` bytes is cut at a
/// character and ends with "…".
std::string one_line(std::string_view text, std::size_t limit = 300);

/// The folder that a file of this path lies in: "." for a bare name.
std::string folder_of(const std::string& path);

/// Standard base64 with padding.
std::string base64_encode(std::string_view bytes);

/// Bytes of a standard, padded base64 text; false and `bytes` unspecified if it is anything else.
bool base64_decode(std::string_view text, std::string& bytes);

/// Number of UTF-16 units of a UTF-8 text (what .NET calls its length).
std::size_t utf16_length(std::string_view utf8);

/// Bytes of the UTF-8 character that starts at `text[at]`, or 0 if it is malformed; three-byte
/// forms of lone surrogates are accepted.
std::size_t character_length(std::string_view text, std::size_t at);

/// Whether `text` is UTF-8; three-byte forms of lone surrogates are accepted (see Value).
bool is_utf8(std::string_view text);

}  // namespace syncline::base
