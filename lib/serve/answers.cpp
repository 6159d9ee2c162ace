#include "serve/answers.hpp"

#include "base/text.hpp"
#include "data/json_write.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace syncline::server {

namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";

std::string hex(std::size_t number) {
    std::array<char, 16> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), std::uint64_t{number}, 16);
    return {digits.data(), end.ptr};
}

std::string content_tag(std::string_view body) {
    const std::string hash = hex(std::hash<std::string_view>()(body));
    return "W/\"" + hex(body.size()) + '-' + base::base64_encode(hash) + '"';
}

std::string page(std::string_view title, std::string_view text) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
    out += title;
    out += "</title>\n</head>\n<body>\n<pre>";
    for (const char c : text) {
        switch (c) {
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    out += "</pre>\n</body>\n</html>\n";
    return out;
}

Answer uncached(int status, std::string body) {
    Answer answer;
    answer.status = status;
    answer.content_type = kJson;
    answer.body = std::move(body);
    answer.headers = {{"cache-control", "no-cache"}, {"expires", "0"}, {"pragma", "no-cache"}};
    return answer;
}

}  // namespace

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header& header) {
        return base::same_ignoring_case(header.name, name);
    });
    return found == headers.end() ? nullptr : &found->value;
}

Answer json_answer(int status, std::string body) {
    Answer answer = uncached(status, std::move(body));
    answer.headers.push_back({"ETag", content_tag(answer.body)});
    return answer;
}

Answer item_answer(int status, std::string item, const std::string& version) {
    Answer answer = uncached(status, std::move(item));
    answer.headers.push_back({"ETag", '"' + version + '"'});
    return answer;
}

Answer error_answer(int status, std::string_view message) {
    return json_answer(status, "{\"error\":" + data::quoted(message) + '}');
}

Answer text_answer(int status, std::string text) {
    Answer answer;
    answer.status = status;
    answer.content_type = kHtml;
    answer.body = std::move(text);
    answer.headers = {{"ETag", content_tag(answer.body)}};
    return answer;
}

Answer not_found_page(std::string_view method, std::string_view path) {
    Answer answer;
    answer.status = 404;
    answer.content_type = kHtml;
    answer.body = page("Error", "Cannot " + std::string(method) + ' ' + std::string(path));
    answer.headers = {{"Content-Security-Policy", "default-src 'none'"},
                      {"X-Content-Type-Options", "nosniff"}};
    return answer;
}

Answer portal_page() {
    Answer answer;
    answer.content_type = kHtml;
    answer.body = page("Sign in to the network", "Please accept the terms of use to go on.");
    return answer;
}

}  // namespace syncline::server
