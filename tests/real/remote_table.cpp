#include "real/remote_table.hpp"

#include <stdexcept>
#include <string_view>

namespace syncline::tests {

Json RemoteTable::item(const std::string& id) {
    return body(read(id), 200);
}

bool RemoteTable::has(const std::string& id) {
    const HttpAnswer answer = read(id);
    if (answer.status == 404 || answer.status == 410) return false;
    body(answer, 200);
    return true;
}

Json RemoteTable::body(const HttpAnswer& answer, int expected_status) {
    if (answer.status != expected_status) {
        throw std::runtime_error("expected " + std::to_string(expected_status) + ", got " +
                                 std::to_string(answer.status) + ": " + answer.body);
    }
    return Json::parse(answer.body);
}

std::vector<std::string> RemoteTable::ids(const Json& items) {
    std::vector<std::string> result;
    for (const Json& item : items) {
        result.push_back(text(item, "id"));
    }
    return result;
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

std::string target_with(std::string path, const std::vector<std::string>& options) {
    char separator = '?';
    for (const std::string& option : options) {
        const std::size_t equals = option.find('=');
        path +=
            separator + option.substr(0, equals + 1) + percent_encoded(option.substr(equals + 1));
        separator = '&';
    }
    return path;
}

}  // namespace syncline::tests
