#pragma once

#include "store/store.hpp"

#include <syncline/sync.hpp>

namespace syncline::client {

/// What waits in the store and how far it was pulled; see Client::status. Reads only.
StoreStatus status(store::Store& store);

}  // namespace syncline::client
