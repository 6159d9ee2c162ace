#include "data/json_check.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace syncline::data {

namespace {

/// The length of the JSON number at the start of `text`, or 0.
std::size_t number_length(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t start = at;
        while (at < text.size() && base::is_digit(text[at])) ++at;
        return at > start;
    };
    if (at < text.size() && text[at] == '-') ++at;
    if (at < text.size() && text[at] == '0') {
        ++at;
    } else if (!digits()) {
        return 0;
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!digits()) return 0;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (!digits()) return 0;
    }
    return at;
}

/// The four hex digits at `at` as a UTF-16 unit, or nothing.
std::optional<std::uint32_t> read_unit(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) return std::nullopt;
    std::uint32_t unit = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const char c = text[i];
        std::uint32_t digit = 0;
        if (base::is_digit(c)) {
            digit = static_cast<std::uint32_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = static_cast<std::uint32_t>(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = static_cast<std::uint32_t>(c - 'A') + 10;
        } else {
            return std::nullopt;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

void append_utf8(std::string& out, std::uint32_t point) {
    const auto push = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
        push(point);
    } else if (point < 0x800) {
        push(0xC0 | point >> 6U);
        push(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
        push(0xE0 | point >> 12U);
        push(0x80 | (point >> 6U & 0x3FU));
        push(0x80 | (point & 0x3FU));
    } else {
        push(0xF0 | point >> 18U);
        push(0x80 | (point >> 12U & 0x3FU));
        push(0x80 | (point >> 6U & 0x3FU));
        push(0x80 | (point & 0x3FU));
    }
}

/// UTF-8, without the three-byte forms of surrogates: those are ours, not JSON's.
bool is_text(std::string_view text) {
    for (std::size_t i = text.find('\xED'); i != std::string_view::npos;
         i = text.find('\xED', i + 1)) {
        if (i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0) return false;
    }
    return base::is_utf8(text);
}

/// Walks one JSON text; `at()` is where it stands, and where it failed.
class Walker {
  public:
    Walker(std::string_view text, int max_depth) : text_(text), max_depth_(max_depth) {}

    bool document() { return value(0) && (blanks(), at_ == text_.size()); }

    std::size_t at() const { return at_; }

  private:
    void blanks() {
        while (at_ < text_.size() && std::strchr(" \t\r\n", text_[at_]) != nullptr &&
               text_[at_] != '\0') {
            ++at_;
        }
    }

    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    bool word(std::string_view expected) {
        if (text_.substr(at_, expected.size()) != expected) return false;
        at_ += expected.size();
        return true;
    }

    bool string() {
        const std::size_t start = at_;
        if (!take('"')) return false;
        while (at_ < text_.size() && text_[at_] != '"') {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            at_ += text_[at_] == '\\' ? 2U : 1U;
        }
        if (at_ >= text_.size()) return false;
        const std::string_view between = text_.substr(start + 1, at_ - start - 1);
        if (!unescape(between) || !is_text(between)) {
            at_ = start;
            return false;
        }
        ++at_;
        return true;
    }

    bool sequence(char close, int depth, bool named) {
        if (depth >= max_depth_) return false;
        ++at_;
        blanks();
        if (take(close)) return true;
        while (true) {
            blanks();
            if (named && (!string() || (blanks(), !take(':')))) return false;
            if (!value(depth + 1)) return false;
            blanks();
            if (take(close)) return true;
            if (!take(',')) return false;
        }
    }

    bool value(int depth) {
        blanks();
        if (at_ >= text_.size()) return false;
        switch (text_[at_]) {
            case '{':
                return sequence('}', depth, true);
            case '[':
                return sequence(']', depth, false);
            case '"':
                return string();
            case 't':
                return word("true");
            case 'f':
                return word("false");
            case 'n':
                return word("null");
            default:
                break;
        }
        const std::size_t length = number_length(text_.substr(at_));
        at_ += length;
        return length > 0;
    }

    std::string_view text_;
    int max_depth_;
    std::size_t at_ = 0;
};

}  // namespace

bool is_number(std::string_view text) {
    return !text.empty() && number_length(text) == text.size();
}

std::optional<std::string> unescape(std::string_view between_quotes) {
    std::string out;
    out.reserve(between_quotes.size());
    std::size_t at = 0;
    while (true) {
        const std::size_t escape = between_quotes.find('\\', at);
        out += between_quotes.substr(at, escape - at);
        if (escape == std::string_view::npos) return out;
        if (escape + 1 >= between_quotes.size()) return std::nullopt;
        at = escape + 2;
        switch (between_quotes[escape + 1]) {
            case '"':
                out += '"';
                continue;
            case '\\':
                out += '\\';
                continue;
            case '/':
                out += '/';
                continue;
            case 'b':
                out += '\b';
                continue;
            case 'f':
                out += '\f';
                continue;
            case 'n':
                out += '\n';
                continue;
            case 'r':
                out += '\r';
                continue;
            case 't':
                out += '\t';
                continue;
            case 'u':
                break;
            default:
                return std::nullopt;
        }
        const auto unit = read_unit(between_quotes, at);
        if (!unit) return std::nullopt;
        at += 4;
        std::uint32_t point = *unit;
        if (point >= 0xD800 && point < 0xDC00 && between_quotes.substr(at, 2) == "\\u") {
            const auto low = read_unit(between_quotes, at + 2);
            if (low && *low >= 0xDC00 && *low < 0xE000) {
                point = 0x10000 + ((point - 0xD800) << 10U) + (*low - 0xDC00);
                at += 6;
            }
        }
        append_utf8(out, point);
    }
}

std::optional<std::size_t> find_json_error(std::string_view text, int max_depth) {
    Walker walker(text, max_depth);
    if (walker.document()) return std::nullopt;
    return walker.at();
}

int depth_of(std::string_view json) {
    int depth = 0;
    int deepest = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"') in_string = !in_string;
        if (in_string) {
            if (c == '\\') ++i;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return deepest;
}

}  // namespace syncline::data
