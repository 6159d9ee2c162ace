#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <syncline/sync.hpp>

namespace syncline::sync {

/// Sends the queue as it is when the push begins. The caller holds the store's lock. What the
/// service or the network did is in the result; StoreError is thrown.
PushResult push(store::Store& store, Run& run, const PushOptions& options);

}  // namespace syncline::sync
