#pragma once

#include "store/store.hpp"
#include "sync/write_back.hpp"

#include <syncline/environment.hpp>
#include <syncline/queue.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace syncline::sync {

/// What users do to the queue. The caller holds the transaction, unless said otherwise.

/// The sequences that a filter names, in order. Throws UsageError for a time that is none,
/// DataError for an unknown table.
std::vector<std::int64_t> selected(store::Store& store, const QueueFilter& filter);

/// An operation and its item as users see them; nothing if it is gone. Needs no transaction.
std::optional<OperationDetail> detail_of(store::Store& store,
                                         std::int64_t sequence,
                                         bool with_items);

/// Returns whether anything changed.
bool set_held(store::Store& store, std::int64_t sequence, bool held);
bool retry(store::Store& store, std::int64_t sequence);

/// Gives an operation up.
void give_up(store::Store& store, std::int64_t sequence, GiveUp how);

/// Changes the values that an operation will send.
void edit(store::Store& store,
          std::int64_t sequence,
          const Members& changes,
          const Environment& environment);

/// Decides a recorded conflict; see Client::resolve.
bool resolve_by_hand(store::Store& store,
                     const store::Table& table,
                     const std::string& id,
                     const Resolution& resolution);

}  // namespace syncline::sync
