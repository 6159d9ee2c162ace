#include "real/v2_client.hpp"

#include <stdexcept>
#include <string_view>

namespace syncline::tests {
namespace {

Headers if_match(const std::string& version) {
    return version.empty() ? Headers() : Headers{{"if-match", "\"" + version + "\""}};
}

}  // namespace

V2Client::V2Client(const std::string& url, const std::string& table)
    : http_(url, {{"zumo-api-version", "2.0.0"}}), path_("/tables/" + table) {}

HttpAnswer V2Client::insert(const Json& item) {
    return http_.post(path_, item.dump());
}

HttpAnswer V2Client::update(const std::string& id,
                            const Json& changes,
                            const std::string& version) {
    return http_.patch(item_path(id), changes.dump(), if_match(version));
}

HttpAnswer V2Client::remove(const std::string& id, const std::string& version) {
    return http_.del(item_path(id), if_match(version));
}

HttpAnswer V2Client::undelete(const std::string& id, const std::string& version) {
    return http_.post(item_path(id), {}, if_match(version));
}

HttpAnswer V2Client::read(const std::string& id) {
    return http_.get(item_path(id));
}

HttpAnswer V2Client::list(const std::vector<std::string>& options) {
    std::string target = path_;
    char separator = '?';
    for (const std::string& option : options) {
        const std::size_t equals = option.find('=');
        target +=
            separator + option.substr(0, equals + 1) + percent_encoded(option.substr(equals + 1));
        separator = '&';
    }
    return http_.get(target);
}

Json V2Client::body(const HttpAnswer& answer, int expected_status) {
    if (answer.status != expected_status) {
        throw std::runtime_error("expected " + std::to_string(expected_status) + ", got " +
                                 std::to_string(answer.status) + ": " + answer.body);
    }
    return Json::parse(answer.body);
}

std::vector<std::string> V2Client::ids(const Json& items) {
    std::vector<std::string> result;
    for (const Json& item : items) {
        result.push_back(text(item, "id"));
    }
    return result;
}

std::string V2Client::item_path(const std::string& id) const {
    return path_ + "/" + percent_encoded(id);
}

std::string text(const Json& item, const char* member) {
    return item.at(member).get<std::string>();
}

std::string percent_encoded(const std::string& text) {
    static constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            result += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result += '%';
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 15U];
        }
    }
    return result;
}

}  // namespace syncline::tests
