#pragma once

#include "store/store.hpp"

#include <syncline/sync.hpp>

namespace syncline::sync {

/// Drops items here, not on the service; see Client::purge. The caller holds the store's lock.
PurgeResult purge(store::Store& store, const store::Table& table, const PurgeOptions& options);

}  // namespace syncline::sync
