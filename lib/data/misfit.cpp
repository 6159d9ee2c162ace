#include "data/misfit.hpp"

#include "data/numbers.hpp"
#include "data/types.hpp"

#include <cmath>

namespace syncline::data {

namespace {

const char* declared(Type type) {
    switch (type) {
        case Type::string:
            return "a string";
        case Type::boolean:
            return "a boolean";
        case Type::integer:
            return "an integer";
        case Type::number:
            return "a number";
        case Type::datetime:
            return "a date-time";
        case Type::date:
            return "a date";
        case Type::time:
            return "a time of day";
        case Type::guid:
            return "a GUID";
        case Type::binary:
            return "binary";
        case Type::json:
            break;
    }
    return "json";
}

/// Whether a number is whole and of 64 bits, however it is written (`1.0`, `1e3`).
bool is_whole(const std::string& text) {
    constexpr double kBeyond = 9223372036854775808.0;
    if (whole_number(text)) return true;
    const double real = real_number(text);
    return real >= -kBeyond && real < kBeyond && real == std::floor(real);
}

const char* found(Type type, const Value& value) {
    switch (value.kind()) {
        case Value::Kind::boolean:
            return "a boolean";
        case Value::Kind::number:
            if (type == Type::integer) return "another number";
            return type == Type::number ? "a number beyond the range of a double" : "a number";
        case Value::Kind::nested:
            return value.text().front() == '[' ? "an array" : "an object";
        default:
            break;
    }
    const bool has_form = type != Type::boolean && type != Type::integer && type != Type::number;
    return has_form ? "other text" : "text";
}

bool fits(Type type, const Value& value) {
    if (type == Type::integer && value.kind() == Value::Kind::number) return is_whole(value.text());
    return !problem_with(type, value);
}

}  // namespace

std::optional<std::string> misfit_of(Type type, const Value& value) {
    if (fits(type, value)) return std::nullopt;
    const bool stays_number =
        value.kind() == Value::Kind::number && (type == Type::integer || type == Type::number);
    return std::string("the service sends ") + found(type, value) + " where " + declared(type) +
           " is declared; kept as " + (stays_number ? "it is" : "text");
}

}  // namespace syncline::data
