#pragma once

#include <syncline/export.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace syncline {

/// What this library is and is made of.
struct Versions {
    std::string syncline;
    std::string sqlite;
    std::string curl;  ///< empty where the network library is not installed
    std::string simdjson;
    std::int64_t store_layout = 0;       ///< of stores that it makes; it reads older ones
    std::vector<std::string> protocols;  ///< "v2", "v3"
};

/// Loads the network library to ask it.
SYNCLINE_EXPORT Versions versions();

}  // namespace syncline
