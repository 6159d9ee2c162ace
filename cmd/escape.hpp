#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::cmd {

enum class Escape : std::uint8_t {
    field,           ///< tab, line ends and backslash
    terminal_field,  ///< those, and everything else that could drive a terminal
    all_controls,    ///< control characters only: a backslash stays
};

/// `text` with some characters written as `\t`, `\n`, `\r`, `\\` or `\xNN` (each byte).
std::string escaped(std::string_view text, Escape escape);

/// `text` between double quotes, for messages.
std::string quoted(const std::string& text);

/// `text` in single quotes, as the shells read them; fish wants `\'` instead of `'\''`.
std::string shell_quoted(const std::string& text);
std::string fish_quoted(const std::string& text);

}  // namespace syncline::cmd
