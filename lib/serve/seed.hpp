#pragma once

#include "serve/tables.hpp"

#include <string>

namespace syncline::server {

/// Inserts the items of an NDJSON file: one object a line, the table's name in `table`. An `id` is
/// made where it is missing. `createdAt`, `updatedAt` (also with finer fractions than the wire
/// shows, or null for an item that has none) and `deleted` are taken over, a `version` is not.
/// Lines are read one at a time; everything is one transaction. Throws StoreError if the file
/// cannot be read, DataError with file and line for what cannot be an item.
void insert_seed(Tables& tables,
                 const std::string& file,
                 const std::function<Timestamp()>& now,
                 const std::function<std::string()>& new_id);

}  // namespace syncline::server
