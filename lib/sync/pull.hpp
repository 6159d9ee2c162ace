#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <syncline/sync.hpp>

#include <string>
#include <vector>

namespace syncline::sync {

/// One query of one table that a pull brings up to date.
struct PullTarget {
    store::Table table;
    std::string query_id;  ///< empty: a full pull, no token
    std::string filter;    ///< OData v4
};

/// What `options` ask for. `by_stored`: every stored query of the tables (`default` for a table
/// that has none); otherwise the named table with the given query. Throws DataError, UsageError.
std::vector<PullTarget> pull_targets(store::Store& store,
                                     const PullOptions& options,
                                     bool by_stored);

/// Fetches what changed. The caller holds the store's lock, and has pushed. What the service or the
/// network did is in the result; StoreError is thrown.
PullResult pull(store::Store& store,
                Run& run,
                const std::vector<PullTarget>& targets,
                const PullOptions& options);

}  // namespace syncline::sync
