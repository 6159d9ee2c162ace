#include "request_text.hpp"

#include "escape.hpp"

namespace syncline::cmd {

namespace {

constexpr std::string_view kSecret = "***";

std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + '\'';
}

std::string shell_header(const std::string& name, std::string value) {
    const std::size_t secret = value.find(kSecret);
    if (secret == std::string::npos) return shell_quoted(name + ": " + value);
    const std::string before = name + ": " + value.substr(0, secret);
    const std::string after = value.substr(secret + kSecret.size());
    return shell_quoted(before) + "\"$SYNCLINE_TOKEN\"" +
           (after.empty() ? "" : shell_quoted(after));
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

}  // namespace syncline::cmd
