#pragma once

#include "simulation/ledger.hpp"
#include "simulation/scheduler.hpp"
#include "simulation/service.hpp"
#include "simulation/story.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace syncline::simulation {

/// What was done in a simulation.
struct Counts {
    std::uint64_t acts = 0;
    std::uint64_t edits = 0;
    std::uint64_t deaths = 0;
    std::uint64_t conflicts = 0;  ///< decided, by policy or by hand
    std::uint64_t requests = 0;
    std::uint64_t faults = 0;  ///< that requests met

    void add(const Counts& other);
};

/// Takes a line of the trace.
using Trace = std::function<void(const std::string&)>;

/// What all of a simulation share.
struct World {
    World(const ServiceKind& kind, Trace sink);

    Scheduler scheduler;
    Service service;
    Ledger ledger;
    Counts counts;
    Trace trace;  ///< may be empty
    std::optional<Violation> violation;

    /// Ends the simulation; the first violation counts.
    void fail(Violation found);
    /// The same where there is one.
    void judge(std::optional<Violation> found) {
        if (found) fail(std::move(*found));
    }
    void say(const std::string& line) const;
};

}  // namespace syncline::simulation
