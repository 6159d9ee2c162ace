#include "store/rows.hpp"

#include "store/row_form.hpp"

#include <algorithm>

namespace syncline::store {

namespace {

/// id, declared columns, version, createdAt, updatedAt, `__rest`.
std::string column_list(const Table& table) {
    std::string list = "id";
    for (const Column& column : table.definition.columns) list += ", " + quote_name(column.name);
    return list + ", version, createdAt, updatedAt, __rest";
}

std::string placeholders(const Table& table) {
    std::string list = "?, ?, ?, ?, ?";
    for (std::size_t i = 0; i < table.definition.columns.size(); ++i) list += ", ?";
    return list;
}

std::string where(const Sql& condition) {
    return condition.text.empty() ? std::string() : " WHERE (" + condition.text + ")";
}

void bind_sql(Statement& statement, const Sql& sql) {
    for (const Stored& value : sql.bindings) statement.bind(value);
}

std::string upsert_sql(const Table& table) {
    std::string set;
    std::string differs;
    for (const Column& column : table.definition.columns) {
        const std::string name = quote_name(column.name);
        set.append(name).append(" = excluded.").append(name).append(", ");
        differs.append(" OR ").append(name).append(" IS NOT excluded.").append(name);
    }
    return "INSERT INTO " + quote_name(table.name()) + " (" + column_list(table) + ") VALUES (" +
           placeholders(table) + ") ON CONFLICT (id) DO UPDATE SET " + set +
           "version = excluded.version, createdAt = excluded.createdAt,"
           " updatedAt = excluded.updatedAt, __rest = excluded.__rest"
           " WHERE __op IS NULL AND (version IS NOT excluded.version"
           " OR updatedAt IS NOT excluded.updatedAt OR (excluded.version IS NULL AND"
           " (__rest IS NOT excluded.__rest" +
           differs + ")))";
}

/// The column after those of column_list.
int operation_column(const Table& table) {
    return static_cast<int>(table.definition.columns.size()) + 5;
}

}  // namespace

Item RowReader::item() const {
    return read_full(table_, row_);
}

std::optional<std::int64_t> RowReader::operation() const {
    const int column = operation_column(table_);
    if (row_.is_null(column)) return std::nullopt;
    return row_.integer(column);
}

bool RowReader::is_as_sent(const std::string& column) const {
    const std::string_view rest = row_.text(operation_column(table_) - 1);
    if (rest.empty()) return false;
    const Members parts = read_members(rest);
    const Value* const wire = find_member(parts, "wire");
    if (wire == nullptr) return false;
    const Members columns = read_members(wire->text());
    return find_member(columns, column) != nullptr;
}

const Rows::ItemSql& Rows::sql_of(const Table& table) {
    const std::vector<Column>& columns = table.definition.columns;
    if (sql_.table == table.name() && sql_.columns == columns) return sql_;
    const std::string name = quote_name(table.name());
    sql_.table = table.name();
    sql_.columns = columns;
    sql_.insert = "INSERT INTO " + name + " (" + column_list(table) + ", __op) VALUES (" +
                  placeholders(table) + ", ?) ON CONFLICT (id) DO NOTHING";
    sql_.upsert = upsert_sql(table);
    std::string set = "id = ?";
    for (const Column& column : columns) set += ", " + quote_name(column.name) + " = ?";
    sql_.update = "UPDATE " + name + " SET " + set +
                  ", version = ?, createdAt = ?, updatedAt = ?, __rest = ?, __op = ? WHERE id = ?";
    sql_.find = "SELECT " + column_list(table) + ", __op FROM " + name + " WHERE id = ?";
    sql_.remove = "DELETE FROM " + name + " WHERE id = ?";
    return sql_;
}

std::optional<Row> Rows::find(const Table& table, std::string_view id) {
    auto row = database_.prepare(sql_of(table).find);
    if (!row.bind(id).step()) return std::nullopt;
    Row found{read_full(table, row), std::nullopt};
    const int op = static_cast<int>(table.definition.columns.size()) + 5;
    if (!row.is_null(op)) found.operation = row.integer(op);
    return found;
}

std::optional<Item> Rows::find_view(const Table& table, std::string_view id) {
    auto row = database_.prepare("SELECT " + column_list(table) + " FROM " +
                                 quote_name(table.name()) + " WHERE id = ?");
    if (!row.bind(id).step()) return std::nullopt;
    return read_view(table, row);
}

bool Rows::insert(const Table& table, const Item& item, std::optional<std::int64_t> operation) {
    auto statement = database_.prepare(sql_of(table).insert);
    const RowForm form(table, item);
    form.bind(statement);
    statement.bind(operation);
    return statement.run() > 0;
}

void Rows::update(const Table& table,
                  const Item& item,
                  std::optional<std::int64_t> operation,
                  std::string_view old_id) {
    auto statement = database_.prepare(sql_of(table).update);
    const RowForm form(table, item);
    form.bind(statement);
    statement.bind(operation).bind(old_id).run();
}

bool Rows::upsert(const Table& table, const Item& item) {
    auto statement = database_.prepare(sql_of(table).upsert);
    const RowForm form(table, item);
    form.bind(statement);
    return statement.run() > 0;
}

bool Rows::remove(const Table& table, std::string_view id) {
    return database_.prepare(sql_of(table).remove).bind(id).run() > 0;
}

std::int64_t Rows::remove_where(const Table& table,
                                const Sql& condition,
                                bool even_with_operations) {
    std::string sql = "DELETE FROM " + quote_name(table.name()) + where(condition);
    if (!even_with_operations)
        sql += condition.text.empty() ? " WHERE __op IS NULL" : " AND __op IS NULL";
    auto statement = database_.prepare(sql);
    bind_sql(statement, condition);
    return statement.run();
}

void Rows::forget_versions(const Table& table) {
    database_.execute("UPDATE " + quote_name(table.name()) + " SET version = NULL");
}

void Rows::set_operation(const Table& table,
                         std::string_view id,
                         std::optional<std::int64_t> operation) {
    database_.prepare("UPDATE " + quote_name(table.name()) + " SET __op = ? WHERE id = ?")
        .bind(operation)
        .bind(id)
        .run();
}

std::uint64_t Rows::select(const Table& table,
                           const Selection& selection,
                           const std::function<bool(const Item&)>& sink) {
    std::string sql = "SELECT " + column_list(table) + " FROM " + quote_name(table.name()) +
                      where(selection.condition) + " ORDER BY " +
                      (selection.order.text.empty() ? "id" : selection.order.text);
    // SQLite takes -1 for "no limit".
    const std::int64_t top =
        selection.top
            ? static_cast<std::int64_t>(std::min<std::uint64_t>(*selection.top, INT64_MAX))
            : -1;
    const bool cut = selection.top || selection.skip > 0;
    if (cut) sql += " LIMIT ? OFFSET ?";
    auto rows = database_.prepare(sql);
    bind_sql(rows, selection.condition);
    bind_sql(rows, selection.order);
    if (cut) rows.bind(top).bind(static_cast<std::int64_t>(selection.skip));
    std::uint64_t given = 0;
    while (rows.step()) {
        ++given;
        if (!sink(read_view(table, rows))) break;
    }
    return given;
}

std::uint64_t Rows::count(const Table& table, const Sql& condition) {
    auto row =
        database_.prepare("SELECT count(*) FROM " + quote_name(table.name()) + where(condition));
    bind_sql(row, condition);
    row.step();
    return static_cast<std::uint64_t>(row.integer(0));
}

void Rows::read_all(const Table& table,
                    const std::function<bool(const std::string& id, const RowReader& row)>& act) {
    auto rows = database_.prepare("SELECT " + column_list(table) + ", __op FROM " +
                                  quote_name(table.name()) + " ORDER BY id");
    while (rows.step() && act(rows.string(0), RowReader(table, rows))) {
    }
}

void Rows::rebuild(const Table& from, const TableDefinition& to, Tables& tables) {
    Table target = from;
    target.definition = to;
    const std::string old_name = quote_name("__old_" + from.name());
    database_.execute("ALTER TABLE " + quote_name(from.name()) + " RENAME TO " + old_name);
    tables.create_sql_table(to);
    const int op = static_cast<int>(from.definition.columns.size()) + 5;
    {
        auto rows = database_.prepare("SELECT " + column_list(from) + ", __op FROM " + old_name);
        while (rows.step()) {
            std::optional<std::int64_t> operation;
            if (!rows.is_null(op)) operation = rows.integer(op);
            insert(target, read_full(from, rows), operation);
        }
    }
    database_.execute("DROP TABLE " + old_name);
    tables.save(target);
}

}  // namespace syncline::store
