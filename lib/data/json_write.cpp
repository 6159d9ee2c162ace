#include "data/json_write.hpp"

#include "base/text.hpp"

#include <array>
#include <cstdint>

namespace syncline::data {

namespace {

constexpr std::array<char, 16> kHex{
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

void append_escape(std::string& out, std::uint32_t unit) {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 0xFU];
}

bool is_plain(unsigned char byte) {
    return byte >= 0x20 && byte != '"' && byte != '\\' && byte < 0x80;
}

/// Of bytes that are no text: somebody else has written to the store, or to the command line.
constexpr std::string_view kReplacement = "\uFFFD";

void append_escaped(std::string& out, unsigned char byte) {
    switch (byte) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            append_escape(out, byte);
    }
}

/// The unit of a lone surrogate in its three-byte form, or 0 for any other character.
std::uint32_t surrogate_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if (byte(0) != 0xED || byte(1) < 0xA0) return 0;
    return 0xD000U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // start of the run that is copied as it is
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (is_plain(byte)) continue;
        const std::size_t length = base::character_length(text, i);
        const std::uint32_t surrogate = length == 3 ? surrogate_at(text, i) : 0;
        if (length > 1 && surrogate == 0) {
            i += length - 1;
            continue;
        }
        out += text.substr(plain, i - plain);
        if (length == 0) {
            out += kReplacement;
        } else if (length == 1) {
            append_escaped(out, byte);
        } else {
            append_escape(out, surrogate);
            i += 2;
        }
        plain = i + 1;
    }
    out += text.substr(plain);
    out += '"';
}

void append_value(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Value::Kind::null:
            out += "null";
            break;
        case Value::Kind::string:
            append_string(out, value.text());
            break;
        case Value::Kind::boolean:
        case Value::Kind::number:
        case Value::Kind::nested:
            out += value.text();
            break;
    }
}

void append_members(std::string& out, const Members& members) {
    out += '{';
    bool first = true;
    for (const Member& member : members) {
        if (!first) out += ',';
        first = false;
        append_string(out, member.name);
        out += ':';
        append_value(out, member.value);
    }
    out += '}';
}

std::string quoted(std::string_view text) {
    std::string out;
    append_string(out, text);
    return out;
}

}  // namespace syncline::data
