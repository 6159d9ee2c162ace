#include "request_text.hpp"

#include "escape.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

constexpr std::string_view kSecret = "***";

/// The shell's variable for a secret: the header's name in capitals, but for the token.
std::string variable_for(const std::string& name, bool bare) {
    std::string out;
    for (const char c : name) {
        const bool lower = c >= 'a' && c <= 'z';
        const bool kept = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9' && !out.empty());
        out += lower ? static_cast<char>(c - 'a' + 'A') : kept ? c : '_';
    }
    const bool token = out == "X_ZUMO_AUTH" || (out == "AUTHORIZATION" && !bare);
    return token ? "SYNCLINE_TOKEN" : out;
}

/// A secret becomes `${NAME:?}`: without the variable the shell stops before it sends anything.
std::string shell_header(const std::string& name, const std::string& value) {
    const std::size_t secret = value.size() - std::min(value.size(), kSecret.size());
    if (value.substr(secret) != kSecret) return shell_quoted(name + ": " + value);
    return shell_quoted(name + ": " + value.substr(0, secret)) + "\"${" +
           variable_for(name, secret == 0) + ":?}\"";
}

}  // namespace

std::string as_http(const RequestPreview& request) {
    const std::string item = request.table + '/' + request.id;
    std::string out = "### " + std::to_string(request.sequence) + ' ' +
                      escaped(item, Escape::all_controls) + '\n' + request.method + ' ' +
                      request.url + " HTTP/1.1\n";
    for (const auto& header : request.headers) out += header.first + ": " + header.second + '\n';
    out += '\n';
    if (!request.body.empty()) out += request.body + "\n\n";
    return out;
}

std::string as_curl(const RequestPreview& request) {
    std::string out = "curl -fsSg -X " + request.method;
    for (const auto& header : request.headers) {
        out += " -H " + shell_header(header.first, header.second);
    }
    // An empty body is said to be one: else curl sends no length.
    if (!request.body.empty() || request.method != "DELETE") {
        out += " --data-binary " + shell_quoted(request.body);
    }
    return out + ' ' + shell_quoted(request.url) + '\n';
}

std::string answer_head(const Response& response) {
    std::string out = "HTTP " + std::to_string(response.status) + '\n';
    for (const auto& header : response.headers) {
        out += header.first + ": " + escaped(header.second, Escape::all_controls) + '\n';
    }
    return out + '\n';
}

}  // namespace syncline::cmd
