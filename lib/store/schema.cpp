#include "store/schema.hpp"

#include <syncline/errors.hpp>

#include <array>
#include <cstdint>

namespace syncline::store {

namespace {

// Layout 1. The columns of a user's table are made by tables.cpp.
constexpr const char* kLayout1 = R"sql(
CREATE TABLE __settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE __tables (
    table_id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    columns TEXT NOT NULL,          -- JSON object: name -> type, in order
    remote_name TEXT NOT NULL,
    path TEXT NOT NULL,
    independent INTEGER NOT NULL,
    complete_column TEXT NOT NULL,
    deletes TEXT NOT NULL DEFAULT 'unknown',
    page_limit INTEGER,             -- the most items that the service takes as a page size
    largest_page INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE __operations (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    table_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    kind TEXT NOT NULL,             -- insert, update, delete
    state TEXT NOT NULL,            -- pending, failed, conflict
    generation INTEGER NOT NULL,    -- raised by each further local edit
    sent TEXT,                      -- the kind of request whose outcome is not known
    held INTEGER NOT NULL,
    own_id INTEGER NOT NULL,        -- the id was made here
    own_delete INTEGER NOT NULL,    -- a delete of ours may have removed the base
    base TEXT,                      -- the server's item that the changes started from
    newest TEXT,                    -- the newest server item seen since, if another
    last_sent TEXT,                 -- the item as it was sent, once it is edited after that
    first_queued TEXT NOT NULL,
    last_changed TEXT NOT NULL,
    last_attempt TEXT,
    attempts INTEGER NOT NULL,
    status INTEGER,
    message TEXT
);
CREATE UNIQUE INDEX __deletes ON __operations (table_id, item) WHERE kind = 'delete';

CREATE TABLE __queries (
    table_id INTEGER NOT NULL,
    query_id TEXT NOT NULL,
    filter TEXT NOT NULL,
    phase TEXT NOT NULL,            -- unstamped, since, millisecond: how the token is to be read
    since INTEGER NOT NULL,         -- ms since 1970
    after_id TEXT NOT NULL,         -- the last id of a drain that was under way
    last_pull TEXT,
    PRIMARY KEY (table_id, query_id)
) WITHOUT ROWID;
)sql";

// Layout 2: who decides conflicts; the history of runs.
constexpr const char* kLayout2 = R"sql(
ALTER TABLE __tables ADD COLUMN conflict TEXT NOT NULL DEFAULT '';

CREATE TABLE __runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL,          -- push, pull, sync
    started TEXT NOT NULL,
    ended TEXT NOT NULL,
    outcome INTEGER NOT NULL,       -- the exit status
    summary TEXT NOT NULL           -- JSON: what moved, and why it ended early
);
)sql";

constexpr std::array<const char*, 2> kLayouts{kLayout1, kLayout2};

}  // namespace

void configure(Database& database) {
    database.execute(
        "PRAGMA synchronous = FULL;"
        "PRAGMA cache_size = -16384;"
        "PRAGMA temp_store = FILE;");
}

void create_schema(Database& database, const std::string& installation_id) {
    Transaction transaction(database);
    for (const char* layout : kLayouts) database.execute(layout);
    database.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                     "; PRAGMA user_version = " + std::to_string(kLayouts.size()));
    database.prepare("INSERT INTO __settings VALUES ('installation_id', ?)")
        .bind(installation_id)
        .run();
    transaction.commit();
}

int check_schema(Database& database, const std::string& path, bool may_migrate) {
    const std::string file = "\"" + path + "\"";
    std::int64_t application = 0;
    try {
        application = database.integer("PRAGMA application_id");
    } catch (const StoreError& error) {
        if (error.status() != Status::bad_store) throw;
        throw StoreError(Status::bad_store,
                         file + " is not a syncline store: " + error.what(),
                         error.hint(),
                         error.sqlite_code());
    }
    const std::int64_t version = database.integer("PRAGMA user_version");
    if (application != kApplicationId) {
        throw StoreError(Status::bad_store,
                         file + " is a SQLite database, but not a syncline store",
                         "make a store with: syncline init --db FILE");
    }
    const std::int64_t newest = newest_layout();
    if (version > newest) {
        throw StoreError(Status::bad_store,
                         file + " was written by a newer syncline (layout " +
                             std::to_string(version) + ", this program knows " +
                             std::to_string(newest) + ")",
                         "upgrade syncline");
    }
    int steps = 0;
    for (std::int64_t step = version; step < newest && may_migrate; ++step) {
        Transaction transaction(database);
        database.execute(kLayouts.at(static_cast<std::size_t>(step)));
        database.execute("PRAGMA user_version = " + std::to_string(step + 1));
        transaction.commit();
        ++steps;
    }
    return steps;
}

std::int64_t newest_layout() {
    return static_cast<std::int64_t>(kLayouts.size());
}

}  // namespace syncline::store
