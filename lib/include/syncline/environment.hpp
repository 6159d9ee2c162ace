#pragma once

#include <syncline/export.hpp>
#include <syncline/transport.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace syncline {

/// Wall-clock time: milliseconds since 1970-01-01T00:00:00Z.
using Timestamp = std::chrono::milliseconds;

struct RemoteOptions;

/// The outside world. Everything that is not a pure function of the store and the answers comes
/// through here, so with these set a run is deterministic.
struct SYNCLINE_EXPORT Environment {
    std::function<Timestamp()> now;          ///< wall clock
    std::function<Ticks()> ticks;            ///< steady clock
    std::function<void(Ticks)> sleep_until;  ///< sleeps until this moment of the steady clock
    std::function<std::string()> new_id;     ///< a fresh id for an item
    std::function<double()> random;          ///< uniform in [0, 1), for back-off jitter
    /// The network; called once a run, at its first request.
    std::function<std::unique_ptr<Transport>(const RemoteOptions&)> transport;

    /// The real world; `transport` loads libcurl when it is first called.
    static Environment real();
};

}  // namespace syncline
