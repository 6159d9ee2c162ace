#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <string>

namespace syncline::store {

/// Marks a SQLite file as a syncline store ("SYNL").
inline constexpr int kApplicationId = 0x53594E4C;

/// Sets the pragmas of a connection: WAL, synchronous FULL, a cache of 16 MB.
void configure(Database& database);

/// Lays out an empty database as a store. `installation_id` is what the service sees of this store.
void create_schema(Database& database, const std::string& installation_id);

/// Checks that the database is a store, and brings an older layout up to date in numbered steps,
/// each one transaction. Returns how many steps it took. Throws StoreError (`bad_store`) for
/// another file or a newer layout.
int check_schema(Database& database, const std::string& path, bool may_migrate);

/// The number of the layout that `create_schema` makes.
std::int64_t newest_layout();

}  // namespace syncline::store
