#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_check.hpp"
#include "serve/shape.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace syncline::server {

namespace {

constexpr std::string_view kInfinity = "1e999";
constexpr std::string_view kDigits = "0123456789";

/// The text of a number, which may come as a string, too.
const std::string* number_text(const Value& value) {
    return value.kind() == Value::Kind::number || value.is_string() ? &value.text() : nullptr;
}

template <class Integer>
std::optional<Value> read_integer(const Value& value) {
    const std::string* const text = number_text(value);
    if (text == nullptr) return std::nullopt;
    Integer number = 0;
    const char* const last = text->data() + text->size();
    const auto [end, error] = std::from_chars(text->data(), last, number);
    if (error != std::errc{} || end != last) return std::nullopt;
    return Value::number(std::to_string(number));
}

template <class Real>
std::string shortest(Real number) {
    if (std::isinf(number)) return (number < 0 ? "-" : "") + std::string(kInfinity);
    std::array<char, 40> out{};
    const auto written = std::to_chars(out.data(), out.data() + out.size(), number + Real{0});
    return {out.data(), written.ptr};
}

template <class Real>
std::optional<Value> read_real(const Value& value) {
    const std::string* const text = number_text(value);
    if (text == nullptr) return std::nullopt;
    constexpr Real kInfinite = std::numeric_limits<Real>::infinity();
    if (*text == "Infinity") return Value::number(shortest(kInfinite));
    if (*text == "-Infinity") return Value::number(shortest(-kInfinite));
    Real number = 0;
    const char* const last = text->data() + text->size();
    const auto [end, error] = std::from_chars(text->data(), last, number);
    if (end != last || text->find_first_not_of("+-.eE0123456789") != std::string::npos) {
        return std::nullopt;
    }
    // Out of range leaves the number as it was: the wider function tells too large from too small.
    if (error == std::errc::result_out_of_range) {
        number = static_cast<Real>(std::strtold(text->c_str(), nullptr));
    } else if (error != std::errc{}) {
        return std::nullopt;
    }
    return Value::number(shortest(number));
}

/// 96 bits and a scale. All digits are kept as they came, so they have to be JSON's.
std::optional<Value> read_decimal(const Value& value) {
    constexpr std::string_view kLargest = "79228162514264337593543950335";
    const std::string* const text = number_text(value);
    if (text == nullptr || !data::is_number(*text)) return std::nullopt;
    const double size = std::fabs(std::strtod(text->c_str(), nullptr));
    if (!std::isfinite(size)) return std::nullopt;
    std::string_view digits(*text);
    if (!digits.empty() && digits.front() == '-') digits.remove_prefix(1);
    if (digits.find_first_of("eE") != std::string_view::npos) {
        constexpr double kLimit = 7.9228162514264338e28;
        return size < kLimit ? std::optional(Value::number(*text)) : std::nullopt;
    }
    digits = digits.substr(0, digits.find('.'));
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() > kLargest.size()) return std::nullopt;
    if (digits.size() == kLargest.size() && digits > kLargest) return std::nullopt;
    return Value::number(*text);
}

std::optional<Value> read_moment(const Value& value) {
    constexpr std::int64_t kFirst = -62'135'596'800'000;  // of the year 1
    constexpr std::int64_t kLast = 253'402'300'799'999;   // of the year 9999
    if (!value.is_string()) return std::nullopt;
    const auto instant = base::read_instant(value.text());
    if (!instant || instant->milliseconds < kFirst || instant->milliseconds > kLast) {
        return std::nullopt;
    }
    return Value::string(base::write_timestamp(Timestamp(instant->milliseconds)));
}

std::optional<Value> read_date(const Value& value) {
    if (!value.is_string() || value.text().size() != 10) return std::nullopt;
    if (!base::read_instant(value.text() + "T00:00")) return std::nullopt;
    return value;
}

std::optional<Value> read_time(const Value& value) {
    if (!value.is_string()) return std::nullopt;
    const std::string& text = value.text();
    if (text.find_first_not_of("0123456789:.") != std::string::npos) return std::nullopt;
    const auto instant = base::read_instant("2000-01-01T" + text);
    if (!instant) return std::nullopt;
    return Value::string(base::write_timestamp(Timestamp(instant->milliseconds)).substr(11, 12));
}

std::optional<Value> read_guid(const Value& value) {
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (!value.is_string() || value.text().size() != kForm.size()) return std::nullopt;
    std::string text = base::lower(value.text());
    const bool matches = std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
        if (form == '-') return c == '-';
        return kDigits.find(c) != std::string_view::npos || (c >= 'a' && c <= 'f');
    });
    return matches ? std::optional(Value::string(std::move(text))) : std::nullopt;
}

std::optional<Value> read_enumeration(const MemberShape& member, const Value& value) {
    const auto& names = member.names;
    if (value.is_string()) {
        const auto found = std::find_if(names.begin(), names.end(), [&value](const auto& name) {
            return base::same_ignoring_case(name, value.text());
        });
        if (found == names.end()) return std::nullopt;
        return Value::string(*found);
    }
    auto number = value.kind() == Value::Kind::number ? read_integer<std::int32_t>(value)
                                                      : std::optional<Value>();
    if (!number) return std::nullopt;
    const std::int64_t index = std::stoll(number->text());
    if (index < 0 || index >= static_cast<std::int64_t>(names.size())) return number;
    return Value::string(names[static_cast<std::size_t>(index)]);
}

bool has_lone_surrogate(std::string_view text) {
    for (std::size_t at = 0; (at = text.find('\xED', at)) != std::string_view::npos; ++at) {
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    }
    return false;
}

std::optional<Value> value_if(bool holds, const Value& value) {
    return holds ? std::optional(value) : std::nullopt;
}

}  // namespace

bool is_text(const Value& value) {
    return value.is_string() && !has_lone_surrogate(value.text());
}

std::optional<Value> read_value(const MemberShape& member, const Value& value) {
    const bool text_like = member.type == MemberType::string || member.type == MemberType::binary;
    if (value.is_null()) return value_if(member.nullable || text_like, value);
    switch (member.type) {
        case MemberType::string:
            return value_if(is_text(value), value);
        case MemberType::character:
            return value_if(is_text(value) && base::utf16_length(value.text()) == 1, value);
        case MemberType::boolean:
            return value_if(value.kind() == Value::Kind::boolean, value);
        case MemberType::byte:
            return read_integer<std::uint8_t>(value);
        case MemberType::int16:
            return read_integer<std::int16_t>(value);
        case MemberType::int32:
            return read_integer<std::int32_t>(value);
        case MemberType::int64:
            return read_integer<std::int64_t>(value);
        case MemberType::float32:
            return read_real<float>(value);
        case MemberType::float64:
            return read_real<double>(value);
        case MemberType::decimal:
            return read_decimal(value);
        case MemberType::datetime:
        case MemberType::offset:
        case MemberType::instant:
            return read_moment(value);
        case MemberType::date:
            return read_date(value);
        case MemberType::time:
            return read_time(value);
        case MemberType::guid:
            return read_guid(value);
        case MemberType::binary: {
            std::string bytes;
            return value_if(value.is_string() && base::base64_decode(value.text(), bytes), value);
        }
        case MemberType::enumeration:
            return read_enumeration(member, value);
    }
    return std::nullopt;
}

Value initial_value(const MemberShape& member) {
    if (member.nullable) return Value::null();
    switch (member.type) {
        case MemberType::string:
        case MemberType::binary:
            return Value::string("");
        case MemberType::character:
            return Value::string(std::string(1, '\0'));
        case MemberType::boolean:
            return Value::boolean(false);
        case MemberType::datetime:
        case MemberType::offset:
        case MemberType::instant:
            return Value::string("0001-01-01T00:00:00.000Z");
        case MemberType::date:
            return Value::string("0001-01-01");
        case MemberType::time:
            return Value::string("00:00:00.000");
        case MemberType::guid:
            return Value::string("00000000-0000-0000-0000-000000000000");
        case MemberType::enumeration:
            return Value::string(member.names.front());
        default:
            return Value::integer(0);
    }
}

bool holds_infinity(std::string_view json) {
    // Most items do not even look so.
    if (json.find(kInfinity) == std::string_view::npos) return false;
    const Members members = read_members(json);
    return std::any_of(members.begin(), members.end(), [](const Member& member) {
        const std::string& text = member.value.text();
        return member.value.kind() == Value::Kind::number &&
               (text == kInfinity || text == "-" + std::string(kInfinity));
    });
}

}  // namespace syncline::server
