#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <vector>

namespace syncline::sync {

/// The protocol that was set, or that an earlier run found; nullptr if neither.
const remote::Protocol* known_protocol(store::Store& store);

/// Finds out which protocol the service speaks, from the form of its answers, and remembers it.
/// Does nothing where it is known. `tables`: those that the run is about; at least one. If no
/// answer tells, the run is halted.
void settle_protocol(store::Store& store, Run& run, const std::vector<store::Table>& tables);

}  // namespace syncline::sync
