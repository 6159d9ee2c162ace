#pragma once

#include "serve/item_text.hpp"
#include "serve/request.hpp"

#include <cstdint>

namespace syncline::server {

enum class Condition : std::uint8_t {
    met,
    not_modified,  ///< reading only
    failed,
    ambiguous,  ///< a write with several tags in If-Match, one of them the version
};

/// What If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since say of an item, in this
/// order, as the real v3 server takes them: a header that does not parse is not there, a weak tag
/// never matches, `*` matches every version but the empty one, and times are compared with more
/// than the seconds of Last-Modified.
Condition check_conditions(const Request& request, const Stamps& stamps, bool reading);

}  // namespace syncline::server
