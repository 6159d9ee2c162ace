#pragma once

#include <cstdint>
#include <functional>

namespace syncline::simulation {

/// Every commit to a database that `open` opens is counted from now on, for as long as it is open.
void count_commits(std::uint64_t& count, const std::function<void()>& open);

}  // namespace syncline::simulation
