#pragma once

#include "support/http.hpp"

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::tests {

using Json = nlohmann::json;

/// An answer to a request; an absent body is an empty one. Names of headers are in lower case.
struct Reply {
    int status = 0;
    Headers headers;
    std::optional<std::string> body;
};

/// One recorded request and what the real v3 server answered. Texts of the request may hold
/// templates (see template.hpp).
struct Exchange {
    std::string scenario;
    int step = 0;  ///< within its scenario, from 1
    std::string name;
    std::string method;
    std::string path;
    Headers headers;
    std::optional<std::string> body;  ///< its bytes, which need not be UTF-8
    Reply answer;
    std::vector<std::string> placeholders;  ///< what varies: JSON pointers with `*`, `header:NAME`
    std::chrono::milliseconds wait{0};      ///< before it is sent
};

/// The exchanges of a file, one JSON object a line. Throws std::runtime_error.
std::vector<Exchange> read_exchanges(const std::filesystem::path& file);

/// The names of the scenarios in their order, and the exchanges of one.
std::vector<std::string> scenarios_of(const std::vector<Exchange>& exchanges);
std::vector<Exchange> exchanges_of(const std::vector<Exchange>& exchanges,
                                   std::string_view scenario);

}  // namespace syncline::tests
