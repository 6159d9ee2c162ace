#include "data/odata_functions.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/odata_values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace syncline::data {

namespace {

using Arguments = std::span<const Stored>;

Stored integer(std::size_t value) {
    return static_cast<std::int64_t>(value);
}

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// The byte offset of a character, or the size of the text.
std::size_t byte_offset(std::string_view text, std::size_t character) {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (begins_character(text[i]) && seen++ == character) return i;
    }
    return text.size();
}

template <typename Rule>
Stored with_text(const Stored& value, const Rule& rule) {
    const std::string* text = text_of(value);
    return text == nullptr ? null() : rule(*text);
}

template <typename Rule>
Stored with_texts(Arguments arguments, const Rule& rule) {
    const std::string* a = text_of(arguments[0]);
    const std::string* b = text_of(arguments[1]);
    return a == nullptr || b == nullptr ? null() : rule(*a, *b);
}

Stored contains(Arguments arguments) {
    return with_texts(arguments, [](const std::string& text, const std::string& part) {
        return boolean(text.find(part) != std::string::npos);
    });
}

Stored starts_with(Arguments arguments) {
    return with_texts(arguments, [](const std::string& text, const std::string& part) {
        return boolean(text.compare(0, part.size(), part) == 0);
    });
}

Stored ends_with(Arguments arguments) {
    return with_texts(arguments, [](const std::string& text, const std::string& part) {
        return boolean(text.size() >= part.size() &&
                       text.compare(text.size() - part.size(), part.size(), part) == 0);
    });
}

Stored length(Arguments arguments) {
    return with_text(arguments[0],
                     [](const std::string& text) { return integer(count_characters(text)); });
}

Stored index_of(Arguments arguments) {
    return with_texts(arguments, [](const std::string& text, const std::string& part) -> Stored {
        const std::size_t at = text.find(part);
        if (at == std::string::npos) return std::int64_t{-1};
        return integer(count_characters(std::string_view(text).substr(0, at)));
    });
}

/// The whole number of a value, rounded down; nothing if it is none.
std::optional<std::int64_t> whole_of(const Stored& value) {
    const Stored number = number_of(value);
    if (const auto* whole = std::get_if<std::int64_t>(&number)) return *whole;
    const auto* real = std::get_if<double>(&number);
    if (real == nullptr || std::isnan(*real)) return std::nullopt;
    constexpr double kFar = 1e15;
    return static_cast<std::int64_t>(std::floor(std::clamp(*real, -kFar, kFar)));
}

/// A negative start counts from the end; a negative length is none.
Stored substring(Arguments arguments) {
    const std::string* text = text_of(arguments[0]);
    const auto start = whole_of(arguments[1]);
    const auto wanted = arguments.size() > 2
                            ? whole_of(arguments[2])
                            : std::optional(std::numeric_limits<std::int64_t>::max());
    if (text == nullptr || !start || !wanted) return null();
    const auto size = static_cast<std::int64_t>(count_characters(*text));
    const std::int64_t first =
        std::clamp<std::int64_t>(*start < 0 ? size + *start : *start, 0, size);
    const std::int64_t count = std::clamp<std::int64_t>(*wanted, 0, size - first);
    const std::size_t begin = byte_offset(*text, static_cast<std::size_t>(first));
    const std::size_t end = byte_offset(*text, static_cast<std::size_t>(first + count));
    return text->substr(begin, end - begin);
}

Stored to_lower(Arguments arguments) {
    return with_text(arguments[0], [](const std::string& text) { return base::lower(text); });
}

Stored to_upper(Arguments arguments) {
    return with_text(arguments[0], [](const std::string& text) {
        std::string out = text;
        for (char& c : out) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        return out;
    });
}

constexpr std::array<std::string_view, 25> kWhiteSpace{
    " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00A0", "\u1680",
    "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
    "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

Stored trim(Arguments arguments) {
    return with_text(arguments[0], [](std::string_view text) {
        const auto cut = [&text](bool front) {
            return std::any_of(
                kWhiteSpace.begin(), kWhiteSpace.end(), [&text, front](std::string_view space) {
                    if (text.size() < space.size()) return false;
                    const std::size_t at = front ? 0 : text.size() - space.size();
                    if (text.substr(at, space.size()) != space) return false;
                    text = front ? text.substr(space.size()) : text.substr(0, at);
                    return true;
                });
        };
        while (cut(true)) continue;
        while (cut(false)) continue;
        return std::string(text);
    });
}

Stored concat(Arguments arguments) {
    return with_texts(arguments, [](const std::string& a, const std::string& b) { return a + b; });
}

/// The time of day in the text of a date-time or of a time: `hh:mm…` without zone.
std::string_view clock_part(std::string_view text) {
    constexpr std::size_t kDatePart = 11;
    const bool is_datetime = text.size() > kDatePart && text[4] == '-';
    if (!is_datetime) return text;
    text.remove_prefix(kDatePart);
    return text.substr(0, text.find_first_of("Zz+-"));
}

/// Two or more digits of a valid date-time, date or time, as they are written; null otherwise.
Stored digits_of(const Stored& value, bool of_clock, std::size_t at, std::size_t count) {
    const std::string* text = text_of(value);
    if (text == nullptr) return null();
    const bool valid = !problem_with(Type::datetime, Value::string(*text)) ||
                       !problem_with(of_clock ? Type::time : Type::date, Value::string(*text));
    if (!valid) return null();
    const std::string_view part = of_clock ? clock_part(*text) : std::string_view(*text);
    if (part.size() < at + count) return std::int64_t{0};
    std::int64_t number = 0;
    std::from_chars(part.data() + at, part.data() + at + count, number);
    return number;
}

Stored year(Arguments arguments) {
    return digits_of(arguments[0], false, 0, 4);
}
Stored month(Arguments arguments) {
    return digits_of(arguments[0], false, 5, 2);
}
Stored day(Arguments arguments) {
    return digits_of(arguments[0], false, 8, 2);
}
Stored hour(Arguments arguments) {
    return digits_of(arguments[0], true, 0, 2);
}
Stored minute(Arguments arguments) {
    return digits_of(arguments[0], true, 3, 2);
}
Stored second(Arguments arguments) {
    return digits_of(arguments[0], true, 6, 2);
}

Stored fractional_seconds(Arguments arguments) {
    if (std::holds_alternative<std::monostate>(hour(arguments))) return null();
    double fraction = 0;
    const std::string digits = "0." + fraction_digits(clock_part(*text_of(arguments[0])));
    std::from_chars(digits.data(), digits.data() + digits.size(), fraction);
    return fraction;
}

Stored date(Arguments arguments) {
    return with_text(arguments[0], [](const std::string& text) -> Stored {
        if (!base::read_instant(text)) return null();
        return text.substr(0, 10);
    });
}

Stored time(Arguments arguments) {
    return with_text(arguments[0], [](const std::string& text) -> Stored {
        if (!base::read_instant(text)) return null();
        return comparable(Kind::time, std::string(clock_part(text)));
    });
}

template <typename Rule>
Stored rounded(const Stored& value, const Rule& rule) {
    const Stored number = number_of(value);
    const auto* real = std::get_if<double>(&number);
    return real == nullptr ? number : Stored(rule(*real) + 0.0);
}

Stored round(Arguments arguments) {
    return rounded(arguments[0], [](double value) { return std::round(value); });
}
Stored floor(Arguments arguments) {
    return rounded(arguments[0], [](double value) { return std::floor(value); });
}
Stored ceiling(Arguments arguments) {
    return rounded(arguments[0], [](double value) { return std::ceil(value); });
}

// Which servers answer a function rightly: v2's real Node server has most of them wrong or not at
// all; the v3 server counts the parts of date-times in its own zone and strips blanks only.
constexpr std::array<Function, 22> kFunctions{{
    {"contains", Kind::boolean, 2, 2, {Kind::string, Kind::string}, {}, Trust::v3_only, contains},
    {"startswith",
     Kind::boolean,
     2,
     2,
     {Kind::string, Kind::string},
     {},
     Trust::v3_only,
     starts_with},
    {"endswith", Kind::boolean, 2, 2, {Kind::string, Kind::string}, {}, Trust::v3_only, ends_with},
    {"length", Kind::number, 1, 1, {Kind::string}, {}, Trust::v3_only, length},
    {"indexof", Kind::number, 2, 2, {Kind::string, Kind::string}, {}, Trust::v3_only, index_of},
    {"substring",
     Kind::string,
     2,
     3,
     {Kind::string, Kind::number, Kind::number},
     {},
     Trust::both,
     substring},
    {"tolower", Kind::string, 1, 1, {Kind::string}, {}, Trust::both, to_lower},
    {"toupper", Kind::string, 1, 1, {Kind::string}, {}, Trust::both, to_upper},
    {"trim", Kind::string, 1, 1, {Kind::string}, {}, Trust::none, trim},
    {"concat", Kind::string, 2, 2, {Kind::string, Kind::string}, {}, Trust::both, concat},
    {"year", Kind::number, 1, 1, {Kind::date}, Kind::datetime, Trust::v3_only, year},
    {"month", Kind::number, 1, 1, {Kind::date}, Kind::datetime, Trust::v3_only, month},
    {"day", Kind::number, 1, 1, {Kind::date}, Kind::datetime, Trust::v3_only, day},
    {"hour", Kind::number, 1, 1, {Kind::time}, Kind::datetime, Trust::none, hour},
    {"minute", Kind::number, 1, 1, {Kind::time}, Kind::datetime, Trust::none, minute},
    {"second", Kind::number, 1, 1, {Kind::time}, Kind::datetime, Trust::none, second},
    {"fractionalseconds",
     Kind::number,
     1,
     1,
     {Kind::time},
     Kind::datetime,
     Trust::none,
     fractional_seconds},
    {"date", Kind::date, 1, 1, {Kind::datetime}, {}, Trust::none, date},
    {"time", Kind::time, 1, 1, {Kind::datetime}, {}, Trust::none, time},
    {"round", Kind::number, 1, 1, {Kind::number}, {}, Trust::both, round},
    {"floor", Kind::number, 1, 1, {Kind::number}, {}, Trust::both, floor},
    {"ceiling", Kind::number, 1, 1, {Kind::number}, {}, Trust::both, ceiling},
}};

}  // namespace

std::span<const Function> functions() {
    return kFunctions;
}

const Function* find_function(std::string_view name) {
    for (const Function& function : kFunctions) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

}  // namespace syncline::data
