#include "data/names.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::data {

namespace {

constexpr std::size_t kMaxName = 128;
constexpr std::size_t kMaxId = 255;
constexpr std::size_t kMaxIdV3 = 127;

void check_name(std::string_view what, std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const bool well_formed = !name.empty() && is_letter(name.front()) &&
                             std::all_of(name.begin(), name.end(), [&](char c) {
                                 return is_letter(c) || (c >= '0' && c <= '9');
                             });
    const std::string quoted = std::string(what) + " name \"" + base::one_line(name, 60) + "\"";
    if (!well_formed) {
        throw DataError("the " + quoted + " cannot be used",
                        R"(a name is a letter or "_", then letters, digits and "_")");
    }
    if (name.size() > kMaxName) {
        throw DataError("the " + quoted + " is longer than 128 characters");
    }
    if (name.substr(0, 2) == "__") {
        throw DataError("the " + quoted + " begins with \"__\"",
                        "such names are kept for the store itself");
    }
}

/// Whether the text has U+0000–U+001F or U+007F–U+009F.
bool is_printable_ascii(char c) {
    return c >= 0x20 && c < 0x7F;
}

bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F) return true;
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            return true;
        }
    }
    return false;
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr std::string_view kAlsoInIds = "_.|:-";

std::string shown_id(std::string_view id) {
    return "the id \"" + base::one_line(id, 60) + "\"";
}

void check_id_v3(std::string_view id) {
    if (id.size() > kMaxIdV3) throw DataError(shown_id(id) + " is longer than 127 characters");
    const bool well_formed =
        is_letter_or_digit(id.front()) && std::all_of(id.begin(), id.end(), [](char c) {
            return is_letter_or_digit(c) || kAlsoInIds.find(c) != std::string_view::npos;
        });
    if (well_formed) return;
    throw DataError(shown_id(id) + " cannot be used in protocol v3",
                    "an id is a letter or digit, then letters, digits and any of _.|:- (ASCII)");
}

}  // namespace

bool is_system_property(std::string_view name) {
    return std::any_of(
        kSystemProperties.begin(), kSystemProperties.end(), [name](std::string_view property) {
            return base::same_ignoring_case(property, name);
        });
}

void check_table_name(std::string_view name) {
    check_name("table", name);
    if (base::same_ignoring_case(name.substr(0, 7), "sqlite_")) {
        throw DataError("the table name \"" + std::string(name) + "\" belongs to SQLite",
                        "choose a name that does not begin with \"sqlite_\"");
    }
}

void check_column_name(std::string_view name) {
    check_name("column", name);
}

void check_id(std::string_view id, IdRule rule) {
    if (id.empty()) throw DataError("an id cannot be empty");
    if (const auto problem = problem_with_id(id)) throw DataError(shown_id(id) + " " + *problem);
    if (rule == IdRule::v3) check_id_v3(id);
}

std::optional<std::string> problem_with_id(std::string_view id) {
    if (id.empty()) return "is empty";
    if (base::utf16_length(id) > kMaxId) return "is longer than 255 characters";
    if (!std::all_of(id.begin(), id.end(), is_printable_ascii)) {
        if (has_control_character(id)) return "has a control character";
        if (!base::is_utf8(id)) return "is not UTF-8 text";
    }
    if (id == "." || id == "..") return "cannot be used: it would change the URL's path";
    return std::nullopt;
}

void check_query_id(std::string_view query_id) {
    const std::string shown = "the query id \"" + base::one_line(query_id, 60) + "\"";
    if (query_id.empty()) throw DataError("a query id cannot be empty");
    if (base::utf16_length(query_id) > kMaxId) {
        throw DataError(shown + " is longer than 255 characters");
    }
    if (query_id.find('|') != std::string_view::npos || has_control_character(query_id)) {
        throw DataError(shown + " has a \"|\" or a control character");
    }
}

}  // namespace syncline::data
