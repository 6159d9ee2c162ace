#pragma once

#include "replay/compare.hpp"

#include <string>
#include <vector>

namespace syncline::tests {

/// The differences of two JSON texts; `placeholders` are the pointers (`*`: any one step) to what
/// varies.
std::vector<std::string> json_differences(const std::string& recorded,
                                          const std::string& actual,
                                          const std::vector<std::string>& placeholders,
                                          Aliases& aliases);

/// Whether a text is base64 with its padding.
bool is_base64(const std::string& text);

/// Of a query: `+` is a space.
std::string percent_decoded(const std::string& text);

/// For messages: the beginning of a long text.
std::string shortened(const std::string& text);

}  // namespace syncline::tests
