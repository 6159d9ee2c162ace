#pragma once

#include "data/types.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace syncline::store {

using data::Stored;

/// A prepared statement, borrowed from the database's cache. It resets itself when it goes out of
/// scope. Columns and parameters count from 0. Everything throws StoreError (DataError-like
/// constraint failures as StoreError with status `bad_data`).
class Statement {
  public:
    Statement(sqlite3* handle, sqlite3_stmt* statement) : handle_(handle), statement_(statement) {}
    Statement(Statement&& other) noexcept
        : handle_(other.handle_), statement_(std::exchange(other.statement_, nullptr)) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(std::int64_t value);
    Statement& bind(int value) { return bind(std::int64_t{value}); }
    Statement& bind(bool value) { return bind(std::int64_t{value ? 1 : 0}); }
    Statement& bind(double value);
    /// The text is not copied: it must live until the statement is stepped for the last time.
    Statement& bind(std::string_view value);
    Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
    Statement& bind(const char* value) { return bind(std::string_view(value)); }
    Statement& bind(std::nullptr_t);
    /// Text and bytes are not copied either.
    Statement& bind(const Stored& value);
    template <typename T>
    Statement& bind(const std::optional<T>& value) {
        return value ? bind(*value) : bind(nullptr);
    }

    /// Binds a parameter by its name (":name"); false if the statement has none of that name.
    bool bind_named(const std::string& name, const Stored& value);

    /// Binds several from the next parameter on.
    template <typename... Values>
    Statement& bind_all(const Values&... values) {
        (bind(values), ...);
        return *this;
    }

    /// Steps to the next row; false when there is none.
    bool step();

    /// Steps to the end and resets, ready to be bound again. Returns the number of rows changed.
    std::int64_t run();

    /// Forgets the bindings and starts again.
    void reset();

    int columns() const;
    std::string column_name(int column) const;
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;  ///< valid until the next step
    std::string string(int column) const { return std::string(text(column)); }
    std::optional<std::string> optional_string(int column) const;
    Stored stored(int column) const;

  private:
    void check(int code) const;

    sqlite3* handle_;
    sqlite3_stmt* statement_;
    int next_parameter_ = 1;
    bool ended_ = false;  ///< was reset after its last step
};

enum class OpenMode : std::uint8_t { read_only, read_write, create };

/// An SQL function in C++: one call, its arguments, its result.
using SqlFunction = std::function<Stored(std::span<const Stored> arguments)>;

/// One connection to one SQLite file. `path` ":memory:" makes a private database.
class Database {
  public:
    /// Throws StoreError: `no_store` if the file is missing (unless `create`), `bad_store` if it is
    /// no database, `io` if it cannot be read or written.
    Database(const std::string& path, OpenMode mode, std::chrono::milliseconds busy_timeout);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// A statement from the cache; `sql` is prepared once. It must not be in use already.
    Statement prepare(const std::string& sql);

    /// Runs statements that return nothing.
    void execute(const std::string& sql);

    /// The first column of the first row as an integer; 0 if there is no row.
    std::int64_t integer(const std::string& sql);

    bool in_transaction() const;

    /// From now on no transaction is committed: each is undone where it would be.
    void rehearse() { rehearses_ = true; }
    bool rehearses() const { return rehearses_; }
    std::int64_t last_insert_rowid() const;

    /// Changes whenever another connection has committed (PRAGMA data_version).
    std::int64_t data_version();

    /// Whether `sql` is one statement that only reads.
    bool is_read_only(const std::string& sql);

    void set_busy_timeout(std::chrono::milliseconds timeout);

    /// Deterministic; text arguments arrive as std::string.
    void define_function(const std::string& name, int arguments, SqlFunction function);

    /// Calls this for each statement that has ended, with its text (parameters by name) and how
    /// long it took. Once, before anything else.
    using SqlTrace = std::function<void(const char* sql, std::chrono::milliseconds time)>;
    void trace(SqlTrace trace);

    /// Copies everything into the database file at `path`, as it is at this moment: writers go on
    /// meanwhile and are not copied. The copy needs no log beside it. `progress` gets the pages
    /// done and all pages.
    void copy_to(const std::string& path,
                 const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

    /// From now on the log is folded back every 32 MB instead of 4: each time costs a run that
    /// writes much three flushes, during which nothing else goes on.
    void let_log_grow();

    /// Ends the connection so that the log is left for the next one while it is small: a
    /// checkpoint at each close would cost every one-line command two more flushes.
    void keep_small_log();

  private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

    std::string path_;
    SqlTrace trace_;  // before the handle, whose end is traced, too
    std::unique_ptr<sqlite3, Close> handle_;
    // After the handle: statements are finalized first.
    std::unordered_map<std::string, StatementHandle> statements_;
    bool rehearses_ = false;
};

/// A write transaction: rolls back unless committed. Begins IMMEDIATE, so that it never has to be
/// upgraded (and refused) later.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Of a database that rehearses: undoes it.
    void commit();

  private:
    Database& database_;
};

/// A read transaction: what is read until its end is of one moment.
class Snapshot {
  public:
    explicit Snapshot(Database& database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Database& database_;
};

/// `"name"`, quotes doubled.
std::string quote_name(std::string_view name);

/// The version of SQLite.
const char* sqlite_version();

}  // namespace syncline::store
