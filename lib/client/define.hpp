#pragma once

#include "store/store.hpp"

#include <syncline/table.hpp>

namespace syncline::client {

/// The definition as the store keeps it: names checked, columns for system properties left out
/// (every table has them). Throws DataError.
TableDefinition checked_definition(TableDefinition definition);

/// What `existing` becomes by DefineOptions::alter.
TableDefinition altered(TableDefinition existing, const TableDefinition& changes);

/// Whether the store has this very table already.
bool is_defined(store::Store& store, const TableDefinition& checked);

/// Creates or changes a table; see Client::define_table. The caller holds the store's lock.
bool define_table(store::Store& store, const TableDefinition& definition);

}  // namespace syncline::client
