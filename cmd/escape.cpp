#include "escape.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

/// The length of a control character at `text[at]`: C0, DEL, or C1 as UTF-8 writes it; else 0.
std::size_t control_length(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7F) return 1;
    if (byte != 0xC2 || at + 1 == text.size()) return 0;
    const auto next = static_cast<unsigned char>(text[at + 1]);
    return next >= 0x80 && next < 0xA0 ? 2 : 0;
}

/// What is written as it is, wherever it stands.
bool is_plain(char c) {
    return c >= 0x20 && c < 0x7F && c != '\\';
}

void append_hex(std::string& out, char byte) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    out += "\\x";
    out += kDigits[value >> 4U];
    out += kDigits[value & 0xFU];
}

std::string quoted_with(const std::string& text, const char* quote) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += quote;
        } else {
            out += c;
        }
    }
    return out + '\'';
}

}  // namespace

std::string escaped(std::string_view text, Escape escape) {
    if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\t') {
            out += "\\t";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\\' && escape != Escape::all_controls) {
            out += "\\\\";
        } else if (const std::size_t length = control_length(text, i);
                   length > 0 && escape != Escape::field) {
            for (std::size_t k = 0; k < length; ++k) append_hex(out, text[i + k]);
            i += length - 1;
        } else {
            out += c;
        }
    }
    return out;
}

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

std::string shell_quoted(const std::string& text) {
    return quoted_with(text, "'\\''");
}

std::string fish_quoted(const std::string& text) {
    std::string escaped;
    for (const char c : text) escaped += c == '\\' ? std::string("\\\\") : std::string(1, c);
    return quoted_with(escaped, "\\'");
}

}  // namespace syncline::cmd
