#include "base/time.hpp"

#include "base/text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>

namespace syncline::base {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

/// Reads fixed-width numbers and separators from the front of a text.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool number(std::size_t digits, int& value) {
        if (rest_.size() < digits) return false;
        value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') return false;
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return true;
    }

    bool one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// The digits of a fraction as nanoseconds; at least one digit, more than nine are cut.
    bool fraction(std::uint32_t& nanoseconds) {
        std::size_t digits = 0;
        nanoseconds = 0;
        for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
            if (digits < 9) {
                nanoseconds = nanoseconds * 10 + static_cast<std::uint32_t>(rest_[digits] - '0');
            }
        }
        for (std::size_t i = digits; i < 9; ++i) nanoseconds *= 10;
        rest_.remove_prefix(digits);
        return digits > 0;
    }

    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
};

std::optional<std::int64_t> days_of(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

/// The offset of a zone in minutes: `Z`, `+hh:mm`, `+hhmm`, or nothing at all (UTC).
std::optional<int> read_zone(Scanner& scan) {
    if (scan.rest().empty() || scan.one_of("Zz")) return 0;
    const bool negative = scan.rest().front() == '-';
    int hours = 0;
    int minutes = 0;
    if (!scan.one_of("+-") || !scan.number(2, hours)) return std::nullopt;
    scan.one_of(":");
    if (!scan.number(2, minutes) || hours > 23 || minutes > 59) return std::nullopt;
    const int offset = hours * 60 + minutes;
    return negative ? -offset : offset;
}

struct Unit {
    std::string_view name;
    double milliseconds;
};
constexpr std::array<Unit, 5> kUnits{
    {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

}  // namespace

std::optional<Instant> read_instant(std::string_view text) {
    Scanner scan(text);
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::uint32_t nanoseconds = 0;
    if (!scan.number(4, year) || !scan.one_of("-") || !scan.number(2, month) || !scan.one_of("-") ||
        !scan.number(2, day) || !scan.one_of("Tt ") || !scan.number(2, hour) || !scan.one_of(":") ||
        !scan.number(2, minute)) {
        return std::nullopt;
    }
    if (scan.one_of(":")) {
        if (!scan.number(2, second)) return std::nullopt;
        if (scan.one_of(".,") && !scan.fraction(nanoseconds)) return std::nullopt;
    }
    const auto offset = read_zone(scan);
    const auto days = days_of(year, month, day);
    if (!offset || !days || !scan.rest().empty() || hour > 23 || minute > 59 || second > 60) {
        return std::nullopt;
    }
    const std::int64_t minutes = (*days * 24 + hour) * 60 + minute - *offset;
    return Instant{(minutes * 60 + second) * 1'000 + nanoseconds / 1'000'000,
                   nanoseconds % 1'000'000};
}

std::string write_timestamp(Timestamp time) {
    std::int64_t days = time.count() / kDayMs;
    std::int64_t rest = time.count() % kDayMs;
    if (rest < 0) {
        rest += kDayMs;
        --days;
    }
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
    std::array<char, 40> out{};
    std::snprintf(out.data(),
                  out.size(),
                  "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()),
                  static_cast<int>(rest / 3'600'000),
                  static_cast<int>(rest / 60'000 % 60),
                  static_cast<int>(rest / 1'000 % 60),
                  static_cast<int>(rest % 1'000));
    return out.data();
}

std::optional<Timestamp> read_http_date(std::string_view text) {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t comma = text.find(", ");
    if (comma == std::string_view::npos) return std::nullopt;
    Scanner scan(text.substr(comma + 2));
    int day = 0;
    if (!scan.number(2, day) || !scan.one_of(" ")) return std::nullopt;
    const std::size_t month = kMonths.find(scan.rest().substr(0, 3));
    if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
    Scanner tail(scan.rest().substr(std::min<std::size_t>(3, scan.rest().size())));
    int year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!tail.one_of(" ") || !tail.number(4, year) || !tail.one_of(" ") || !tail.number(2, hour) ||
        !tail.one_of(":") || !tail.number(2, minute) || !tail.one_of(":") ||
        !tail.number(2, second) || tail.rest() != " GMT") {
        return std::nullopt;
    }
    const auto days = days_of(year, static_cast<int>(month / 3) + 1, day);
    if (!days) return std::nullopt;
    const std::int64_t minutes = (*days * 24 + hour) * 60 + minute;
    return Timestamp((minutes * 60 + second) * 1'000);
}

}  // namespace syncline::base

namespace syncline {

std::optional<std::chrono::milliseconds> read_duration(std::string_view text) {
    double total = 0;
    bool bare_number = true;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        double amount = 0;
        const auto [end, error] = std::from_chars(
            text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
        if (error != std::errc{} || !std::isfinite(amount) || amount < 0) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty() && bare_number) {
            total = amount * 1'000;
            break;
        }
        bare_number = false;
        const std::size_t length = std::min(text.find_first_not_of("msdh"), text.size());
        double factor = 0;
        for (const base::Unit& unit : base::kUnits) {
            if (unit.name == text.substr(0, length)) factor = unit.milliseconds;
        }
        if (factor == 0) return std::nullopt;
        total += amount * factor;
        text.remove_prefix(length);
    }
    constexpr double kLongest = 1e15;
    if (total > kLongest) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(total));
}

}  // namespace syncline
