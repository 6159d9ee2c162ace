#include "remote/url.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>

namespace syncline::remote {

namespace {

/// A user, a password or a query may be a secret, and is not shown.
[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    const bool has_user = text.find('@') != std::string_view::npos;
    const std::string shown = base::one_line(text.substr(0, text.find_first_of("?#")), 120);
    throw UsageError("the URL " + (has_user ? "" : '"' + shown + "\" ") + "cannot be used: " + why,
                     "write it as https://HOST[:PORT][/PATH]");
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           text.find_first_not_of("0123456789") == std::string_view::npos &&
           std::stoi(std::string(text)) <= 65'535;
}

}  // namespace

Url read_url(std::string_view text) {
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) refuse(text, "it has no http:// or https://");
    const std::string scheme = base::lower(text.substr(0, scheme_end));
    if (scheme != "http" && scheme != "https") refuse(text, "only http and https are spoken");
    std::string_view rest = text.substr(scheme_end + 3);
    if (rest.find_first_of("?#") != std::string_view::npos) {
        refuse(text, "a service root has no query and no fragment");
    }
    const auto bad = std::find_if(rest.begin(), rest.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '<' || c == '>' ||
               c == '\\';
    });
    if (bad != rest.end()) refuse(text, "it has a character that no URL has");
    const std::string_view authority = rest.substr(0, rest.find('/'));
    if (authority.find('@') != std::string_view::npos) {
        throw UsageError(
            "a URL with a user name or password cannot be used: it would be kept in the store",
            "give them with --netrc-file, or a token with --token-file or --token-command");
    }
    const std::size_t bracket = authority.find(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const std::string_view host = authority.substr(0, colon);
    if (host.empty()) refuse(text, "it has no host");
    if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1))) {
        refuse(text, "the port is not a number between 0 and 65535");
    }
    Url url;
    url.host = base::lower(host);
    url.origin = scheme + "://" + base::lower(authority);
    url.path = rest.substr(authority.size());
    if (url.path.empty() || url.path.back() != '/') url.path += '/';
    return url;
}

std::optional<std::string> origin_of(std::string_view text) {
    try {
        return read_url(text.substr(0, text.find_first_of("?#"))).origin;
    } catch (const UsageError&) {
        return std::nullopt;
    }
}

bool is_encrypted(const Url& url) {
    return url.origin.rfind("https:", 0) == 0;
}

bool is_loopback(const Url& url) {
    constexpr std::string_view kLocalhost = "localhost";
    constexpr unsigned kLoopbackNetwork = 127;
    std::string_view host = url.host;
    if (host == kLocalhost) return true;
    if (host.size() > kLocalhost.size() + 1 &&
        host.substr(host.size() - kLocalhost.size() - 1) == ".localhost") {
        return true;
    }
    in_addr v4{};
    if (inet_pton(AF_INET, url.host.c_str(), &v4) == 1) {
        return ntohl(v4.s_addr) >> 24U == kLoopbackNetwork;
    }
    if (host.size() < 2 || host.front() != '[' || host.back() != ']') return false;
    in6_addr v6{};
    const std::string address(host.substr(1, host.size() - 2));
    return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::string join_path(const Url& root, std::string_view path) {
    while (!path.empty() && path.front() == '/') path.remove_prefix(1);
    return root.origin + root.path + std::string(path);
}

std::string encode_path(std::string_view path) {
    std::string out;
    bool first = true;
    for (const std::string_view segment : base::split(path, '/')) {
        if (!first) out += '/';
        first = false;
        out += base::percent_encode(segment);
    }
    return out;
}

}  // namespace syncline::remote
