#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

struct Parameter {
    std::string name;
    std::string value;
};

/// A request target, taken apart. The parts are decoded, and `+` in the query is a blank: an id may
/// hold `/`, and a time zone's `+` has to come as `%2B`.
struct Target {
    std::string path;  ///< not decoded
    std::vector<std::string> segments;
    std::vector<Parameter> parameters;

    /// The value of the first parameter of exactly this name, or nullptr.
    const std::string* parameter(std::string_view name) const;
};

/// Empty segments are left out, so a slash at the end makes no difference.
Target read_target(std::string_view target);

/// A query. `kept` are the characters that stay besides RFC 3986's unreserved ones: as Node has
/// them unless others are given.
std::string write_query(const std::vector<Parameter>& parameters, std::string_view kept = "'()!*");

}  // namespace syncline::server
