#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncline::cmd {

/// Columns, where nobody says how many there are.
inline constexpr std::size_t kUsualWidth = 80;

/// How one stream is looked at.
struct Look {
    bool is_terminal = false;
    bool has_colour = false;
    bool is_utf8 = false;
    bool is_journal = false;  ///< systemd's
    std::size_t width = 0;    ///< columns of the terminal; 0: as wide as it takes
};

/// `descriptor`: 1 or 2. `colour`: auto, always or never; NO_COLOR, CLICOLOR_FORCE and TERM=dumb
/// are asked where it is auto.
Look look_at(int descriptor, const std::string& colour);

enum class Colour { bold, red, yellow };

/// `text` in a colour, if the look has any.
std::string coloured(std::string_view text, Colour colour, const Look& look);

/// How many columns a text takes.
std::size_t display_width(std::string_view text);

/// The beginning of `text` that takes at most `width` columns, with an ellipsis where it was cut.
std::string cut_to(std::string_view text, std::size_t width, bool is_utf8);

}  // namespace syncline::cmd
