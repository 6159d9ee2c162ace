#pragma once

#include <cstddef>
#include <cstdlib>
#include <string>

namespace syncline::tests {

/// A number that the environment gives to a test, such as how long it is to run; else `otherwise`.
inline std::size_t number_from(const char* variable, std::size_t otherwise) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::stoul(text);
}

}  // namespace syncline::tests
