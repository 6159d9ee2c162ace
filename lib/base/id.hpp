#pragma once

#include <cstdint>
#include <string>

namespace syncline::base {

/// A UUIDv7 of this millisecond: time-ordered, so that new items are appended to the id index.
/// `random`: 74 bits are used. Within one millisecond and process later ids compare greater.
std::string make_uuid7(std::int64_t milliseconds);

/// A random UUIDv4.
std::string make_uuid4();

}  // namespace syncline::base
