#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <syncline/service.hpp>

#include <string>

namespace syncline::sync {

/// Takes a queued deletion back that the service knows nothing of. False if there is none: then the
/// service has to be asked. Throws DataError for an item that is here. The caller holds the
/// transaction.
bool undelete_here(store::Store& store, const store::Table& table, const std::string& id);

/// Undeletes an item on the service, unless it is not deleted there after a deletion of ours whose
/// outcome is unknown, and stores it. Throws NotFoundError if it is not there, DataError if nobody
/// deleted it, NetworkError, ServiceError. The caller holds the store's lock.
Undeleted undelete_there(store::Store& store,
                         Run& run,
                         const store::Table& table,
                         const std::string& id);

}  // namespace syncline::sync
