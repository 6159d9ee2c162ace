#pragma once

#include "store/store.hpp"

#include <syncline/value.hpp>

#include <cstdint>
#include <string>

namespace syncline::sync {

/// Queued operations on their way from one store to another: one JSON object each, with the item
/// and everything that is known of the change.

/// Writes an operation. It must be there.
std::string write_transfer(store::Store& store, std::int64_t sequence);

/// Takes one. Returns false if it is here already, the same. Throws DataError for another service,
/// another table shape, an item that has another operation, or an object that is none. The caller
/// holds the transaction.
bool read_transfer(store::Store& store, const Members& object);

}  // namespace syncline::sync
