#pragma once

#include "serve/listing.hpp"
#include "serve/shape.hpp"
#include "serve/url.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace syncline::server {

/// Whether deleted items are asked for: one parameter `__includedeleted` is `true`, both in any
/// case.
bool wants_deleted(const Target& target);

/// Reads the options of a list request as the real v3 server does. Throws Refusal, whose text may
/// be empty (an answer without a body).
Listing read_v3_listing(const Target& target, const Shape& shape, const Limits& limits);

/// The query of the page after one of `returned` items, if more match; nothing if `$top` is used
/// up.
std::optional<std::string> write_next_link(const Target& target, std::int64_t returned);

}  // namespace syncline::server
