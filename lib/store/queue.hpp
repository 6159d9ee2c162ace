#pragma once

#include "store/database.hpp"

#include <syncline/sync.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncline::store {

/// A queued change of one item: what the service has not accepted yet. Items are JSON as written by
/// write_item. At most one operation per item.
struct Operation {
    std::int64_t sequence = 0;  ///< order of the queue; never used twice
    std::int64_t table_id = 0;
    std::string item;  ///< the item's id
    OperationKind kind = OperationKind::insert;
    OperationState state = OperationState::pending;
    std::int64_t generation = 1;           ///< raised by each further local edit
    std::optional<OperationKind> sent;     ///< what was sent and has no settled outcome
    bool held = false;                     ///< the user keeps it out of pushes
    bool own_id = false;                   ///< the id was made here: nobody else has it
    bool own_delete = false;               ///< a delete of ours may have removed the base
    std::optional<std::string> base;       ///< the server's item that the changes started from
    std::optional<std::string> newest;     ///< the newest server item seen since, if another
    std::optional<std::string> last_sent;  ///< the item as sent, once it was edited after that
    std::string first_queued;              ///< RFC 3339
    std::string last_changed;              ///< RFC 3339
    std::optional<std::string> last_attempt;
    std::int64_t attempts = 0;
    std::optional<std::int64_t> status;  ///< HTTP status of the last attempt
    std::optional<std::string> message;  ///< the server's words

    bool operator==(const Operation& other) const = default;
};

/// An operation as a push plans it: enough to order, small enough to keep a million of.
struct QueueEntry {
    std::int64_t sequence = 0;
    std::int64_t table_id = 0;
};

/// Which operations are meant; an empty part takes all.
struct QueueSelection {
    std::optional<std::string> sequences;  ///< a JSON array of numbers
    std::optional<std::int64_t> table_id;
    std::optional<std::string> items;  ///< a JSON array of ids
    std::optional<OperationState> state;
    std::optional<bool> held;
    std::optional<std::string> since;  ///< changed at or after this time, in the queue's own form
};

struct QueueCounts {
    std::uint64_t pending = 0;
    std::uint64_t failed = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t held = 0;
    std::uint64_t total() const { return pending + failed + conflicts; }
};

/// So many inserts are appended with one statement.
inline constexpr std::size_t kInsertsAtOnce = 32;

/// The operations, in the order in which they were queued.
class Queue {
  public:
    explicit Queue(Database& database) : database_(database) {}

    /// Adds an operation at the end; returns its sequence.
    std::int64_t append(const Operation& operation);

    /// An insert of an item that was made here, not yet sent.
    struct Insert {
        std::int64_t sequence = 0;
        std::string item;
        bool own_id = false;
    };
    /// Adds inserts, several with one statement: the same as `append` of each, at a third of the
    /// cost. Their sequences go up by one from the last that was given; `queued`: RFC 3339.
    void append_inserts(std::int64_t table_id,
                        const std::string& queued,
                        const std::vector<Insert>& inserts);

    std::optional<Operation> find(std::int64_t sequence);

    /// The queued delete of an item that is no longer in its table, or nothing.
    std::optional<Operation> find_delete(std::int64_t table_id, std::string_view item);

    /// Writes everything but the sequence.
    void save(const Operation& operation);

    /// Moves an operation to the end; returns its new sequence.
    std::int64_t requeue(const Operation& operation);

    void remove(std::int64_t sequence);

    /// Removes all operations of a table; returns how many.
    std::int64_t remove_all(std::int64_t table_id);

    /// Operations in this state that are not held, in sequence order.
    std::vector<QueueEntry> entries(OperationState state);

    /// The sequences of the operations that match, in order.
    std::vector<std::int64_t> select(const QueueSelection& selection);

    /// Item id -> sequence, for all operations of a table.
    std::unordered_map<std::string, std::int64_t> items(std::int64_t table_id);

    bool has_any(std::int64_t table_id);

    QueueCounts counts(std::optional<std::int64_t> table_id = {});

    /// The time at which the oldest pending operation was queued, or empty.
    std::string oldest_pending();

    /// The first `limit` operations that are failed or in conflict, in sequence order.
    std::vector<Operation> issues(std::size_t limit);

  private:
    Database& database_;
};

}  // namespace syncline::store
