#pragma once

#include <cstdint>
#include <string>

namespace syncline::base {

/// A UUIDv7 of this millisecond: time-ordered, so that new items are appended to the id index.
/// Ids of one millisecond made by one thread compare in the order in which they were made.
std::string make_uuid7(std::int64_t milliseconds);

/// A random UUIDv4.
std::string make_uuid4();

/// Uniform in [0, 1).
double random_fraction();

}  // namespace syncline::base
