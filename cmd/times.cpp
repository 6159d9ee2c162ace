#include "times.hpp"

#include <syncline/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace syncline::cmd {

namespace {

constexpr std::size_t kDateLength = 10;  // yyyy-mm-dd

std::int64_t now() {
    return static_cast<std::int64_t>(std::time(nullptr));
}

std::string written(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    std::array<char, 32> text{};
    if (::gmtime_r(&time, &parts) == nullptr) return {};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

}  // namespace

std::string read_moment(const std::string& text) {
    if (text.size() == kDateLength && text[4] == '-') return text + "T00:00:00Z";
    const std::string rest = text.empty() ? "" : text.substr(1);
    if (text.rfind('-', 0) == 0) {
        const auto duration = read_duration(rest);
        if (!duration) return text;
        return written(now() - std::chrono::duration_cast<std::chrono::seconds>(*duration).count());
    }
    if (text.rfind('@', 0) == 0) {
        std::int64_t seconds = 0;
        const char* end = rest.data() + rest.size();
        const auto [stop, error] = std::from_chars(rest.data(), end, seconds);
        if (error == std::errc{} && stop == end) return written(seconds);
    }
    return text;
}

std::chrono::milliseconds age_of(const std::string& rfc3339) {
    std::tm parts{};
    if (::strptime(rfc3339.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) return {};
    const std::chrono::seconds age(now() - static_cast<std::int64_t>(::timegm(&parts)));
    return std::max(age, std::chrono::seconds{0});
}

}  // namespace syncline::cmd
