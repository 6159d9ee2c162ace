#include "serve/tables.hpp"

#include "base/text.hpp"
#include "store/functions.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::server {

namespace {

using store::Sql;
using store::Statement;
using store::Transaction;

constexpr std::int64_t kApplicationId = 0x736C7376;  // "slsv"

/// Makes an empty database ours, and refuses another program's: `--db` may name a store by mistake.
void claim(store::Database& database, const std::string& file) {
    const std::int64_t owner = database.integer("PRAGMA application_id");
    if (owner == kApplicationId) return;
    if (owner != 0 || database.integer("SELECT count(*) FROM sqlite_schema") != 0) {
        throw StoreError(Status::bad_store,
                         '"' + file + "\" is not a database of syncline serve",
                         "name another file; a new one is made");
    }
    database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
}

StoredItem stored_item(const std::string& json, const Stamps& stamps) {
    return {json, version_of(stamps.counter)};
}

Statement& bind_sql(Statement& statement, const Sql& sql) {
    for (const data::Stored& value : sql.bindings) statement.bind(value);
    return statement;
}

void merge(Members& own, const Members& changes) {
    for (const Member& change : changes) {
        const auto found = std::find_if(own.begin(), own.end(), [&change](const Member& one) {
            return one.name == change.name;
        });
        if (found == own.end()) {
            own.push_back(change);
        } else {
            found->value = change.value;
        }
    }
}

}  // namespace

Tables::Tables(const std::string& file, std::function<Timestamp()> now)
    : now_(std::move(now)),
      database_(file.empty() ? ":memory:" : file,
                store::OpenMode::create,
                std::chrono::milliseconds(2000)) {
    claim(database_, file);
    store::register_functions(database_);
    database_.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;"
        "CREATE TABLE IF NOT EXISTS served (name TEXT PRIMARY KEY, soft INTEGER NOT NULL)");
    load_tables();
}

void Tables::load_tables() {
    tables_.clear();
    auto served = database_.prepare("SELECT name, soft FROM served");
    while (served.step()) {
        const std::string name = served.string(0);
        tables_[name] = {name, store::quote_name("items_" + name), served.integer(1) != 0};
    }
}

const Table& Tables::make(const std::string& name, bool soft) {
    const std::string sql = store::quote_name("items_" + name);
    // `instant` is `updated_at` in the form that compares. The index by id holds all that a drain
    // by id looks at; ids are unique because every insert looks first, under one lock.
    database_.execute("CREATE TABLE " + sql +
                      " (row INTEGER PRIMARY KEY, id TEXT NOT NULL, counter INTEGER NOT NULL, "
                      "version TEXT NOT NULL, created_at TEXT, updated_at TEXT, instant TEXT AS "
                      "(odata_instant(updated_at)) STORED, deleted INTEGER NOT NULL, json TEXT NOT "
                      "NULL); CREATE INDEX " +
                      store::quote_name("by_id_" + name) + " ON " + sql +
                      " (id, instant, updated_at, deleted); CREATE INDEX " +
                      store::quote_name("by_time_" + name) + " ON " + sql +
                      " (instant, id, deleted)");
    database_.prepare("INSERT INTO served VALUES (?, ?)").bind_all(name, soft).run();
    return tables_[name] = {name, sql, soft};
}

void Tables::define(std::string_view name, bool soft) {
    if (!is_identifier(name)) {
        throw UsageError("\"" + base::one_line(name, 60) + "\" cannot be the name of a table",
                         "a letter or _, then letters, digits and _");
    }
    const std::lock_guard lock(mutex_);
    const std::string key = base::lower(name);
    const auto found = tables_.find(key);
    if (found == tables_.end()) {
        Transaction transaction(database_);
        make(key, soft);
        transaction.commit();
    } else if (found->second.soft != soft) {
        throw UsageError("the table " + key + " is there with " +
                             (soft ? std::string("hard") : std::string("soft")) + " delete",
                         "leave it as it is, or start with another database");
    }
}

const Table& Tables::open_locked(std::string_view name) {
    const std::string key = base::lower(name);
    const auto found = tables_.find(key);
    return found != tables_.end() ? found->second : make(key, true);
}

Table Tables::open(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = tables_.find(base::lower(name));
    if (found != tables_.end()) return found->second;
    Transaction transaction(database_);
    Table made = open_locked(name);
    transaction.commit();
    return made;
}

Timestamp Tables::stamp_or_now(std::optional<Timestamp> stamped) const {
    return stamped ? *stamped : now_();
}

std::optional<Tables::Row> Tables::find_row(const Table& table, std::string_view id) {
    auto statement =
        database_.prepare("SELECT row, counter, created_at, updated_at, deleted, json FROM " +
                          table.sql + " WHERE id = ?");
    if (!statement.bind(id).step()) return std::nullopt;
    return Row{
        statement.integer(0),
        {statement.integer(1), statement.string(2), statement.string(3), statement.integer(4) != 0},
        statement.string(5)};
}

/// Writes a changed row under its next version and a new stamp.
StoredItem Tables::store(
    const Table& table, std::string_view id, Row& row, const Members& own, Timestamp stamp) {
    ++row.stamps.counter;
    row.stamps.updated_at = std::max(row.stamps.updated_at, stamp_text(stamp));
    const std::string json = write_stored(own, id, row.stamps, table.soft);
    StoredItem item = stored_item(json, row.stamps);
    database_
        .prepare(
            "UPDATE " + table.sql +
            " SET counter = ?, version = ?, updated_at = ?, deleted = ?, json = ? WHERE row = ?")
        .bind_all(row.stamps.counter,
                  item.version,
                  row.stamps.updated_at,
                  row.stamps.deleted,
                  json,
                  row.row)
        .run();
    return item;
}

std::optional<StoredItem> Tables::find(const Table& table, std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto row = find_row(table, id);
    if (!row || row->stamps.deleted) return std::nullopt;
    return stored_item(row->json, row->stamps);
}

ListPage Tables::list(const Table& table, const Listing& listing) {
    const std::lock_guard lock(mutex_);
    ListPage page;
    const Sql sql = write_page_sql(listing, table.sql, table.soft);
    auto statement = database_.prepare(sql.text);
    bind_sql(statement, sql);
    while (statement.step()) {
        if (page.size++ > 0) page.items += ',';
        if (listing.select.empty()) {
            page.items += statement.text(0);
        } else {
            page.items += pick_members(statement.text(0), listing.select);
        }
    }
    if (listing.count) {
        const Sql count = write_count_sql(listing, table.sql, table.soft);
        auto counting = database_.prepare(count.text);
        bind_sql(counting, count).step();
        page.count = counting.integer(0);
    }
    return page;
}

Written Tables::insert_locked(const Table& table, const NewItem& item, Timestamp stamp) {
    if (find_row(table, item.id)) return {Written::Outcome::duplicate, {}};
    const std::string now = stamp_text(stamp);
    const Stamps stamps = item.stamps ? *item.stamps : Stamps{1, now, now, false};
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? std::optional<std::string_view>() : std::string_view(text);
    };
    const StoredItem stored =
        stored_item(write_stored(item.own, item.id, stamps, table.soft), stamps);
    database_
        .prepare("INSERT INTO " + table.sql +
                 " (id, counter, version, created_at, updated_at, deleted, json) VALUES "
                 "(?, ?, ?, ?, ?, ?, ?)")
        .bind_all(item.id,
                  stamps.counter,
                  stored.version,
                  text_or_null(stamps.created_at),
                  text_or_null(stamps.updated_at),
                  stamps.deleted,
                  stored.json)
        .run();
    return {Written::Outcome::done, stored};
}

Written Tables::insert(const Table& table, const NewItem& item, std::optional<Timestamp> stamped) {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_);
    Written written = insert_locked(table, item, stamp_or_now(stamped));
    transaction.commit();
    return written;
}

Written Tables::change(const Place& place,
                       bool also_deleted,
                       const std::function<Written(Row& row)>& act) {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_);
    auto row = find_row(place.table, place.id);
    if (!row || (row->stamps.deleted && !also_deleted)) return {Written::Outcome::missing, {}};
    if (place.expected_version && *place.expected_version != version_of(row->stamps.counter)) {
        return {Written::Outcome::stale, stored_item(row->json, row->stamps)};
    }
    Written written = act(*row);
    transaction.commit();
    return written;
}

Written Tables::update(const Place& place,
                       const Members& changes,
                       std::optional<Timestamp> stamped) {
    return change(place, false, [&](Row& row) {
        Members own = own_members(row.json);
        merge(own, changes);
        return Written{Written::Outcome::done,
                       store(place.table, place.id, row, own, stamp_or_now(stamped))};
    });
}

Written Tables::remove(const Place& place, std::optional<Timestamp> stamped) {
    return change(place, false, [&](Row& row) {
        return Written{Written::Outcome::done,
                       remove_row(place.table, place.id, row, stamp_or_now(stamped))};
    });
}

Written Tables::undelete(const Place& place, std::optional<Timestamp> stamped) {
    return change(place, true, [&](Row& row) {
        row.stamps.deleted = false;
        const Members own = own_members(row.json);
        return Written{Written::Outcome::done,
                       store(place.table, place.id, row, own, stamp_or_now(stamped))};
    });
}

StoredItem Tables::remove_row(const Table& table, std::string_view id, Row& row, Timestamp stamp) {
    if (table.soft) {
        row.stamps.deleted = true;
        return store(table, id, row, own_members(row.json), stamp);
    }
    database_.prepare("DELETE FROM " + table.sql + " WHERE row = ?").bind(row.row).run();
    return stored_item(row.json, row.stamps);
}

std::vector<StoredItem> Tables::remove_matching(const Table& table,
                                                const Listing& listing,
                                                std::optional<Timestamp> stamped) {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_);
    std::vector<std::string> ids;
    {
        const Sql sql = write_ids_sql(listing, table.sql);
        auto statement = database_.prepare(sql.text);
        bind_sql(statement, sql);
        while (statement.step()) ids.push_back(statement.string(0));
    }
    std::vector<StoredItem> removed;
    removed.reserve(ids.size());
    for (const std::string& id : ids) {
        auto row = find_row(table, id);
        removed.push_back(remove_row(table, id, *row, stamp_or_now(stamped)));
    }
    transaction.commit();
    return removed;
}

void Tables::insert_all(const std::function<std::optional<Seed>()>& next) {
    const std::lock_guard lock(mutex_);
    try {
        Transaction transaction(database_);
        while (const auto seed = next()) {
            const Table& table = open_locked(seed->table);
            if (insert_locked(table, seed->item, now_()).outcome == Written::Outcome::duplicate) {
                throw DataError("the id \"" + base::one_line(seed->item.id, 80) +
                                "\" is there already in " + table.name);
            }
        }
        transaction.commit();
    } catch (const Error&) {
        load_tables();  // those made here are gone again
        throw;
    }
}

}  // namespace syncline::server
