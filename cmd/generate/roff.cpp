#include "generate/roff.hpp"

#include <algorithm>
#include <cctype>

#if !defined(SYNCLINE_VERSION) || !defined(SYNCLINE_DATE)
#error "SYNCLINE_VERSION and SYNCLINE_DATE are set by the build"
#endif

namespace syncline::cmd {

namespace {

constexpr std::size_t kLineWidth = 96;

std::string capitals(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

/// Running text, a few words a line.
std::string filled(std::string_view text) {
    std::string out;
    std::string line;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find(' '), text.size());
        if (!line.empty() && line.size() + 1 + length > kLineWidth) {
            out += escape_roff(line) + '\n';
            line.clear();
        }
        if (!line.empty()) line += ' ';
        line += text.substr(0, length);
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return out + escape_roff(line) + '\n';
}

/// Names of options in bold, what they take in italics; anything else in bold.
std::string term(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty() || text.front() != '-') return "\\fB" + escape_roff(text) + "\\fR\n";
    std::string out;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, length);
        const bool comma = word.back() == ',';
        if (comma) word.remove_suffix(1);
        if (!out.empty()) out += ' ';
        out += std::string(word.front() == '-' ? "\\fB" : "\\fI") + escape_roff(word) + "\\fR" +
               (comma ? "," : "");
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return out + '\n';
}

std::string literal(std::string_view lines) {
    std::string out = ".RS 4\n.EX\n";
    while (!lines.empty()) {
        const std::size_t length = std::min(lines.find('\n'), lines.size());
        out += escape_roff(lines.substr(0, length)) + '\n';
        lines.remove_prefix(std::min(length + 1, lines.size()));
    }
    return out + ".EE\n.RE\n";
}

}  // namespace

std::string escape_roff(std::string_view line) {
    std::string out;
    if (!line.empty() && (line.front() == '.' || line.front() == '\'')) out = "\\&";
    for (const char c : line) {
        switch (c) {
            case '\\':
                out += "\\e";
                break;
            case '-':
                out += "\\-";
                break;
            case '\'':
                out += "\\(aq";
                break;
            case '`':
                out += "\\(ga";
                break;
            case '^':
                out += "\\(ha";
                break;
            case '~':
                out += "\\(ti";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string as_roff(const Document& document) {
    using Kind = Block::Kind;
    std::string out;
    Kind before = Kind::heading;
    for (const Block& block : document) {
        const bool after_heading = before == Kind::heading || before == Kind::subheading;
        switch (block.kind) {
            case Kind::heading:
                out += ".SH " + escape_roff(capitals(block.text)) + '\n';
                break;
            case Kind::subheading:
                out += ".SS " + escape_roff(block.text) + '\n';
                break;
            case Kind::paragraph:
                out += (after_heading ? "" : ".PP\n") + filled(block.text);
                break;
            case Kind::entry:
                out += ".TP\n" + term(block.text) + filled(block.meaning);
                break;
            case Kind::code:
                out += (after_heading ? "" : ".PP\n") + literal(block.text);
                break;
        }
        before = block.kind;
    }
    return out;
}

std::string roff_title(const std::string& name, int section) {
    return ".TH " + escape_roff(capitals(name)) + ' ' + std::to_string(section) +
           " " SYNCLINE_DATE " \"syncline " SYNCLINE_VERSION "\" \"syncline\"\n.nh\n.ad l\n";
}

}  // namespace syncline::cmd
