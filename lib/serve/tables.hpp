#pragma once

#include "serve/item_text.hpp"
#include "serve/listing.hpp"
#include "store/database.hpp"

#include <syncline/environment.hpp>
#include <syncline/value.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// One served table.
struct Table {
    std::string name;  ///< in lower case
    std::string sql;   ///< its quoted name in the database
    bool soft = true;  ///< deleted items stay, marked
};

/// The item that a write is for, and the version that it must have, if one was named.
struct Place {
    const Table& table;
    std::string_view id;
    std::optional<std::string> expected_version;
};

struct StoredItem {
    std::string json;
    std::string version;
};

/// What became of a write.
struct Written {
    enum class Outcome : std::uint8_t {
        done,
        missing,    ///< no such item, or it is deleted
        stale,      ///< another version than expected; `item` is the stored one
        duplicate,  ///< the id exists, perhaps deleted
    };
    Outcome outcome = Outcome::done;
    StoredItem item;  ///< done: as it is now (hard delete: as it was)
};

/// An item to insert. Seeds bring stamps of their own.
struct NewItem {
    std::string id;
    Members own;
    std::optional<Stamps> stamps;
};

struct ListPage {
    std::string items;  ///< the items, comma separated
    std::int64_t size = 0;
    std::optional<std::int64_t> count;
};

/// The served tables in one SQLite database. Items are kept as the text that is answered, so their
/// values come back exactly; the columns beside it are what is searched by. Thread-safe: one
/// connection, one call at a time.
///
/// A write is stamped when it happens, inside the lock, so stamps and commits have one order;
/// `stamped` gives an earlier stamp instead. An item's `updatedAt` never goes back.
class Tables {
  public:
    /// An empty `file` keeps everything in memory. Throws StoreError if the file cannot be used or
    /// is another program's database.
    Tables(const std::string& file, std::function<Timestamp()> now);

    /// Makes a table. Throws UsageError if the name is none, or if it is there with the other kind
    /// of delete.
    void define(std::string_view name, bool soft);

    /// The table of this name, ASCII case ignored; made, with soft delete, if it is not there.
    Table open(std::string_view name);

    std::optional<StoredItem> find(const Table& table, std::string_view id);
    ListPage list(const Table& table, const Listing& listing);

    Written insert(const Table& table, const NewItem& item, std::optional<Timestamp> stamped);
    Written update(const Place& place, const Members& changes, std::optional<Timestamp> stamped);
    Written remove(const Place& place, std::optional<Timestamp> stamped);
    Written undelete(const Place& place, std::optional<Timestamp> stamped);

    /// Removes every item that matches the filter, and gives them as they are afterwards.
    std::vector<StoredItem> remove_matching(const Table& table,
                                            const Listing& listing,
                                            std::optional<Timestamp> stamped);

    /// Inserts what `next` gives until it gives nothing, in one transaction. `next` names the
    /// table, which is made if needed. Throws DataError for an id that exists.
    struct Seed {
        std::string table;
        NewItem item;
    };
    void insert_all(const std::function<std::optional<Seed>()>& next);

  private:
    struct Row {
        std::int64_t row = 0;
        Stamps stamps;
        std::string json;
    };

    void load_tables();
    std::optional<Row> find_row(const Table& table, std::string_view id);
    const Table& open_locked(std::string_view name);  ///< in a transaction
    const Table& make(const std::string& name, bool soft);
    Written insert_locked(const Table& table, const NewItem& item, Timestamp stamp);
    StoredItem remove_row(const Table& table, std::string_view id, Row& row, Timestamp stamp);
    Written change(const Place& place,
                   bool also_deleted,
                   const std::function<Written(Row& row)>& act);
    StoredItem store(
        const Table& table, std::string_view id, Row& row, const Members& own, Timestamp stamp);
    Timestamp stamp_or_now(std::optional<Timestamp> stamped) const;

    std::mutex mutex_;
    std::function<Timestamp()> now_;
    store::Database database_;
    std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace syncline::server
