#pragma once

#include "simulation/story.hpp"
#include "simulation/world.hpp"

#include <chrono>
#include <optional>

namespace syncline::simulation {

struct Outcome {
    std::optional<Violation> violation;
    Counts counts;
};

/// Plays a story; then the network and the service become good, everybody syncs until nothing is
/// left to do, and what was promised is judged.
Outcome play(const Story& story, const Trace& trace = {});

/// A story that ends in a violation of the same kind, with as few acts as could be found in this
/// time.
Story shrink(const Story& story, const Violation& violation, std::chrono::seconds limit);

}  // namespace syncline::simulation
