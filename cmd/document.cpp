#include "document.hpp"

#include "look.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace syncline::cmd {

namespace {

constexpr std::size_t kColumn = 30;

/// COLUMNS, else what the terminal says of itself.
std::size_t width() {
    constexpr std::size_t kNarrowest = 40;
    constexpr std::size_t kWidest = 200;
    const char* columns = std::getenv("COLUMNS");
    std::size_t number = columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
    if (number == 0) number = look_at(STDOUT_FILENO, "never").width;
    return std::clamp(number == 0 ? kUsualWidth : number, kNarrowest, kWidest);
}

/// `text` in lines of at most the width, each behind `indent` blanks; the first one continues a
/// line that is `used` characters long.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t used) {
    std::string out;
    std::size_t column = used;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find(' '), text.size());
        if (column > indent && column + 1 + length > width()) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            out += ' ';
            ++column;
        }
        out += text.substr(0, length);
        column += length;
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return out;
}

/// A name on the left, what it means on the right, below it where the name is long.
std::string entry(const std::string& name, std::string_view meaning) {
    std::string out = "  " + name;
    const std::size_t column = std::min(kColumn, width() / 2);
    if (out.size() + 2 > column) {
        out += '\n' + std::string(column, ' ');
    } else {
        out.append(column - out.size(), ' ');
    }
    return out + wrapped(meaning, column, column) + '\n';
}

/// `lines`, each behind two blanks; an empty line stays empty.
std::string indented(std::string_view lines) {
    std::string out;
    while (!lines.empty()) {
        const std::size_t length = std::min(lines.find('\n'), lines.size());
        if (length > 0) out += "  " + std::string(lines.substr(0, length));
        out += '\n';
        lines.remove_prefix(std::min(length + 1, lines.size()));
    }
    return out;
}

}  // namespace

void add_heading(Document& document, std::string text) {
    document.push_back({Block::Kind::heading, std::move(text)});
}

void add_subheading(Document& document, std::string text) {
    document.push_back({Block::Kind::subheading, std::move(text)});
}

void add_paragraph(Document& document, std::string text) {
    document.push_back({Block::Kind::paragraph, std::move(text)});
}

void add_entry(Document& document, std::string name, std::string meaning) {
    document.push_back({Block::Kind::entry, std::move(name), std::move(meaning)});
}

void add_code(Document& document, std::string lines) {
    document.push_back({Block::Kind::code, std::move(lines)});
}

void append(Document& document, const Document& more) {
    document.insert(document.end(), more.begin(), more.end());
}

std::string as_text(const Document& document) {
    using Kind = Block::Kind;
    std::string out;
    const auto is_heading = [](Kind kind) {
        return kind == Kind::heading || kind == Kind::subheading;
    };
    Kind before = Kind::heading;
    for (const Block& block : document) {
        const bool same_list = block.kind == before && block.kind != Kind::paragraph;
        const bool apart = is_heading(block.kind) || !(is_heading(before) || same_list);
        if (!out.empty() && apart) out += '\n';
        switch (block.kind) {
            case Kind::heading:
            case Kind::subheading:
                out += block.text + '\n';
                break;
            case Kind::paragraph:
                out += wrapped(block.text, 0, 0) + '\n';
                break;
            case Kind::entry:
                out += entry(block.text, block.meaning);
                break;
            case Kind::code:
                out += indented(block.text);
                break;
        }
        before = block.kind;
    }
    return out;
}

}  // namespace syncline::cmd
