#include "serve/tables.hpp"

#include "base/text.hpp"
#include "serve/v3_functions.hpp"
#include "store/functions.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::server {

namespace {

using store::Transaction;

constexpr std::int64_t kApplicationId = 0x736C7376;  // "slsv"
constexpr std::int64_t kLayout = 2;

/// Makes an empty database ours, and refuses another program's: `--db` may name a store by mistake.
void claim(store::Database& database, const std::string& file) {
    const std::int64_t owner = database.integer("PRAGMA application_id");
    if (owner == kApplicationId) {
        if (database.integer("PRAGMA user_version") == kLayout) return;
        throw StoreError(Status::bad_store,
                         '"' + file + "\" was written by another version of syncline serve",
                         "name another file; a new one is made");
    }
    if (owner != 0 || database.integer("SELECT count(*) FROM sqlite_schema") != 0) {
        throw StoreError(Status::bad_store,
                         '"' + file + "\" is not a database of syncline serve",
                         "name another file; a new one is made");
    }
    database.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                     "; PRAGMA user_version = " + std::to_string(kLayout));
}

/// What decides how the items of a table are kept.
bool same_members(const Shape& a, const Shape& b) {
    return std::equal(a.members.begin(),
                      a.members.end(),
                      b.members.begin(),
                      b.members.end(),
                      [](const MemberShape& x, const MemberShape& y) {
                          return x.name == y.name && x.type == y.type && x.nullable == y.nullable &&
                                 x.names == y.names;
                      });
}

void check_change(const Definition& known, const Definition& wanted) {
    constexpr const char* kHint = "leave it as it is, or start with another database";
    if (known.soft != wanted.soft) {
        throw UsageError("the table " + known.name + " is there with " +
                             (known.soft ? "soft delete" : "hard delete"),
                         kHint);
    }
    if (!wanted.text.empty() && !same_members(known.shape, wanted.shape)) {
        throw UsageError("the table " + known.name + " is there with other members", kHint);
    }
}

}  // namespace

Tables::Tables(const std::string& file, std::function<Timestamp()> now)
    : now_(std::move(now)),
      database_(file.empty() ? ":memory:" : file,
                store::OpenMode::create,
                std::chrono::milliseconds(2000)),
      items_(database_) {
    claim(database_, file);
    store::register_functions(database_);
    register_v3_functions(database_);
    database_.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;"
        "CREATE TABLE IF NOT EXISTS served (name TEXT PRIMARY KEY, soft INTEGER NOT NULL, "
        "definition TEXT NOT NULL)");
    load();
}

void Tables::load() {
    tables_.clear();
    auto served = database_.prepare("SELECT name, soft, definition FROM served");
    while (served.step()) {
        const std::string text = served.string(2);
        Definition definition = text.empty() ? Definition() : read_definition(text);
        definition.name = served.string(0);
        definition.soft = served.integer(1) != 0;
        const std::string name = definition.name;
        tables_[name] = {std::move(definition), store::quote_name("items_" + name)};
    }
}

const Table& Tables::make(Definition definition) {
    const std::string name = definition.name;
    Table table{std::move(definition), store::quote_name("items_" + name)};
    items_.make_table(table);
    save(table.definition);
    return tables_[name] = std::move(table);
}

void Tables::save(const Definition& definition) {
    database_.prepare("INSERT OR REPLACE INTO served VALUES (?, ?, ?)")
        .bind_all(definition.name, definition.soft, definition.text)
        .run();
}

void Tables::define(Definition definition) {
    const std::lock_guard lock(mutex_);
    definition.name = base::lower(definition.name);
    const auto found = tables_.find(definition.name);
    Transaction transaction(database_);
    if (found == tables_.end()) {
        make(std::move(definition));
    } else {
        Definition& known = found->second.definition;
        check_change(known, definition);
        if (!definition.text.empty()) known = std::move(definition);
        save(known);
    }
    transaction.commit();
}

void Tables::check_references() {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, table] : tables_) {
        for (const MemberShape& member : table.definition.shape.members) {
            if (member.references.empty() || tables_.count(member.references) > 0) continue;
            throw UsageError("the table \"" + name + "\", member \"" + member.name +
                             "\": there is no table \"" + member.references + '"');
        }
    }
}

const Table& Tables::open_locked(std::string_view name) {
    const std::string key = base::lower(name);
    const auto found = tables_.find(key);
    if (found != tables_.end()) return found->second;
    Definition definition;
    definition.name = key;
    return make(std::move(definition));
}

const Table& Tables::open(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = tables_.find(base::lower(name));
    if (found != tables_.end()) return found->second;
    Transaction transaction(database_);
    const Table& made = open_locked(name);
    transaction.commit();
    return made;
}

const Table* Tables::find(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = tables_.find(base::lower(name));
    return found == tables_.end() ? nullptr : &found->second;
}

std::optional<StoredItem> Tables::find_item(const Table& table, std::string_view id) {
    const std::lock_guard lock(mutex_);
    return items_.find(table, id);
}

ListPage Tables::list(const Table& table, const Listing& listing, const AppendItem& append) {
    const std::lock_guard lock(mutex_);
    return items_.list(table, listing, append);
}

void Tables::insert_all(const std::function<std::optional<Seed>()>& next) {
    const std::lock_guard lock(mutex_);
    try {
        Transaction transaction(database_);
        while (const auto seed = next()) {
            const Table& table = open_locked(seed->table);
            if (items_.find(table, seed->id)) {
                throw DataError("the id \"" + base::one_line(seed->id, 80) +
                                "\" is there already in " + table.definition.name);
            }
            const Members own = read_own(table.definition.shape, seed->own);
            items_.insert(table, {seed->id, write_members(own), seed->stamps});
        }
        transaction.commit();
    } catch (const Error&) {
        load();  // those made here are gone again
        throw;
    }
}

}  // namespace syncline::server
