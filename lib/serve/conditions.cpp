#include "serve/conditions.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "serve/http_date.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

namespace {

/// The strong tags of a header, without their quotes, and whether `*` is among them.
struct Tags {
    std::size_t count = 0;  ///< weak ones included
    std::vector<std::string> strong;
    bool any = false;

    bool match(const std::string& version) const {
        if (any) return !version.empty();
        return std::find(strong.begin(), strong.end(), version) != strong.end();
    }
};

/// Nothing if the header is not there, or one of its tags does not parse.
std::optional<Tags> read_tags(const Request& request, std::string_view name) {
    const std::string* const header = request.header(name);
    if (header == nullptr) return std::nullopt;
    Tags tags;
    std::string_view rest = base::trim(*header);
    while (!rest.empty()) {
        ++tags.count;
        if (rest.front() == '*') {
            tags.any = true;
            rest.remove_prefix(1);
        } else {
            const bool weak = rest.substr(0, 2) == "W/";
            if (weak) rest.remove_prefix(2);
            const std::size_t end = rest.find('"', 1);
            if (rest.empty() || rest.front() != '"' || end == std::string_view::npos) {
                return std::nullopt;
            }
            if (!weak) tags.strong.emplace_back(rest.substr(1, end - 1));
            rest.remove_prefix(end + 1);
        }
        rest = base::trim(rest);
        if (rest.empty()) break;
        if (rest.front() != ',') return std::nullopt;
        rest = base::trim(rest.substr(1));
    }
    return tags.count > 0 ? std::optional(std::move(tags)) : std::nullopt;
}

std::optional<Timestamp> read_date(const Request& request, std::string_view name) {
    const std::string* const header = request.header(name);
    return header == nullptr ? std::nullopt : read_exact_http_date(*header);
}

}  // namespace

Condition check_conditions(const Request& request, const Stamps& stamps, bool reading) {
    const auto updated_at = base::read_instant(stamps.updated_at);
    if (const auto match = read_tags(request, "If-Match")) {
        if (!match->match(stamps.version)) return Condition::failed;
        if (match->count > 1 && !reading) return Condition::ambiguous;
    } else if (const auto unmodified = read_date(request, "If-Unmodified-Since")) {
        if (updated_at && unmodified->count() <= updated_at->milliseconds) return Condition::failed;
    }
    const Condition unchanged = reading ? Condition::not_modified : Condition::failed;
    if (const auto none_match = read_tags(request, "If-None-Match")) {
        if (none_match->match(stamps.version)) return unchanged;
    } else if (const auto modified = read_date(request, "If-Modified-Since")) {
        if (updated_at && modified->count() > updated_at->milliseconds) return unchanged;
    }
    return Condition::met;
}

}  // namespace syncline::server
