#pragma once

#include <syncline/export.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline {

/// A duration: `10` (seconds), `300ms`, `1h30m`, `2.5s`, `6h`, `7d`. Nothing if it is not one.
SYNCLINE_EXPORT std::optional<std::chrono::milliseconds> read_duration(std::string_view text);

/// The candidate nearest to `word` by edit distance, or empty if none is near enough to be meant.
SYNCLINE_EXPORT std::string nearest(std::string_view word,
                                    const std::vector<std::string>& candidates);

}  // namespace syncline
