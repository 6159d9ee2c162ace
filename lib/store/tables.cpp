#include "store/tables.hpp"

#include <syncline/value.hpp>

namespace syncline::store {

namespace {

constexpr const char* kColumns =
    "SELECT table_id, name, columns, remote_name, path, independent, complete_column, deletes, "
    "page_limit, largest_page, conflict FROM __tables";

std::string write_columns(const std::vector<Column>& columns) {
    Members members;
    for (const Column& column : columns) {
        members.push_back({column.name, Value::string(name_of(column.type))});
    }
    return write_members(members);
}

std::vector<Column> read_columns(std::string_view json) {
    std::vector<Column> columns;
    for (const Member& member : read_members(json)) {
        columns.push_back({member.name, type_of(member.value.text()).value_or(Type::string)});
    }
    return columns;
}

Deletes read_deletes(std::string_view text) {
    if (text == "soft") return Deletes::soft;
    return text == "hard" ? Deletes::hard : Deletes::unknown;
}

Table read_table(const Statement& row) {
    Table table;
    table.table_id = row.integer(0);
    table.definition.name = row.string(1);
    table.definition.columns = read_columns(row.text(2));
    table.definition.remote_name = row.string(3);
    table.definition.path = row.string(4);
    table.definition.independent = row.integer(5) != 0;
    table.definition.complete_column = row.string(6);
    table.deletes = read_deletes(row.text(7));
    if (!row.is_null(8)) table.page_limit = static_cast<std::uint32_t>(row.integer(8));
    table.largest_page = static_cast<std::uint32_t>(row.integer(9));
    table.definition.conflict = row.string(10);
    return table;
}

}  // namespace

std::vector<Table> Tables::all() {
    std::vector<Table> tables;
    auto rows = database_.prepare(std::string(kColumns) + " ORDER BY table_id");
    while (rows.step()) tables.push_back(read_table(rows));
    return tables;
}

std::optional<Table> Tables::find(std::string_view name) {
    auto row = database_.prepare(std::string(kColumns) + " WHERE name = ?");
    if (!row.bind(name).step()) return std::nullopt;
    return read_table(row);
}

void Tables::create_sql_table(const TableDefinition& definition) {
    std::string sql =
        "CREATE TABLE " + quote_name(definition.name) + " (id TEXT PRIMARY KEY NOT NULL";
    for (const Column& column : definition.columns) {
        sql += ", " + quote_name(column.name) + " " + data::sql_type(column.type);
    }
    // __op: the operation that waits for this item. __rest: what no column holds (see rows.hpp).
    sql += ", version TEXT, createdAt TEXT, updatedAt TEXT, __op INTEGER, __rest TEXT)";
    database_.execute(sql);
}

void Tables::create(const TableDefinition& definition) {
    create_sql_table(definition);
    const std::string columns = write_columns(definition.columns);
    database_
        .prepare(
            "INSERT INTO __tables (name, columns, remote_name, path, independent, complete_column,"
            " conflict) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind_all(definition.name,
                  columns,
                  definition.remote_name,
                  definition.path,
                  definition.independent,
                  definition.complete_column,
                  definition.conflict)
        .run();
}

void Tables::save(const Table& table) {
    const std::string columns = write_columns(table.definition.columns);
    database_
        .prepare(
            "UPDATE __tables SET columns = ?, remote_name = ?, path = ?, independent = ?,"
            " complete_column = ?, conflict = ? WHERE table_id = ?")
        .bind_all(columns,
                  table.definition.remote_name,
                  table.definition.path,
                  table.definition.independent,
                  table.definition.complete_column,
                  table.definition.conflict,
                  table.table_id)
        .run();
}

void Tables::save_learned(const Table& table) {
    std::optional<std::int64_t> page_limit;
    if (table.page_limit) page_limit = *table.page_limit;
    database_
        .prepare(
            "UPDATE __tables SET deletes = ?, page_limit = ?, largest_page = ? WHERE table_id = ?")
        .bind_all(
            name_of(table.deletes), page_limit, std::int64_t{table.largest_page}, table.table_id)
        .run();
}

}  // namespace syncline::store
