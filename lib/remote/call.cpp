#include "remote/call.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>

namespace syncline::remote {

namespace {

[[noreturn]] void refuse_path(std::string_view path, const std::string& why) {
    throw UsageError("the path \"" + base::one_line(path, 120) + "\" cannot be used: " + why,
                     "write it below the service's root, for example /api/NAME");
}

/// What may stand in a URL stays, `%` too; the rest is encoded.
std::string encode_rest(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = static_cast<unsigned char>(c) < 0x80 &&
                           std::string_view("\"<>^`{|}").find(c) == std::string_view::npos;
        out += plain ? std::string(1, c) : base::percent_encode(std::string_view(&c, 1));
    }
    return out;
}

void check_path(std::string_view path) {
    if (path.substr(0, 2) == "//" || path.find("://") != std::string_view::npos) {
        refuse_path(path, "it names a host");
    }
    const auto bad = std::find_if(path.begin(), path.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '#' || c == '\\';
    });
    if (bad != path.end()) refuse_path(path, "it has a character that no path has");
    std::string decoded = base::percent_decode(path.substr(0, path.find('?')));
    std::replace(decoded.begin(), decoded.end(), '\\', '/');
    for (const std::string_view segment : base::split(decoded, '/')) {
        if (segment == ".." || segment == ".") refuse_path(path, "it leaves the service's root");
    }
}

}  // namespace

std::string target_of(std::string_view path,
                      const std::vector<std::pair<std::string, std::string>>& parameters) {
    check_path(path);
    if (path.substr(0, 1) == "/") path.remove_prefix(1);
    std::string target = encode_rest(path);
    bool has_query = target.find('?') != std::string::npos;
    for (const auto& [name, value] : parameters) {
        target += has_query ? '&' : '?';
        has_query = true;
        // The `$` of OData's own parameters stays readable.
        const bool of_odata = name.substr(0, 1) == "$";
        target +=
            of_odata ? "$" + base::percent_encode(name.substr(1)) : base::percent_encode(name);
        target += '=' + base::percent_encode(value);
    }
    return target;
}

Request request_of(const Service& service, const ServiceCall& call) {
    constexpr std::array<std::string_view, 5> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (std::find(kMethods.begin(), kMethods.end(), call.method) == kMethods.end()) {
        throw UsageError("the method \"" + base::one_line(call.method, 20) + "\" cannot be used",
                         "it must be GET, POST, PUT, PATCH or DELETE");
    }
    const bool takes_body = call.method != "GET" && call.method != "DELETE";
    if (!call.body.empty() && !takes_body) {
        throw UsageError("a " + call.method + " takes no body",
                         "use POST, PUT or PATCH, or leave the body out");
    }
    Request request = service.any(call.method, target_of(call.path, call.parameters));
    if (call.body.empty()) return request;
    request.headers.emplace_back(
        "content-type",
        call.content_type.empty() ? "application/json; charset=utf-8" : call.content_type);
    request.body = call.body;
    return request;
}

}  // namespace syncline::remote
