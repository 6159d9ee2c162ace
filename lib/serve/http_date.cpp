#include "serve/http_date.hpp"

#include "base/time.hpp"

#include <array>
#include <ctime>

namespace syncline::server {

std::string write_http_date(Timestamp time) {
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

std::optional<Timestamp> read_exact_http_date(std::string_view text) {
    const auto time = base::read_http_date(text);
    return time && write_http_date(*time) == text ? time : std::nullopt;
}

}  // namespace syncline::server
