#include "support/http.hpp"

#include <httplib.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace syncline::tests {

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return result;
}

std::string HttpAnswer::header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string() : found->second;
}

HttpClient::HttpClient(const std::string& url, Headers headers)
    : client_(std::make_unique<httplib::Client>(url)), headers_(std::move(headers)) {
    client_->set_url_encode(false);
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    client_->set_read_timeout(60);
}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::get(const std::string& target, const Headers& headers) {
    return send("GET", target, {}, headers);
}

HttpAnswer HttpClient::post(const std::string& target, std::string body, const Headers& headers) {
    return send("POST", target, std::move(body), headers);
}

HttpAnswer HttpClient::patch(const std::string& target, std::string body, const Headers& headers) {
    return send("PATCH", target, std::move(body), headers);
}

HttpAnswer HttpClient::put(const std::string& target, std::string body, const Headers& headers) {
    return send("PUT", target, std::move(body), headers);
}

HttpAnswer HttpClient::del(const std::string& target, const Headers& headers) {
    return send("DELETE", target, {}, headers);
}

HttpAnswer HttpClient::send(const std::string& method,
                            const std::string& target,
                            std::string body,
                            const Headers& headers) {
    httplib::Request request;
    request.method = method;
    request.path = target;
    request.body = std::move(body);
    for (const auto& [name, value] : headers_) {
        request.set_header(name, value);
    }
    for (const auto& [name, value] : headers) {
        request.headers.erase(name);
        request.set_header(name, value);
    }
    if (!request.body.empty() && !request.has_header("content-type")) {
        request.set_header("content-type", "application/json");
    }
    const httplib::Result result = client_->send(request);
    if (!result) {
        throw std::runtime_error(method + " " + target + ": " + httplib::to_string(result.error()));
    }
    HttpAnswer answer{result->status, {}, result->body};
    for (const auto& [name, value] : result->headers) {
        answer.headers[lower_case(name)] = value;
    }
    return answer;
}

}  // namespace syncline::tests
