#pragma once

#include "serve/items.hpp"

#include <syncline/environment.hpp>
#include <syncline/value.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::server {

/// The served tables in one SQLite database. Thread-safe: one connection, one call at a time.
/// A table is never taken away, so references to one stay valid.
class Tables {
  public:
    /// An empty `file` keeps everything in memory. Throws StoreError if the file cannot be used, is
    /// another program's database or was written by another version.
    Tables(const std::string& file, std::function<Timestamp()> now);

    /// Makes a table, or takes over what a changed definition says of one that is there. One with
    /// no more than a name and the kind of delete keeps what was known before. Throws UsageError
    /// where the items that are there forbid it: another kind of delete, other members.
    void define(Definition definition);

    /// Throws UsageError if a member refers to a table that is not there.
    void check_references();

    /// The table of this name, ASCII case ignored; made, with soft delete, if it is not there.
    const Table& open(std::string_view name);

    /// The same, or nullptr if it is not there.
    const Table* find(std::string_view name);

    std::optional<StoredItem> find_item(const Table& table, std::string_view id);
    ListPage list(const Table& table, const Listing& listing, const AppendItem& append);

    /// An item with stamps of its own.
    struct Seed {
        std::string table;
        std::string id;
        Members own;
        Stamps stamps;
    };

    /// Inserts what `next` gives until it gives nothing, in one transaction. `next` names the
    /// table, which is made if needed. Throws DataError for an id that exists and for what the
    /// table's members do not take.
    void insert_all(const std::function<std::optional<Seed>()>& next);

  private:
    friend class Writing;

    void load();
    const Table& open_locked(std::string_view name);  ///< in a transaction
    const Table& make(Definition definition);
    void save(const Definition& definition);

    std::mutex mutex_;
    std::function<Timestamp()> now_;
    store::Database database_;
    Items items_;
    std::map<std::string, Table, std::less<>> tables_;
};

/// One write, alone on the tables for as long as it lives, and undone unless committed. Both
/// protocols look, judge and write with it.
///
/// A write is stamped when it happens, so stamps and commits have one order; `stamped` gives an
/// earlier stamp instead. An item's `updatedAt` never goes back.
class Writing {
  public:
    Writing(Tables& tables, std::optional<Timestamp> stamped)
        : tables_(tables),
          lock_(tables.mutex_),
          transaction_(tables.database_),
          stamped_(stamped) {}

    std::optional<StoredItem> find(const Table& table, std::string_view id) {
        return tables_.items_.find(table, id);
    }
    std::vector<std::string> find_ids(const Table& table, const Listing& listing) {
        return tables_.items_.find_ids(table, listing);
    }

    /// Gives the item the stamps of a new write. Without a version it is that of v2.
    void stamp(StoredItem& item, std::string version = {});

    /// Throw Refusal (500) for what breaks a constraint of the table.
    void insert(const Table& table, const StoredItem& item);
    void update(const Table& table, const StoredItem& item);

    /// Takes the item out of the table. Throws Refusal (500) if others refer to it.
    void erase(const Table& table, const StoredItem& item);

    void commit() { transaction_.commit(); }

  private:
    void check_constraints(const Table& table, const StoredItem& item);

    Tables& tables_;
    std::lock_guard<std::mutex> lock_;
    store::Transaction transaction_;
    std::optional<Timestamp> stamped_;
};

}  // namespace syncline::server
