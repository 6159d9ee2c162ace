#pragma once

#include "support/fault_proxy.hpp"

#include <cstdint>

namespace syncline::tests {

/// From now on one request of `one_in` meets a fault: the connection ends or is reset, before the
/// server or after it has done the work; the answer is cut; a 503 comes in its place; it takes
/// longer. Which ones is drawn from `seed` and the order in which the requests come.
void make_weather(FaultProxy& proxy, std::uint32_t seed, unsigned one_in);

}  // namespace syncline::tests
