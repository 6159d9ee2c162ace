#include "data/odata_values.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace syncline::data {

namespace {

/// `hh:mm:ss.fffffffff` of a time of day, or null.
Stored comparable_time(const std::string& text) {
    if (problem_with(Type::time, Value::string(text))) return null();
    std::string out = text.substr(0, 5);
    out += text.size() >= 8 ? text.substr(5, 3) : ":00";
    return out + "." + fraction_digits(text);
}

void append_digits(std::string& out, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    out.append(width - digits.size(), '0');
    out += digits;
}

/// A text that sorts as the instant does, to the nanosecond, from the year 0 on.
Stored comparable_instant(const std::string& text) {
    const auto instant = base::read_instant(text);
    if (!instant) return null();
    constexpr std::int64_t kYearZero = 62'200'000'000'000;
    constexpr std::size_t kMilliseconds = 15;
    constexpr std::size_t kNanoseconds = 6;
    std::string out;
    append_digits(out, instant->milliseconds + kYearZero, kMilliseconds);
    append_digits(out, instant->nanoseconds, kNanoseconds);
    return out;
}

Stored comparable_guid(const std::string& text) {
    if (problem_with(Type::guid, Value::string(text))) return null();
    std::string out;
    for (const char c : base::lower(text)) {
        if (c != '-' && c != '{' && c != '}') out += c;
    }
    return out;
}

/// The names in "Red, Blue", or nothing to find in an empty text.
bool has_names(std::string_view all, std::string_view wanted) {
    const auto names = base::split(all, ',');
    for (const std::string_view name : base::split(wanted, ',')) {
        const bool found = std::any_of(names.begin(), names.end(), [name](std::string_view other) {
            return base::trim(other) == base::trim(name);
        });
        if (!found) return false;
    }
    return true;
}

int sign(double value) {
    return value < 0 ? -1 : value > 0 ? 1 : 0;
}

int compare_exactly(std::int64_t whole, double real) {
    constexpr double kLimit = 9223372036854775808.0;
    if (std::isnan(real) || real < -kLimit) return 1;
    if (real >= kLimit) return -1;
    const auto cut = static_cast<std::int64_t>(real);
    if (whole != cut) return whole < cut ? -1 : 1;
    return sign(static_cast<double>(cut) - real);
}

int compare_numbers(const Stored& a, const Stored& b) {
    const auto* x = std::get_if<std::int64_t>(&a);
    const auto* y = std::get_if<std::int64_t>(&b);
    if (x != nullptr && y != nullptr) return *x < *y ? -1 : *x > *y ? 1 : 0;
    if (x != nullptr) return compare_exactly(*x, std::get<double>(b));
    if (y != nullptr) return -compare_exactly(*y, std::get<double>(a));
    return sign(std::get<double>(a) - std::get<double>(b));
}

double real_of(const Stored& number) {
    const auto* whole = std::get_if<std::int64_t>(&number);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(number);
}

/// Whole numbers stay whole; what does not fit 64 bits becomes a double.
Stored calculate_whole(Operator op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    double real = 0;
    switch (op) {
        case Operator::add:
            overflow = __builtin_add_overflow(a, b, &result);
            real = static_cast<double>(a) + static_cast<double>(b);
            break;
        case Operator::subtract:
            overflow = __builtin_sub_overflow(a, b, &result);
            real = static_cast<double>(a) - static_cast<double>(b);
            break;
        case Operator::multiply:
            overflow = __builtin_mul_overflow(a, b, &result);
            real = static_cast<double>(a) * static_cast<double>(b);
            break;
        default:
            if (b == 0) return null();
            overflow = b == -1 && __builtin_sub_overflow(std::int64_t{0}, a, &result);
            real = -static_cast<double>(a);
            if (b != -1) result = a / b;
    }
    return overflow ? Stored(real) : Stored(result);
}

}  // namespace

Stored comparable(Kind kind, const Stored& value) {
    if (kind != Kind::datetime && kind != Kind::time && kind != Kind::guid) return value;
    const std::string* text = text_of(value);
    if (text == nullptr) return null();
    if (kind == Kind::datetime) return comparable_instant(*text);
    return kind == Kind::time ? comparable_time(*text) : comparable_guid(*text);
}

Stored number_of(const Stored& value) {
    const std::string* text = text_of(value);
    if (text == nullptr)
        return std::holds_alternative<Blob>(value) ? Stored(std::int64_t{0}) : value;
    // As SQLite: the longest prefix that is a number, else 0.
    const std::string_view digits = base::trim(*text);
    const char* end = digits.data() + digits.size();
    double real = 0;
    const auto real_end = std::from_chars(digits.data(), end, real);
    std::int64_t whole = 0;
    const auto whole_end = std::from_chars(digits.data(), end, whole);
    if (real_end.ec != std::errc{}) return std::int64_t{0};
    return whole_end.ec == std::errc{} && whole_end.ptr == real_end.ptr ? Stored(whole)
                                                                        : Stored(real);
}

Kind compared_kind(const Expression& a, const Expression& b) {
    if (a.is_null() || b.is_null()) return Kind::unknown;
    return a.kind == Kind::unknown ? b.kind : a.kind;
}

Kind compared_kind_in(const Expression& left, const Expression& list) {
    if (left.kind != Kind::unknown) return left.kind;
    for (const Expression& item : list.operands) {
        if (item.kind != Kind::unknown) return item.kind;
    }
    return Kind::unknown;
}

Stored modulo(const Stored& a, const Stored& b) {
    const Stored x = number_of(a);
    const Stored y = number_of(b);
    const auto* left = std::get_if<std::int64_t>(&x);
    const auto* right = std::get_if<std::int64_t>(&y);
    if (left != nullptr && right != nullptr) {
        if (*right == 0) return null();
        return *right == -1 ? std::int64_t{0} : *left % *right;
    }
    if (std::holds_alternative<std::monostate>(x) || std::holds_alternative<std::monostate>(y)) {
        return null();
    }
    const double rest = std::fmod(real_of(x), real_of(y));
    return std::isnan(rest) ? null() : Stored(rest + 0.0);
}

Stored has(const Stored& a, const Stored& b) {
    const auto* bits = std::get_if<std::int64_t>(&a);
    const auto* wanted = std::get_if<std::int64_t>(&b);
    if (bits != nullptr && wanted != nullptr) return boolean((*bits & *wanted) == *wanted);
    const std::string* names = text_of(a);
    const std::string* wanted_names = text_of(b);
    if (names == nullptr || wanted_names == nullptr) return null();
    return boolean(has_names(*names, *wanted_names));
}

const std::string* text_of(const Stored& value) {
    return std::get_if<std::string>(&value);
}

Stored calculate(Operator op, const Stored& a, const Stored& b) {
    const Stored x = number_of(a);
    const Stored y = number_of(b);
    if (is_null(x) || is_null(y)) return null();
    const auto* left = std::get_if<std::int64_t>(&x);
    const auto* right = std::get_if<std::int64_t>(&y);
    if (left != nullptr && right != nullptr && op != Operator::divide_by) {
        return calculate_whole(op, *left, *right);
    }
    const double p = real_of(x);
    const double q = real_of(y);
    double result = 0;
    switch (op) {
        case Operator::add:
            result = p + q;
            break;
        case Operator::subtract:
            result = p - q;
            break;
        case Operator::multiply:
            result = p * q;
            break;
        default:
            if (q == 0) return null();
            result = p / q;
    }
    return std::isnan(result) ? null() : Stored(result);
}

bool same_stored(const Stored& a, const Stored& b) {
    if (is_null(a) || is_null(b)) return is_null(a) && is_null(b);
    return compare_stored(a, b) == 0;
}

int compare_stored(const Stored& a, const Stored& b) {
    const auto rank = [](const Stored& value) {
        if (std::holds_alternative<std::string>(value)) return 2;
        return std::holds_alternative<Blob>(value) ? 3 : 1;
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b) ? -1 : 1;
    // std::string compares its bytes as unsigned, as SQLite does.
    if (const auto* text = std::get_if<std::string>(&a))
        return text->compare(std::get<std::string>(b));
    if (const auto* blob = std::get_if<Blob>(&a))
        return blob->bytes.compare(std::get<Blob>(b).bytes);
    return compare_numbers(a, b);
}

Stored greater_or_equal(const Stored& a, const Stored& b) {
    if (is_null(a) || is_null(b)) return boolean(is_null(a) && is_null(b));
    return boolean(compare_stored(a, b) >= 0);
}

/// The nine digits of the fraction of a time of day, more are cut.
std::string fraction_digits(std::string_view clock) {
    constexpr std::size_t kFraction = 9;
    const std::size_t dot = clock.find_first_of(".,");
    std::string digits(dot == clock.npos ? "" : clock.substr(dot + 1, kFraction));
    digits.resize(kFraction, '0');
    return digits;
}

}  // namespace syncline::data
