#include "bench/bare_store.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace syncline::bench {

namespace {

constexpr std::size_t kRowsOfCommit = 20'000;

constexpr const char* kPragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;";

constexpr const char* kTable =
    "CREATE TABLE items (id TEXT PRIMARY KEY NOT NULL, text TEXT, complete INTEGER, priority "
    "INTEGER, due TEXT, version TEXT, createdAt TEXT, updatedAt TEXT, __op INTEGER, __rest TEXT)";

constexpr const char* kUpsert =
    "INSERT INTO items (id, text, complete, priority, due, version, createdAt, updatedAt) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET text = excluded.text, "
    "complete = excluded.complete, priority = excluded.priority, due = excluded.due, version = "
    "excluded.version, createdAt = excluded.createdAt, updatedAt = excluded.updatedAt WHERE __op "
    "IS NULL";

}  // namespace

struct BareStore::State {
    sqlite3* database = nullptr;
    sqlite3_stmt* upsert = nullptr;

    ~State() {
        sqlite3_finalize(upsert);
        sqlite3_close(database);
    }

    void check(bool good) const {
        if (!good) throw std::runtime_error(sqlite3_errmsg(database));
    }

    void execute(const char* sql) const {
        check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }

    void bind(int column, std::string_view text) const {
        check(sqlite3_bind_text(
                  upsert, column, text.data(), static_cast<int>(text.size()), SQLITE_STATIC) ==
              SQLITE_OK);
    }

    void store(const Row& row) const {
        bind(1, row.id);
        bind(2, row.text);
        check(sqlite3_bind_int64(upsert, 3, row.complete) == SQLITE_OK);
        check(sqlite3_bind_int64(upsert, 4, row.priority) == SQLITE_OK);
        bind(5, row.due);
        bind(6, row.version);
        bind(7, row.created_at);
        bind(8, row.updated_at);
        check(sqlite3_step(upsert) == SQLITE_DONE);
        sqlite3_reset(upsert);
    }
};

BareStore::BareStore(const std::string& file) {
    if (file.empty()) return;
    state_ = std::make_unique<State>();
    state_->check(sqlite3_open(file.c_str(), &state_->database) == SQLITE_OK);
    state_->execute(kPragmas);
    state_->execute(kTable);
    state_->check(
        sqlite3_prepare_v3(
            state_->database, kUpsert, -1, SQLITE_PREPARE_PERSISTENT, &state_->upsert, nullptr) ==
        SQLITE_OK);
    rows_.reserve(kRowsOfCommit);
}

BareStore::~BareStore() = default;

void BareStore::add(const Row& row) {
    if (!state_) return;
    Row kept = row;
    for (std::string_view* text :
         {&kept.id, &kept.text, &kept.due, &kept.version, &kept.created_at, &kept.updated_at}) {
        *text = copy(*text);
    }
    rows_.push_back(kept);
    if (rows_.size() == kRowsOfCommit) commit();
}

std::string_view BareStore::copy(std::string_view text) {
    if (text.empty()) return "";
    auto* const place = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
}

void BareStore::commit() {
    if (!state_) return;
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
    state_->execute("BEGIN IMMEDIATE");
    for (const Row& row : rows_) state_->store(row);
    state_->execute("COMMIT");
    rows_.clear();
    memory_.release();
}

}  // namespace syncline::bench
