#include "replay/template.hpp"

#include "support/instant.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace syncline::tests {
namespace {

/// `yyyy-mm-ddThh:mm:ss.fffZ`, moved.
std::optional<std::string> moved(const std::string& instant, std::chrono::milliseconds by) {
    using namespace std::chrono;
    int y = 0;
    unsigned mo = 0;
    unsigned d = 0;
    int h = 0;
    int mi = 0;
    int s = 0;
    int ms = 0;
    if (std::sscanf(
            instant.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d.%3dZ", &y, &mo, &d, &h, &mi, &s, &ms) != 7) {
        return std::nullopt;
    }
    const sys_days day = year(y) / month(mo) / std::chrono::day(d);
    const auto moment =
        sys_time<milliseconds>(day) + hours(h) + minutes(mi) + seconds(s) + milliseconds(ms) + by;
    return write_instant(moment);
}

/// A time at the end of a template: `+1ms` or `-1ms`. It is cut off.
std::chrono::milliseconds cut_shift(std::string& name) {
    constexpr std::string_view kUnit = "ms";
    if (name.size() < kUnit.size() || name.substr(name.size() - kUnit.size()) != kUnit) return {};
    const std::size_t sign = name.find_last_of("+-");
    if (sign == std::string::npos) return {};
    int number = 0;
    const char* const end = name.data() + name.size() - kUnit.size();
    if (std::from_chars(name.data() + sign + 1, end, number).ptr != end) return {};
    const std::chrono::milliseconds shift(name[sign] == '-' ? -number : number);
    name.resize(sign);
    return shift;
}

std::optional<std::string> found_in(const Reply& reply, const std::string& name) {
    constexpr std::string_view kHeader = "header.";
    if (name.compare(0, kHeader.size(), kHeader) == 0) {
        const auto header = reply.headers.find(name.substr(kHeader.size()));
        if (header == reply.headers.end()) return std::nullopt;
        return header->second;
    }
    const Json body = Json::parse(reply.body.value_or(""), nullptr, false);
    const Json::json_pointer pointer(name.front() == '/' ? name : '/' + name);
    if (body.is_discarded() || !body.contains(pointer) || !body[pointer].is_string()) {
        return std::nullopt;
    }
    return body[pointer].get<std::string>();
}

/// The value of `stepN.NAME`.
std::optional<std::string> value_of(std::string_view place, const Replies& replies) {
    constexpr std::string_view kStep = "step";
    if (place.substr(0, kStep.size()) != kStep) return std::nullopt;
    int step = 0;
    const char* const end = place.data() + place.size();
    const auto number = std::from_chars(place.data() + kStep.size(), end, step);
    const auto reply = replies.find(step);
    if (number.ptr == end || *number.ptr != '.' || reply == replies.end()) return std::nullopt;
    std::string name(number.ptr + 1, end);
    const std::chrono::milliseconds shift = cut_shift(name);
    const auto found = name.empty() ? std::nullopt : found_in(reply->second, name);
    return found && shift.count() != 0 ? moved(*found, shift) : found;
}

}  // namespace

std::optional<std::string> filled(const std::string& text, const Replies& replies) {
    std::string out;
    std::size_t done = 0;
    while (true) {
        const std::size_t open = text.find("{{step", done);
        const std::size_t close = open == std::string::npos ? open : text.find("}}", open);
        if (close == std::string::npos) return out + text.substr(done);
        const auto value =
            value_of(std::string_view(text).substr(open + 2, close - open - 2), replies);
        if (!value) return std::nullopt;
        out += text.substr(done, open - done) + *value;
        done = close + 2;
    }
}

}  // namespace syncline::tests
