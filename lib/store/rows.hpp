#pragma once

#include "store/database.hpp"
#include "store/select.hpp"
#include "store/tables.hpp"

#include <syncline/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::store {

/// One row of a user's table: the item with all that is known of it.
struct Row {
    Item item;                              ///< undeclared members included
    std::optional<std::int64_t> operation;  ///< sequence of its queued operation
};

/// A row that is being read.
class RowReader {
  public:
    RowReader(const Table& table, const Statement& row) : table_(table), row_(row) {}

    /// The item with all that is known of it. Throws DataError if it cannot be read.
    Item item() const;
    std::optional<std::int64_t> operation() const;
    /// Whether the service's own text of a column is kept, since the column alone cannot say it.
    bool is_as_sent(const std::string& column) const;

  private:
    const Table& table_;
    const Statement& row_;
};

/// What of a table a question wants.
struct Selection {
    Sql condition;  ///< empty text means all
    Sql order;      ///< empty text means by id
    std::optional<std::uint64_t> top;
    std::uint64_t skip = 0;
};

/// The items of the user's tables.
///
/// Each declared column holds its value in SQLite's own form. `__rest` is NULL or a JSON object
/// with what no column can hold: `members` (members that are not declared), `wire` (the JSON text
/// of a declared member whose usual form would read differently, such as 1.10), and `null` or
/// `absent`: in an item that the server has stamped, a NULL column means null unless it is named in
/// `absent`; in one that was made here and never sent, it means absent unless it is named in
/// `null`.
class Rows {
  public:
    explicit Rows(Database& database) : database_(database) {}

    std::optional<Row> find(const Table& table, std::string_view id);

    /// The item as users see it (see `select`), or nothing.
    std::optional<Item> find_view(const Table& table, std::string_view id);

    /// Adds an item. Returns false, and changes nothing, if its id is there already.
    bool insert(const Table& table, const Item& item, std::optional<std::int64_t> operation);

    /// Writes all of an item that is there; `old_id` if its id changes.
    void update(const Table& table,
                const Item& item,
                std::optional<std::int64_t> operation,
                std::string_view old_id);

    /// Writes the server's copy of an item that has no operation. Nothing is written if version and
    /// `updatedAt` are those stored, or, without a version, if all values are. Returns whether
    /// anything was.
    bool upsert(const Table& table, const Item& item);

    /// Removes an item; returns whether it was there.
    bool remove(const Table& table, std::string_view id);

    /// Removes all items that match and have no operation; all items with `even_with_operations`.
    std::int64_t remove_where(const Table& table, const Sql& condition, bool even_with_operations);

    /// Forgets the version of every item: whatever a pull brings is written.
    void forget_versions(const Table& table);

    /// Puts an item under an operation, or frees it.
    void set_operation(const Table& table,
                       std::string_view id,
                       std::optional<std::int64_t> operation);

    /// Streams the items as users see them: every declared column is there (null if unset), members
    /// that are not declared are not. Stops when `sink` returns false. Returns how many were given.
    std::uint64_t select(const Table& table,
                         const Selection& selection,
                         const std::function<bool(const Item&)>& sink);

    std::uint64_t count(const Table& table, const Sql& condition);

    /// Calls `act` for each row, by id, until it returns false.
    void read_all(const Table& table,
                  const std::function<bool(const std::string& id, const RowReader& row)>& act);

    /// Rebuilds a table with other columns: values move between the columns and `__rest`.
    void rebuild(const Table& from, const TableDefinition& to, Tables& tables);

  private:
    /// The statements for one item of a table: their text takes longer to write than to find.
    struct ItemSql {
        std::string table;
        std::vector<Column> columns;
        std::string insert;
        std::string upsert;
        std::string update;
        std::string find;
        std::string remove;
    };
    const ItemSql& sql_of(const Table& table);

    Database& database_;
    ItemSql sql_;  ///< of the table that was used last
};

}  // namespace syncline::store
