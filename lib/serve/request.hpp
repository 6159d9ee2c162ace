#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// A larger body is refused. (The real server's own limit, 100 KB, can be raised, too.)
constexpr std::size_t kLargestBody = 32U << 20U;

struct Header {
    std::string name;
    std::string value;
};

/// The value of the first header of this name (ASCII case ignored), or nullptr.
const std::string* find_header(const std::vector<Header>& headers, std::string_view name);

/// One HTTP request, before anything was decoded.
struct Request {
    std::string method;
    std::string target;  ///< path and query, as they came
    std::vector<Header> headers;
    std::string body;

    const std::string* header(std::string_view name) const { return find_header(headers, name); }
};

/// One HTTP answer.
struct Answer {
    int status = 200;
    std::string content_type;
    std::string body;
    std::vector<Header> headers;  ///< without content type and length

    const std::string* header(std::string_view name) const { return find_header(headers, name); }
};

}  // namespace syncline::server
