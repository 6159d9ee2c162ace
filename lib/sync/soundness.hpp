#pragma once

#include "store/store.hpp"

#include <syncline/environment.hpp>
#include <syncline/upkeep.hpp>

#include <vector>

namespace syncline::sync {

/// Definitions of tables that cannot be read. With one of them nothing else of the store can be.
std::vector<Finding> find_unreadable_definitions(store::Database& database);

/// Whether what a store holds keeps the rules that every journey keeps: queue and items agree, the
/// tokens can be read, each value fits its column. Each kind is a rule in soundness_rules.hpp, or
/// one of the readers in soundness.cpp. `quick` leaves out reading every value.
std::vector<Finding> find_unsound(store::Store& store, bool quick);

/// Repairs what can be repaired so that no local change is lost. The caller holds the transaction
/// and the store's lock.
void repair(store::Store& store, const Environment& environment);

}  // namespace syncline::sync
