#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <vector>

namespace syncline::sync {

/// The store remembers whose answers its tokens and versions come from.

/// Before a run's first request of its own. Another service than the remembered one is carried on
/// with or begun anew as the run's `--rebase` says; otherwise the run is halted, once that service
/// has answered. Then the protocol is settled. `tables`: those that the run is about.
void meet_service(store::Store& store, Run& run, const std::vector<store::Table>& tables);

/// After a run in which the service answered.
void remember_service(store::Store& store, const Run& run);

}  // namespace syncline::sync
