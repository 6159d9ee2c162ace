#include "serve/items.hpp"

namespace syncline::server {

namespace {

using store::Sql;
using store::Statement;

/// In the order of kItemColumns.
StoredItem read_row(const Statement& row) {
    return {row.string(0),
            row.string(1),
            {row.integer(2), row.string(3), row.string(4), row.string(5), row.integer(6) != 0}};
}

std::optional<std::string_view> text_or_null(const std::string& text) {
    return text.empty() ? std::optional<std::string_view>() : std::string_view(text);
}

Statement& bind_sql(Statement& statement, const Sql& sql) {
    for (const data::Stored& value : sql.bindings) statement.bind(value);
    return statement;
}

}  // namespace

Limits limits_for(const Definition& definition, const Limits& otherwise) {
    return {definition.page_size.value_or(otherwise.page_size),
            definition.max_top.value_or(otherwise.max_top)};
}

void Items::make_table(const Table& table) {
    const std::string& name = table.definition.name;
    // `instant` is `updated_at` in the form that compares. The index by id holds all that a drain
    // by id looks at.
    database_.execute("CREATE TABLE " + table.sql +
                      " (row INTEGER PRIMARY KEY, id TEXT NOT NULL, counter INTEGER NOT NULL, "
                      "version TEXT NOT NULL, created_at TEXT, updated_at TEXT, instant TEXT AS "
                      "(odata_instant(updated_at)) STORED, deleted INTEGER NOT NULL, json TEXT NOT "
                      "NULL); CREATE INDEX " +
                      store::quote_name("by_id_" + name) + " ON " + table.sql +
                      " (id, instant, updated_at, deleted); CREATE INDEX " +
                      store::quote_name("by_time_" + name) + " ON " + table.sql +
                      " (instant, id, deleted)");
}

std::optional<StoredItem> Items::find(const Table& table, std::string_view id) {
    auto statement = database_.prepare(std::string("SELECT ") + kItemColumns + " FROM " +
                                       table.sql + " WHERE id = ?");
    if (!statement.bind(id).step()) return std::nullopt;
    return read_row(statement);
}

void Items::insert(const Table& table, const StoredItem& item) {
    const Stamps& stamps = item.stamps;
    database_
        .prepare("INSERT INTO " + table.sql + " (" + kItemColumns +
                 ") VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind_all(item.id,
                  item.own,
                  stamps.counter,
                  stamps.version,
                  text_or_null(stamps.created_at),
                  text_or_null(stamps.updated_at),
                  stamps.deleted)
        .run();
}

void Items::update(const Table& table, const StoredItem& item) {
    const Stamps& stamps = item.stamps;
    database_
        .prepare(
            "UPDATE " + table.sql +
            " SET json = ?, counter = ?, version = ?, updated_at = ?, deleted = ? WHERE id = ?")
        .bind_all(item.own,
                  stamps.counter,
                  stamps.version,
                  text_or_null(stamps.updated_at),
                  stamps.deleted,
                  item.id)
        .run();
}

void Items::erase(const Table& table, std::string_view id) {
    database_.prepare("DELETE FROM " + table.sql + " WHERE id = ?").bind(id).run();
}

ListPage Items::list(const Table& table, const Listing& listing, const AppendItem& append) {
    const bool soft = table.definition.soft;
    ListPage page;
    const Sql sql = write_page_sql(listing, table.sql, soft);
    auto statement = database_.prepare(sql.text);
    bind_sql(statement, sql);
    while (statement.step()) {
        if (page.size == listing.top) {
            page.more = true;
            break;
        }
        if (page.size++ > 0) page.items += ',';
        append(page.items, read_row(statement));
    }
    if (listing.count) {
        const Sql count = write_count_sql(listing, table.sql, soft);
        auto counting = database_.prepare(count.text);
        bind_sql(counting, count).step();
        page.count = counting.integer(0);
    }
    return page;
}

std::vector<std::string> Items::find_ids(const Table& table, const Listing& listing) {
    std::vector<std::string> ids;
    const Sql sql = write_ids_sql(listing, table.sql);
    auto statement = database_.prepare(sql.text);
    bind_sql(statement, sql);
    while (statement.step()) ids.push_back(statement.string(0));
    return ids;
}

bool Items::has_value(const Table& table,
                      std::string_view member,
                      const std::string& json,
                      std::string_view other_than_id) {
    auto statement =
        database_.prepare("SELECT 1 FROM " + table.sql + " WHERE json_extract(json, '$." +
                          std::string(member) + "') = json_extract(?, '$') AND id <> ? LIMIT 1");
    return statement.bind_all(json, other_than_id).step();
}

}  // namespace syncline::server
