#include "look.hpp"

#include <algorithm>
#include <cstdlib>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

namespace syncline::cmd {

namespace {

constexpr std::size_t kNarrowestTerminal = 20;
constexpr std::size_t kWidestTerminal = 1000;

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

bool wants_colour(bool is_terminal, const std::string& colour) {
    if (colour != "auto") return colour == "always";
    if (!variable("NO_COLOR").empty()) return false;
    const std::string_view forced = variable("CLICOLOR_FORCE");
    if (!forced.empty() && forced != "0") return true;
    return is_terminal && variable("TERM") != "dumb" && variable("CLICOLOR") != "0";
}

bool locale_is_utf8() {
    std::string_view locale;
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        locale = variable(name);
        if (!locale.empty()) break;
    }
    return locale.find("UTF-8") != std::string_view::npos ||
           locale.find("utf8") != std::string_view::npos;
}

/// Whether systemd says that its journal is at the other end of this very stream.
bool is_journal(int descriptor) {
    const std::string_view named = variable("JOURNAL_STREAM");
    struct stat status {};
    if (named.empty() || ::fstat(descriptor, &status) != 0) return false;
    return named == std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino);
}

/// The columns of a terminal: COLUMNS, else what it says of itself.
std::size_t terminal_width(int descriptor) {
    const std::size_t named = std::strtoul(std::string(variable("COLUMNS")).c_str(), nullptr, 10);
    if (named > 0) return std::clamp(named, kNarrowestTerminal, kWidestTerminal);
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
    return std::clamp<std::size_t>(size.ws_col, kNarrowestTerminal, kWidestTerminal);
}

/// The first character of `text`: how many bytes and how many columns. A byte that is no UTF-8
/// counts as one column.
struct Character {
    std::size_t bytes;
    std::size_t columns;
};

Character first_character(std::string_view text) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    utf8proc_int32_t code = 0;
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (length <= 0) return {1, 1};
    return {static_cast<std::size_t>(length),
            static_cast<std::size_t>(std::max(utf8proc_charwidth(code), 0))};
}

}  // namespace

Look look_at(int descriptor, const std::string& colour) {
    Look look;
    look.is_terminal = ::isatty(descriptor) == 1;
    look.has_colour = wants_colour(look.is_terminal, colour);
    look.is_utf8 = locale_is_utf8();
    look.is_journal = is_journal(descriptor);
    if (look.is_terminal) look.width = terminal_width(descriptor);
    return look;
}

std::string coloured(std::string_view text, Colour colour, const Look& look) {
    if (!look.has_colour) return std::string(text);
    const char* code = colour == Colour::bold ? "1" : colour == Colour::red ? "1;31" : "33";
    return std::string("\x1b[") + code + 'm' + std::string(text) + "\x1b[0m";
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Character first = first_character(text);
        width += first.columns;
        text.remove_prefix(first.bytes);
    }
    return width;
}

std::string cut_to(std::string_view text, std::size_t width, bool is_utf8) {
    if (display_width(text) <= width) return std::string(text);
    const std::string_view ellipsis = is_utf8 ? "…" : "~";
    std::size_t used = 0;
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const Character first = first_character(text.substr(bytes));
        if (used + first.columns + 1 > width) break;
        used += first.columns;
        bytes += first.bytes;
    }
    return std::string(text.substr(0, bytes)).append(width == 0 ? "" : ellipsis);
}

}  // namespace syncline::cmd
