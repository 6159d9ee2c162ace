#pragma once

#include "remote/protocol.hpp"
#include "store/store.hpp"

#include <syncline/client.hpp>
#include <syncline/environment.hpp>
#include <syncline/value.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sync {

/// Local changes: each is one item and its operation. The caller holds the transaction, so that one
/// change or a batch of them is all or nothing, and calls `finish` after inserts, before it is
/// committed.
class LocalChanges {
  public:
    /// `table` must not be redefined while this lives.
    LocalChanges(store::Store& store, const store::Table& table, const Environment& environment);

    /// Inserts an item; see Client::insert.
    std::string insert(const Members& members, OnExisting on_existing);

    /// Changes members of an item; see Client::update.
    void update(const std::string& id,
                const Members& changes,
                const std::optional<std::string>& if_version);

    /// Removes an item; see Client::remove.
    bool remove(const std::string& id,
                bool if_present,
                const std::optional<std::string>& if_version);

    /// Writes what was gathered.
    void finish();

  private:
    std::string insert_new(Item item, bool own_id);
    void queue_change(const store::Row& before, const Item& after);
    std::int64_t queue_insert(const std::string& id, bool own_id);
    std::int64_t append(const store::Operation& operation);
    std::int64_t requeue(const store::Operation& operation);
    store::Operation fresh(const std::string& id, OperationKind kind) const;
    store::Row find(const std::string& id, const std::optional<std::string>& if_version);

    store::Store& store_;
    const store::Table& table_;
    const Environment& environment_;
    std::string now_;
    const remote::Protocol* protocol_;  ///< of the service, if it is known
    bool may_meet_delete_;  ///< the table has queued deletes: an insert may be one's successor
    std::int64_t last_sequence_ = 0;              ///< that the queue gave; 0: none yet
    std::vector<store::Queue::Insert> gathered_;  ///< items are there, their operations not yet
};

/// Reads a user's members for a table: `id` apart, unknown columns and wrong types refused
/// (DataError), system properties ignored. `id` is empty if none was given.
Item checked_item(const TableDefinition& table, const Members& members);

}  // namespace syncline::sync
