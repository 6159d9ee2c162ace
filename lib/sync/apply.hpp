#pragma once

#include "store/store.hpp"
#include "sync/misfits.hpp"

#include <syncline/sync.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace syncline::sync {

/// Stores what a pull gathered of one table, sorted by id so that neighbouring rows share their
/// pages. Of an item that came twice the later copy counts. Items without an operation become the
/// server's; an item with one keeps its values and its base, and the server's copy is kept beside
/// them (see write_back.hpp for what follows). Counts go into `result`, values that
/// contradict the types of their columns into `misfits`, what was applied or removed into `changes`
/// where somebody wants to know. `meanwhile` is called now and then, so that the network need not
/// wait for the disk. The caller holds the transaction.
void apply_items(store::Store& store,
                 const store::Table& table,
                 std::vector<Item> items,
                 PulledQuery& result,
                 Misfits& misfits,
                 std::vector<ItemChange>* changes,
                 const std::function<void()>& meanwhile);

}  // namespace syncline::sync
