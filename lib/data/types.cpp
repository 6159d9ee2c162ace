#include "data/types.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_check.hpp"
#include "data/json_read.hpp"
#include "data/json_write.hpp"
#include "data/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

namespace syncline::data {

namespace {

bool digits_at(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool digit = base::is_digit(text[i]);
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

bool is_date(std::string_view text) {
    return text.size() == 10 && digits_at(text, "0000-00-00") &&
           base::read_instant(std::string(text) + "T00:00:00Z").has_value();
}

/// The normal form of a time of day: `hh:mm:ss` and its fraction without closing zeros.
std::optional<std::string> normal_time(std::string_view text) {
    if (!digits_at(text, "00:00")) return std::nullopt;
    const std::string_view seconds = text.substr(5);
    const bool with_seconds = seconds.size() >= 3 && digits_at(seconds, ":00");
    if (!seconds.empty() && !with_seconds) return std::nullopt;
    std::string_view fraction = with_seconds ? seconds.substr(3) : std::string_view{};
    if (!fraction.empty() && (fraction.size() < 2 || fraction.front() != '.' ||
                              fraction.find_first_not_of("0123456789", 1) != fraction.npos)) {
        return std::nullopt;
    }
    if (text.substr(0, 2) > "23" || text.substr(3, 2) > "59" ||
        (with_seconds && seconds.substr(1, 2) > "59")) {
        return std::nullopt;
    }
    // Servers cut a time of day to milliseconds, as they do with date-times.
    fraction = fraction.substr(0, 4);
    while (!fraction.empty() && (fraction.back() == '0' || fraction.back() == '.')) {
        fraction.remove_suffix(1);
    }
    std::string out(text.substr(0, 5));
    out += with_seconds ? seconds.substr(0, 3) : std::string_view(":00");
    out += fraction;
    return out;
}

/// The 32 hex digits of a GUID in lower case, with or without dashes and braces, or nothing.
std::optional<std::string> normal_guid(std::string_view text) {
    if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
        text = text.substr(1, text.size() - 2);
    }
    const bool dashed = text.size() == 36;
    if (!dashed && text.size() != 32) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash_place = dashed && (i == 8 || i == 13 || i == 18 || i == 23);
        if (dash_place != (text[i] == '-')) return std::nullopt;
        if (!dash_place) out += text[i];
    }
    out = base::lower(out);
    if (out.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
    return out;
}

bool same_numbers(std::string_view a, std::string_view b) {
    if (a == b) return true;
    const auto x = whole_number(a);
    const auto y = whole_number(b);
    if (x && y) return *x == *y;
    return real_number(a) == real_number(b);
}

bool same_instants(const std::string& a, const std::string& b) {
    const auto x = base::read_instant(a);
    const auto y = base::read_instant(b);
    return x && y && x->milliseconds == y->milliseconds;
}

template <typename Normal>
bool same_normal(const Normal& normal, const std::string& a, const std::string& b) {
    const auto x = normal(a);
    return x && x == normal(b);
}

bool same_bytes(const std::string& a, const std::string& b) {
    std::string x;
    std::string y;
    return base::base64_decode(a, x) && base::base64_decode(b, y) && x == y;
}

Members sorted(Members members) {
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        return a.name < b.name;
    });
    return members;
}

bool same_nested(const std::string& a, const std::string& b) {
    if (a == b) return true;
    if (a.front() != b.front()) return false;
    if (a.front() == '[') {
        const auto x = read_elements(a);
        const auto y = read_elements(b);
        return std::equal(
            x.begin(), x.end(), y.begin(), y.end(), [](const Value& p, const Value& q) {
                return same_value(Type::json, p, q);
            });
    }
    const Members x = sorted(read_object(a));
    const Members y = sorted(read_object(b));
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Member& p, const Member& q) {
        return p.name == q.name && same_value(Type::json, p.value, q.value);
    });
}

bool same_strings(Type type, const std::string& a, const std::string& b) {
    if (a == b) return true;
    switch (type) {
        case Type::datetime:
            return same_instants(a, b);
        case Type::time:
            return same_normal(normal_time, a, b);
        case Type::guid:
            return same_normal(normal_guid, a, b);
        case Type::binary:
            return same_bytes(a, b);
        default:
            return false;
    }
}

constexpr const char* kIntegerRule =
    "must be a whole number between -9223372036854775808 and 9223372036854775807";

std::optional<std::string> problem_with_string(Type type, const std::string& text) {
    std::string bytes;
    switch (type) {
        case Type::datetime:
            if (base::read_instant(text)) return std::nullopt;
            return "must be a date-time such as 2026-11-24T20:15:00Z";
        case Type::date:
            if (is_date(text)) return std::nullopt;
            return "must be a date such as 2026-11-24";
        case Type::time:
            if (normal_time(text)) return std::nullopt;
            return "must be a time of day such as 20:15:00";
        case Type::guid:
            if (normal_guid(text)) return std::nullopt;
            return "must be a GUID such as 0f8fad5b-d9cb-469f-a165-70867728950e";
        case Type::binary:
            if (base::base64_decode(text, bytes)) return std::nullopt;
            return "must be base64 text";
        default:
            return std::nullopt;
    }
}

/// What the column keeps of a value that is not of its type: the JSON text.
Stored as_text(const Value& value) {
    return value.is_string() ? value.text() : write_value(value);
}

}  // namespace

std::string shortest(double value) {
    // Only another tool can have written it.
    if (std::isinf(value)) return value < 0 ? "-1e999" : "1e999";
    std::array<char, 40> out{};
    const auto [end, error] = std::to_chars(out.data(), out.data() + out.size(), value);
    return error == std::errc{} ? std::string(out.data(), end) : std::string("0");
}

Stored to_stored(Type type, const Value& value) {
    if (value.is_null()) return std::monostate{};
    const bool is_number = value.kind() == Value::Kind::number;
    switch (type) {
        case Type::boolean:
            if (value.kind() == Value::Kind::boolean) return std::int64_t{value.is_true() ? 1 : 0};
            break;
        case Type::integer:
            if (const auto whole = is_number ? whole_number(value.text()) : std::nullopt) {
                return *whole;
            }
            if (is_number) return real_number(value.text());
            break;
        case Type::number:
            // SQLite does not keep the sign of zero.
            if (is_number) return real_number(value.text()) + 0.0;
            break;
        case Type::binary: {
            Blob blob;
            if (value.is_string() && base::base64_decode(value.text(), blob.bytes)) return blob;
            break;
        }
        case Type::json:
            return write_value(value);
        default:
            break;
    }
    return as_text(value);
}

Stored in_column(Type type, Stored stored) {
    const auto* text = std::get_if<std::string>(&stored);
    const bool numeric = type == Type::boolean || type == Type::integer || type == Type::number;
    if (!numeric || text == nullptr) return stored;
    const auto number = number_in(*text);
    if (!number) return stored;
    if (const auto whole = type == Type::number ? std::nullopt : whole_number(*number)) {
        return *whole;
    }
    return real_number(*number);
}

Value from_stored(Type type, const Stored& stored) {
    if (const auto* text = std::get_if<std::string>(&stored)) {
        if (type != Type::json) return Value::string(*text);
        return find_json_error(*text) ? Value::string(*text) : read_value(*text);
    }
    if (const auto* whole = std::get_if<std::int64_t>(&stored)) {
        return type == Type::boolean && (*whole == 0 || *whole == 1) ? Value::boolean(*whole == 1)
                                                                     : Value::integer(*whole);
    }
    if (const auto* real = std::get_if<double>(&stored)) return Value::number(shortest(*real));
    if (const auto* blob = std::get_if<Blob>(&stored)) {
        return Value::string(base::base64_encode(blob->bytes));
    }
    return Value::null();
}

std::optional<std::string> problem_with(Type type, const Value& value) {
    if (value.is_null()) return std::nullopt;
    switch (type) {
        case Type::json:
            if (value.kind() != Value::Kind::nested || depth_of(value.text()) <= kMaxDepth) {
                return std::nullopt;
            }
            return "must not be nested more than " + std::to_string(kMaxDepth) + " levels deep";
        case Type::boolean:
            if (value.kind() == Value::Kind::boolean) return std::nullopt;
            return "must be true or false";
        case Type::integer:
            if (value.kind() == Value::Kind::number && whole_number(value.text()))
                return std::nullopt;
            return kIntegerRule;
        case Type::number:
            if (value.kind() == Value::Kind::number && std::isfinite(real_number(value.text()))) {
                return std::nullopt;
            }
            return "must be a number within the range of a double";
        default:
            break;
    }
    if (!value.is_string()) return "must be a string";
    return problem_with_string(type, value.text());
}

std::optional<Value> value_from_text(Type type, std::string_view text) {
    Value value = Value::string(std::string(text));
    if (type == Type::boolean) {
        if (text != "true" && text != "false") return std::nullopt;
        value = Value::boolean(text == "true");
    } else if (type == Type::integer || type == Type::number) {
        if (!is_number(text)) return std::nullopt;
        value = Value::number(std::string(text));
    } else if (type == Type::json) {
        if (find_json_error(text)) return std::nullopt;
        value = read_value(text);
    }
    return problem_with(type, value) ? std::nullopt : std::optional(value);
}

bool same_value(Type type, const Value& a, const Value& b) {
    if (a == b) return true;
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case Value::Kind::number:
            if (type == Type::number) return real_number(a.text()) == real_number(b.text());
            return same_numbers(a.text(), b.text());
        case Value::Kind::string:
            return same_strings(type, a.text(), b.text());
        case Value::Kind::nested:
            return same_nested(a.text(), b.text());
        default:
            return false;
    }
}

bool same_value(const Value& a, const Value& b) {
    return same_value(Type::string, a, b) || same_value(Type::datetime, a, b) ||
           same_value(Type::guid, a, b);
}

const char* sql_type(Type type) {
    switch (type) {
        case Type::boolean:
        case Type::integer:
            return "INTEGER";
        case Type::number:
            return "REAL";
        case Type::binary:
            return "BLOB";
        default:
            return "TEXT";
    }
}

}  // namespace syncline::data
