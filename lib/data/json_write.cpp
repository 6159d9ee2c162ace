#include "data/json_write.hpp"

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
    return byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0xED;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // start of the run that is copied as it is
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (is_plain(byte)) continue;
        const auto next = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (byte == 0xED && next < 0xA0) continue;  // U+D000–U+D7FF, an ordinary character
        out += text.substr(plain, i - plain);
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
            case 0xED:
                append_escape(out,
                              0xD000U | (next & 0x3FU) << 6U |
                                  (static_cast<unsigned char>(text[i + 2]) & 0x3FU));
                i += 2;
                break;
            default:
                append_escape(out, byte);
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
