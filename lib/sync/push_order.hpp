#pragma once

#include "store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace syncline::sync {

/// The operations in this state that a push of these tables (none: of all) is about, in sequence
/// order. Throws DataError for an unknown table.
std::vector<store::QueueEntry> entries_of(store::Store& store,
                                          OperationState state,
                                          const std::vector<std::string>& tables);

/// Which operation may leave next: in sequence order, and never one while an earlier one of another
/// table is unfinished, so that a child does not arrive before its parent. Operations of
/// independent tables neither wait nor make others wait.
class PushOrder {
  public:
    /// `entries` in sequence order.
    PushOrder(const std::vector<store::QueueEntry>& entries,
              std::unordered_set<std::int64_t> independent_tables);

    /// Whether `take` would give one.
    bool can_take() const;

    /// Takes the next operation that may leave now, or nothing.
    std::optional<store::QueueEntry> take();

    /// An operation that was taken is answered.
    void finished(std::int64_t table_id);

    bool empty() const { return ordered_.empty() && free_.empty(); }

  private:
    bool next_may_leave() const;

    std::deque<store::QueueEntry> ordered_;
    std::deque<store::QueueEntry> free_;  ///< of independent tables
    std::unordered_set<std::int64_t> independent_;
    std::int64_t table_ = 0;      ///< the table whose operations are out
    std::size_t unfinished_ = 0;  ///< how many of them
};

}  // namespace syncline::sync
