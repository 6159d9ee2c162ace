#pragma once

#include "replay/exchange.hpp"

#include <map>
#include <optional>
#include <string>

namespace syncline::tests {

/// What was answered so far, by step.
using Replies = std::map<int, Reply>;

/// `text` with its templates filled in: `{{step3.version}}` (a member of an earlier answer),
/// `{{step3./items/4/updatedAt}}` (a JSON pointer into it), `{{step3.header.etag}}`,
/// `{{step3.updatedAt+1ms}}` (a time moved). Nothing if an answer lacks what is asked for.
std::optional<std::string> filled(const std::string& text, const Replies& replies);

}  // namespace syncline::tests
