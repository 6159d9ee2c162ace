#include "data/odata_literal.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_check.hpp"
#include "data/numbers.hpp"
#include "data/types.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace syncline::data {

namespace {

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes of hex digits as base64, or nothing.
std::optional<Value> read_hex(const std::string& content) {
    if (content.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < content.size(); i += 2) {
        int byte = 0;
        const char* first = content.data() + i;
        const auto [end, error] = std::from_chars(first, first + 2, byte, 16);
        if (error != std::errc{} || end != first + 2) return std::nullopt;
        bytes += static_cast<char>(byte);
    }
    return Value::string(base::base64_encode(bytes));
}

/// Base64 in the standard or the URL alphabet, with or without padding, as padded base64.
std::optional<Value> read_base64(std::string content) {
    for (char& c : content) {
        if (c == '-') c = '+';
        if (c == '_') c = '/';
    }
    while (!content.empty() && content.back() == '=') content.pop_back();
    content.append((4 - content.size() % 4) % 4, '=');
    std::string bytes;
    if (!base::base64_decode(content, bytes)) return std::nullopt;
    return Value::string(base::base64_encode(bytes));
}

std::optional<Value> read_of_type(Type type, const std::string& content) {
    Value value = Value::string(content);
    return problem_with(type, value) ? std::nullopt : std::optional(std::move(value));
}

std::optional<Value> read_binary(const std::string& content) {
    return read_base64(content);
}
std::optional<Value> read_datetime(const std::string& content) {
    return read_of_type(Type::datetime, content);
}
std::optional<Value> read_guid(const std::string& content) {
    return read_of_type(Type::guid, content);
}

struct Prefix {
    std::string_view word;
    Kind kind;
    std::optional<Value> (*read)(const std::string& content);
};
constexpr std::array<Prefix, 5> kPrefixes{{{"datetime", Kind::datetime, read_datetime},
                                           {"datetimeoffset", Kind::datetime, read_datetime},
                                           {"guid", Kind::guid, read_guid},
                                           {"binary", Kind::binary, read_binary},
                                           {"X", Kind::binary, read_hex}}};

constexpr std::array<std::pair<std::string_view, Kind>, 17> kEdmTypes{
    {{"Edm.String", Kind::string},
     {"Edm.Boolean", Kind::boolean},
     {"Edm.Byte", Kind::number},
     {"Edm.SByte", Kind::number},
     {"Edm.Int16", Kind::number},
     {"Edm.Int32", Kind::number},
     {"Edm.Int64", Kind::number},
     {"Edm.Single", Kind::number},
     {"Edm.Double", Kind::number},
     {"Edm.Decimal", Kind::number},
     {"Edm.DateTimeOffset", Kind::datetime},
     {"Edm.DateTime", Kind::datetime},
     {"Edm.Date", Kind::date},
     {"Edm.TimeOfDay", Kind::time},
     {"Edm.Time", Kind::time},
     {"Edm.Guid", Kind::guid},
     {"Edm.Binary", Kind::binary}}};

}  // namespace

Kind kind_of(Type type) {
    switch (type) {
        case Type::string:
            return Kind::string;
        case Type::boolean:
            return Kind::boolean;
        case Type::integer:
        case Type::number:
            return Kind::number;
        case Type::datetime:
            return Kind::datetime;
        case Type::date:
            return Kind::date;
        case Type::time:
            return Kind::time;
        case Type::guid:
            return Kind::guid;
        case Type::binary:
            return Kind::binary;
        case Type::json:
            break;
    }
    return Kind::json;
}

std::optional<Type> column_type_of(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return Type::boolean;
        case Kind::number:
            return Type::number;
        case Kind::string:
            return Type::string;
        case Kind::datetime:
            return Type::datetime;
        case Kind::date:
            return Type::date;
        case Kind::time:
            return Type::time;
        case Kind::guid:
            return Type::guid;
        case Kind::binary:
            return Type::binary;
        case Kind::json:
            return Type::json;
        case Kind::unknown:
            break;
    }
    return std::nullopt;
}

std::optional<Value> read_number_literal(std::string_view text) {
    const bool suffixed = text.find_last_of("LlFfMmDd") == text.size() - 1;
    const bool long_suffix = suffixed && (text.back() == 'L' || text.back() == 'l');
    const std::string_view digits = suffixed ? text.substr(0, text.size() - 1) : text;
    const char* end = digits.data() + digits.size();
    std::int64_t whole = 0;
    const auto whole_end = std::from_chars(digits.data(), end, whole);
    const bool is_whole = whole_end.ec == std::errc{} && whole_end.ptr == end;
    if (is_whole && (!suffixed || long_suffix)) return Value::integer(whole);
    if (long_suffix) return std::nullopt;
    double real = 0;
    const auto real_end = std::from_chars(digits.data(), end, real);
    if (real_end.ptr != end) return std::nullopt;
    if (real_end.ec == std::errc::result_out_of_range) {
        // Too small is zero, too large is an error.
        return is_below_one(digits) ? std::optional(Value::number("0.0")) : std::nullopt;
    }
    const bool fractional = digits.find_first_of(".eE") != std::string_view::npos;
    if (fractional && is_number(digits)) return Value::number(std::string(digits));
    std::string written = shortest(real);
    if (written.find_first_of(".e") == std::string::npos) written += ".0";
    return Value::number(std::move(written));
}

bool begins_with_guid(std::string_view text) {
    constexpr std::size_t kLength = 36;
    if (text.size() < kLength) return false;
    for (std::size_t i = 0; i < kLength; ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
    }
    if (text.size() == kLength) return true;
    const char next = text[kLength];
    return !is_hex(next) && next != '-' && next != '_' && next != '\'' &&
           !(next >= 'g' && next <= 'z') && !(next >= 'G' && next <= 'Z');
}

bool is_literal_prefix(std::string_view word) {
    for (const Prefix& prefix : kPrefixes) {
        if (prefix.word == word) return true;
    }
    return false;
}

std::optional<Value> read_prefixed_literal(std::string_view prefix,
                                           const std::string& content,
                                           Kind& kind) {
    for (const Prefix& known : kPrefixes) {
        if (known.word != prefix) continue;
        kind = known.kind;
        return known.read(content);
    }
    return std::nullopt;
}

bool has_zone(std::string_view datetime) {
    constexpr std::size_t kTimePart = 11;
    return datetime.size() > kTimePart &&
           datetime.find_first_of("Zz+-", kTimePart) != std::string_view::npos;
}

std::optional<Kind> kind_of_edm(std::string_view edm_name) {
    for (const auto& [name, kind] : kEdmTypes) {
        if (name == edm_name) return kind;
    }
    return std::nullopt;
}

std::optional<Value> cast_literal(const Value& value, Kind from, std::string_view edm_name) {
    const auto to = kind_of_edm(edm_name);
    if (!to) return std::nullopt;
    if (value.is_null() || *to == from) return value;
    if (*to == Kind::string && from != Kind::binary) return Value::string(value.text());
    if (from != Kind::string) return std::nullopt;
    switch (*to) {
        case Kind::number:
            return is_number(value.text()) ? read_number_literal(value.text()) : std::nullopt;
        case Kind::boolean:
            if (value.text() != "true" && value.text() != "false") return std::nullopt;
            return Value::boolean(value.text() == "true");
        case Kind::binary:
            return read_base64(value.text());
        default:
            return read_of_type(column_type_of(*to).value_or(Type::string), value.text());
    }
}

std::string_view described(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "a condition or boolean";
        case Kind::number:
            return "a number";
        case Kind::string:
            return "a string";
        case Kind::datetime:
            return "a date-time";
        case Kind::date:
            return "a date";
        case Kind::time:
            return "a time of day";
        case Kind::guid:
            return "a GUID";
        case Kind::binary:
            return "binary";
        case Kind::json:
            return "a json column";
        case Kind::unknown:
            break;
    }
    return "a value of unknown type";
}

}  // namespace syncline::data
