#include "data/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace syncline::data {

namespace {

constexpr std::string_view kDigits = "0123456789";

/// Takes the digits off the front of a text.
std::string_view take_digits(std::string_view& text) {
    const std::size_t length = std::min(text.find_first_not_of(kDigits), text.size());
    const std::string_view digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

double real_number(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc::result_out_of_range) return number;
    if (is_below_one(text)) return 0.0;
    return text.front() == '-' ? -HUGE_VAL : HUGE_VAL;
}

bool is_below_one(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    std::string_view whole = take_digits(text);
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    // How many places the first digit that counts stands before the point.
    auto places = static_cast<std::int64_t>(whole.size());
    if (whole.empty()) {
        const std::size_t zeros = fraction.find_first_not_of('0');
        if (zeros == std::string_view::npos) return true;
        places = -static_cast<std::int64_t>(zeros);
    }
    if (text.size() < 2) return places <= 0;
    text.remove_prefix(text[1] == '+' ? 2 : 1);
    std::int64_t exponent = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (result.ec == std::errc::result_out_of_range) return text.front() == '-';
    return places + exponent <= 0;
}

std::optional<std::string> number_in(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
    std::string out;
    if (text.front() == '-') out = "-";
    if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
    const std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    out += whole.empty() ? std::string_view("0") : whole;
    if (!fraction.empty()) out.append(".").append(fraction);
    if (text.empty()) return out;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    out += 'e';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        if (text.front() == '-') out += '-';
        text.remove_prefix(1);
    }
    const std::string_view exponent = take_digits(text);
    if (exponent.empty() || !text.empty()) return std::nullopt;
    return out.append(exponent);
}

}  // namespace syncline::data
