#pragma once

#include "store/store.hpp"

#include <syncline/upkeep.hpp>

#include <vector>

namespace syncline::store {

/// What SQLite itself finds wrong with the file.
std::vector<Finding> find_damage(Database& database, bool quick);

/// Writes the indexes anew, which is what SQLite can repair. Does nothing if it cannot.
void rebuild_indexes(Database& database);

/// How the layout differs from what this program would make: tables, columns and indexes that are
/// missing, and others that are there.
std::vector<Finding> find_foreign_layout(Database& database, const std::vector<Table>& tables);

/// Makes the indexes that are missing. Those that cannot be made are left out.
void make_missing_indexes(Database& database);

/// Whether the tables that the store itself needs are there: without them nothing else can be
/// looked at.
bool has_system_tables(Database& database);

/// Whether others than the owner may read the file or its log.
std::vector<Finding> find_open_mode(const std::string& path);
void close_mode(const std::string& path);

}  // namespace syncline::store
