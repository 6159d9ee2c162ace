#include "serve/json_body.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <string>

namespace syncline::server {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

/// The end of the string that starts at `at`, behind its closing quote.
std::size_t string_end(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

/// The end of the comment that starts at `at`, or `at` if none does.
std::size_t comment_end(std::string_view text, std::size_t at) {
    const std::string_view start = text.substr(at, 2);
    const std::string_view close = start == "/*" ? "*/" : "\n";
    if (start != "/*" && start != "//") return at;
    const std::size_t end = text.find(close, at + 2);
    if (end != std::string_view::npos) return end + close.size();
    return close == "\n" ? text.size() : at;
}

/// The same JSON as the grammar has it: without comments and without commas before a bracket.
std::string strict(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            const std::size_t end = string_end(text, at);
            out += text.substr(at, end - at);
            at = end;
            continue;
        }
        if (const std::size_t end = comment_end(text, at); end != at) {
            out += ' ';
            at = end;
            continue;
        }
        if (text[at] == '}' || text[at] == ']') {
            const std::size_t last = out.find_last_not_of(kBlank);
            const bool after_value = last != std::string::npos && last > 0 && out[last] == ',' &&
                                     out.find_last_not_of(kBlank, last - 1) != std::string::npos;
            if (after_value) out[last] = ' ';
        }
        out += text[at++];
    }
    return out;
}

/// The end of the value or name that starts at `at` in valid JSON.
std::size_t value_end(std::string_view json, std::size_t at) {
    int depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (depth == 0 && (c == ',' || c == ':' || c == '}')) return at;
        if (c == '"') {
            at = string_end(json, at);
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
    }
    return at;
}

}  // namespace

std::optional<Members> read_json_body(std::string_view body) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (body.substr(0, kMark.size()) == kMark) body.remove_prefix(kMark.size());
    if (!base::is_utf8(body)) throw DataError("the body is not UTF-8");
    const std::string text = strict(body);
    if (base::trim(text) == "null") return std::nullopt;
    if (!data::is_json_object(text)) throw DataError("the body is not a JSON object");

    // Not by read_members, which refuses a member that is there twice.
    const std::string_view json = base::trim(text);
    Members members;
    std::size_t at = json.find_first_not_of(kBlank, 1);
    while (json[at] == '"') {
        const std::size_t colon = value_end(json, at);
        const std::size_t end = value_end(json, colon + 1);
        members.push_back({data::read_value(json.substr(at, colon - at)).text(),
                           data::read_value(json.substr(colon + 1, end - colon - 1))});
        at = std::min(json.find_first_not_of(", \t\r\n", end), json.size() - 1);
    }
    return members;
}

}  // namespace syncline::server
