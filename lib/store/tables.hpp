#pragma once

#include "store/database.hpp"

#include <syncline/table.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::store {

/// A table of the store with what was learned about it.
struct Table {
    std::int64_t table_id = 0;
    TableDefinition definition;
    Deletes deletes = Deletes::unknown;
    std::optional<std::uint32_t> page_limit;  ///< the largest page size that the service accepts
    std::uint32_t largest_page = 0;           ///< most items that one answer ever held

    const std::string& name() const { return definition.name; }
};

/// The definitions of the user's tables.
class Tables {
  public:
    explicit Tables(Database& database) : database_(database) {}

    /// All tables, in the order of their definition.
    std::vector<Table> all();

    /// The table of this name (ASCII case ignored), or nothing.
    std::optional<Table> find(std::string_view name);

    /// Records a new table and makes its SQL table.
    void create(const TableDefinition& definition);

    /// Makes only the SQL table.
    void create_sql_table(const TableDefinition& definition);

    /// Writes a changed definition; the SQL table is left alone.
    void save(const Table& table);

    /// Remembers what an answer taught: soft or hard delete, page limit, largest page.
    void save_learned(const Table& table);

  private:
    Database& database_;
};

}  // namespace syncline::store
