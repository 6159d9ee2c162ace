#include "store/database.hpp"

#include <syncline/errors.hpp>

#include <sqlite3.h>

#include <array>
#include <cassert>
#include <sys/stat.h>
#include <utility>

namespace syncline::store {

namespace {

/// What a result code means for the user.
struct Meaning {
    int code;  ///< primary result code
    Status status;
    const char* words;
    const char* hint;
};

constexpr std::array<Meaning, 12> kMeanings{{
    {SQLITE_BUSY, Status::locked, "another process is writing to the store", "try again"},
    {SQLITE_LOCKED, Status::locked, "another process is writing to the store", "try again"},
    {SQLITE_NOTADB, Status::bad_store, "it is no database", ""},
    {SQLITE_CORRUPT, Status::bad_store, "the store is damaged", "restore a backup"},
    {SQLITE_FULL, Status::io, "the disk is full", "free some space, then run it again"},
    {SQLITE_IOERR, Status::io, "the disk reported an error", "look at the disk, then run it again"},
    {SQLITE_READONLY, Status::io, "the store cannot be written", "check its permissions"},
    {SQLITE_PERM, Status::io, "permission denied", "check the permissions"},
    {SQLITE_CANTOPEN,
     Status::io,
     "the store cannot be opened",
     "check the permissions of its folder"},
    {SQLITE_AUTH, Status::io, "permission denied", ""},
    {SQLITE_CONSTRAINT, Status::bad_data, "the data break a rule of the table", ""},
    {SQLITE_TOOBIG, Status::bad_data, "a value is too large", ""},
}};

[[noreturn]] void throw_error(sqlite3* handle, int code) {
    const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
    const std::string detail = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    for (const Meaning& meaning : kMeanings) {
        if (meaning.code == (code & 0xFF)) {
            throw StoreError(meaning.status,
                             std::string(meaning.words) + " (SQLite: " + detail + ")",
                             meaning.hint,
                             extended);
        }
    }
    throw StoreError(Status::internal, "SQLite: " + detail, "", extended);
}

Stored stored_from(sqlite3_value* value) {
    const auto bytes = [value](const void* data) {
        return std::string(static_cast<const char*>(data),
                           static_cast<std::size_t>(sqlite3_value_bytes(value)));
    };
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_value_int64(value)};
        case SQLITE_FLOAT:
            return sqlite3_value_double(value);
        case SQLITE_TEXT: {
            const void* const text = sqlite3_value_text(value);
            return bytes(text);
        }
        case SQLITE_BLOB: {
            const void* const blob = sqlite3_value_blob(value);
            return data::Blob{bytes(blob)};
        }
        default:
            return std::monostate{};
    }
}

void give_result(sqlite3_context* context, const Stored& result) {
    if (const auto* whole = std::get_if<std::int64_t>(&result)) {
        sqlite3_result_int64(context, *whole);
    } else if (const auto* real = std::get_if<double>(&result)) {
        sqlite3_result_double(context, *real);
    } else if (const auto* text = std::get_if<std::string>(&result)) {
        sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else if (const auto* blob = std::get_if<data::Blob>(&result)) {
        sqlite3_result_blob64(context, blob->bytes.data(), blob->bytes.size(), SQLITE_TRANSIENT);
    } else {
        sqlite3_result_null(context);
    }
}

void call_function(sqlite3_context* context, int count, sqlite3_value** values) noexcept {
    try {
        const auto* function = static_cast<const SqlFunction*>(sqlite3_user_data(context));
        std::vector<Stored> arguments;
        arguments.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) arguments.push_back(stored_from(values[i]));
        give_result(context, (*function)(arguments));
    } catch (const std::exception& error) {
        sqlite3_result_error(context, error.what(), -1);
    }
}

void delete_function(void* function) {
    delete static_cast<SqlFunction*>(function);
}

int trace_statement(unsigned /*event*/, void* trace, void* statement, void* nanoseconds) noexcept {
    const char* const sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    const auto time = std::chrono::nanoseconds(*static_cast<const sqlite3_int64*>(nanoseconds));
    try {
        (*static_cast<const Database::SqlTrace*>(trace))(
            sql == nullptr ? "" : sql, std::chrono::duration_cast<std::chrono::milliseconds>(time));
    } catch (const std::exception&) {
        // Nothing may be thrown through SQLite; what it does goes on.
    }
    return 0;
}

/// A connection is used by one thread at a time: SQLite need not lock it at every call.
int open_flags(OpenMode mode) {
    switch (mode) {
        case OpenMode::read_only:
            return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
        case OpenMode::read_write:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
        case OpenMode::create:
            break;
    }
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
}

}  // namespace

Statement::~Statement() {
    if (statement_ != nullptr && !(ended_ && next_parameter_ == 1)) reset();
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) throw_error(handle_, code);
}

Statement& Statement::bind(std::int64_t value) {
    check(sqlite3_bind_int64(statement_, next_parameter_++, value));
    return *this;
}

Statement& Statement::bind(double value) {
    check(sqlite3_bind_double(statement_, next_parameter_++, value));
    return *this;
}

Statement& Statement::bind(std::string_view value) {
    const char* const data = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(
        statement_, next_parameter_++, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(std::nullptr_t) {
    check(sqlite3_bind_null(statement_, next_parameter_++));
    return *this;
}

Statement& Statement::bind(const Stored& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return bind(*whole);
    if (const auto* real = std::get_if<double>(&value)) return bind(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return bind(std::string_view(*text));
    if (const auto* blob = std::get_if<data::Blob>(&value)) {
        const char* const data = blob->bytes.empty() ? "" : blob->bytes.data();
        check(sqlite3_bind_blob64(
            statement_, next_parameter_++, data, blob->bytes.size(), SQLITE_STATIC));
        return *this;
    }
    return bind(nullptr);
}

bool Statement::bind_named(const std::string& name, const Stored& value) {
    const int index = sqlite3_bind_parameter_index(statement_, name.c_str());
    if (index == 0) return false;
    ended_ = false;
    const int next = std::exchange(next_parameter_, index);
    bind(value);
    next_parameter_ = next;
    return true;
}

bool Statement::step() {
    ended_ = false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_error(handle_, code);
    return false;
}

std::int64_t Statement::run() {
    while (step()) {
    }
    reset();
    return sqlite3_changes64(handle_);
}

void Statement::reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    next_parameter_ = 1;
    ended_ = true;
}

int Statement::columns() const {
    return sqlite3_column_count(statement_);
}

std::string Statement::column_name(int column) const {
    const char* const name = sqlite3_column_name(statement_, column);
    return name == nullptr ? std::string() : std::string(name);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
    const void* const text = sqlite3_column_text(statement_, column);
    return {static_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::string> Statement::optional_string(int column) const {
    if (is_null(column)) return std::nullopt;
    return string(column);
}

Stored Statement::stored(int column) const {
    switch (sqlite3_column_type(statement_, column)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement_, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement_, column);
        case SQLITE_TEXT:
            return string(column);
        case SQLITE_BLOB: {
            const void* const blob = sqlite3_column_blob(statement_, column);
            return data::Blob{
                std::string(static_cast<const char*>(blob),
                            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))};
        }
        default:
            return std::monostate{};
    }
}

void Database::Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Database::Database(const std::string& path, OpenMode mode, std::chrono::milliseconds busy_timeout)
    : path_(path) {
    struct stat info {};
    if (mode != OpenMode::create && path != ":memory:" && stat(path.c_str(), &info) != 0) {
        throw StoreError(Status::no_store,
                         "there is no store at \"" + path + "\"",
                         "make one with: syncline init --db " + path);
    }
    // SQLite's own count of its memory, which nobody asks for, takes a lock at each allocation. It
    // is refused, and does no harm, where SQLite is in use already.
    static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(uncounted);
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, open_flags(mode), nullptr);
    handle_.reset(handle);  // also on failure: SQLite hands back a handle then, too
    if (code != SQLITE_OK) throw_error(handle, code);
    sqlite3_extended_result_codes(handle, 1);
    // A file may come from anywhere: what its schema runs by itself is kept from what could harm.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    set_busy_timeout(busy_timeout);
}

Database::~Database() = default;

Statement Database::prepare(const std::string& sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(handle_.get(),
                                            sql.data(),
                                            static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT,
                                            &statement,
                                            nullptr);
        // Our own statements are right; what is not there is what they name.
        if (code == SQLITE_ERROR) {
            throw StoreError(Status::bad_store,
                             std::string("the store is not laid out as it should be (SQLite: ") +
                                 sqlite3_errmsg(handle_.get()) + ")",
                             "look for what is wrong with: syncline check",
                             sqlite3_extended_errcode(handle_.get()));
        }
        if (code != SQLITE_OK) throw_error(handle_.get(), code);
        found = statements_.emplace(sql, StatementHandle(statement)).first;
    }
    assert(!sqlite3_stmt_busy(found->second.get()));
    return {handle_.get(), found->second.get()};
}

void Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_error(handle_.get(), code);
}

std::int64_t Database::integer(const std::string& sql) {
    auto statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

std::int64_t Database::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Database::data_version() {
    return integer("PRAGMA data_version");
}

bool Database::is_read_only(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(
        handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, &tail);
    const StatementHandle owner(statement);
    if (code != SQLITE_OK) {
        throw UsageError(std::string("the SQL cannot be used: ") + sqlite3_errmsg(handle_.get()));
    }
    const std::string rest(tail, sql.data() + sql.size());
    return statement != nullptr && sqlite3_stmt_readonly(statement) != 0 &&
           rest.find_first_not_of(" \t\r\n;") == std::string::npos;
}

void Database::set_busy_timeout(std::chrono::milliseconds timeout) {
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(timeout.count()));
}

void Database::define_function(const std::string& name, int arguments, SqlFunction function) {
    const int code =
        sqlite3_create_function_v2(handle_.get(),
                                   name.c_str(),
                                   arguments,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                   new SqlFunction(std::move(function)),
                                   call_function,
                                   nullptr,
                                   nullptr,
                                   delete_function);
    if (code != SQLITE_OK) throw_error(handle_.get(), code);
}

void Database::trace(SqlTrace trace) {
    trace_ = std::move(trace);
    sqlite3_trace_v2(handle_.get(), SQLITE_TRACE_PROFILE, trace_statement, &trace_);
}

void Database::copy_to(
    const std::string& path,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
    constexpr int kPagesAtOnce = 1024;
    Database copy(path, OpenMode::create, std::chrono::seconds(5));
    {
        // Within one read transaction no write of another process starts the copy anew.
        const Snapshot snapshot(*this);
        sqlite3_backup* const backup =
            sqlite3_backup_init(copy.handle_.get(), "main", handle_.get(), "main");
        if (backup == nullptr) throw_error(copy.handle_.get(), sqlite3_errcode(copy.handle_.get()));
        int code = SQLITE_OK;
        while (code == SQLITE_OK) {
            code = sqlite3_backup_step(backup, kPagesAtOnce);
            if (!progress) continue;
            const int total = sqlite3_backup_pagecount(backup);
            progress(static_cast<std::uint64_t>(total - sqlite3_backup_remaining(backup)),
                     static_cast<std::uint64_t>(total));
        }
        sqlite3_backup_finish(backup);
        if (code != SQLITE_DONE) throw_error(copy.handle_.get(), code);
    }
    copy.execute("PRAGMA journal_mode = DELETE");
}

void Database::let_log_grow() {
    constexpr int kPages = 8192;
    sqlite3_wal_autocheckpoint(handle_.get(), kPages);
}

void Database::keep_small_log() {
    // A log that is never folded back costs each later start its recovery; above this it is.
    constexpr off_t kSmall = 1 << 20;
    struct stat info {};
    const bool small = stat((path_ + "-wal").c_str(), &info) != 0 || info.st_size < kSmall;
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, small ? 1 : 0, nullptr);
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.prepare("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
    // Asked of SQLite rather than remembered: a full disk rolls back by itself, and a failed
    // COMMIT leaves the transaction open.
    if (!database_.in_transaction()) return;
    try {
        database_.prepare("ROLLBACK").run();
    } catch (const Error&) {
        // Closing the connection rolls back as well.
    }
}

void Transaction::commit() {
    try {
        database_.prepare(database_.rehearses() ? "ROLLBACK" : "COMMIT").run();
    } catch (const StoreError& error) {
        // All of it may be in the log, where the next process finds it.
        if ((error.sqlite_code() & 0xFF) != SQLITE_IOERR) throw;
        throw StoreError(
            error.status(),
            error.what(),
            "look at the disk, and whether the change is there before it is made again",
            error.sqlite_code());
    }
}

Snapshot::Snapshot(Database& database) : database_(database) {
    // BEGIN alone takes nothing: the first read does.
    database_.execute("BEGIN; SELECT count(*) FROM sqlite_schema");
}

Snapshot::~Snapshot() {
    if (!database_.in_transaction()) return;
    try {
        database_.execute("ROLLBACK");
    } catch (const Error&) {
        // Closing the connection ends it as well.
    }
}

std::string quote_name(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
    return out;
}

const char* sqlite_version() {
    return sqlite3_libversion();
}

}  // namespace syncline::store
