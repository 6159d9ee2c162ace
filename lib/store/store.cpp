#include "store/store.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "store/functions.hpp"
#include "store/new_file.hpp"
#include "store/schema.hpp"

#include <syncline/errors.hpp>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace syncline::store {

namespace {

/// What is shown of a statement.
constexpr std::size_t kMostSql = 4'096;

void trace_sql(Database& database, const Watch& watch) {
    database.trace([event = watch.event](const char* sql, std::chrono::milliseconds time) {
        event({Event::Level::trace,
               "sql",
               "a statement took " + std::to_string(time.count()) + " ms",
               {{"sql", Value::string(base::one_line(sql, kMostSql))},
                {"milliseconds", Value::integer(time.count())}}});
    });
}

[[noreturn]] void throw_not_made(const std::string& file, int error) {
    if (error == EEXIST) {
        throw DataError("there is already a file at \"" + file + "\"",
                        "use --if-missing to leave a store as it is");
    }
    throw StoreError(Status::io,
                     "cannot make \"" + file + "\": " + std::strerror(error),
                     "check the folder and its permissions");
}

}  // namespace

Store::Store(const std::string& file,
             OpenMode mode,
             std::chrono::milliseconds busy_timeout,
             const Watch& watch)
    : path(file), database(file, mode, busy_timeout) {
    if (watch.sql && watch.event) trace_sql(database, watch);
    const int migrated = check_schema(database, file, mode != OpenMode::read_only);
    if (watch.hears(Event::Level::debug)) {
        const std::string also =
            migrated == 0 ? "" : " and brought up to date (" + std::to_string(migrated) + " steps)";
        watch.event({Event::Level::debug,
                     "store",
                     "the store \"" + file + "\" was opened" + also,
                     {{"path", Value::string(file)}, {"steps", Value::integer(migrated)}}});
    }
    // A backup that is used as it is: readers and a writer shall not stand in each other's way.
    if (mode == OpenMode::read_write) database.execute("PRAGMA journal_mode = WAL");
    configure(database);
    register_functions(database);
}

Store::~Store() {
    database.keep_small_log();
}

namespace {

/// The last of what makes a store. Its log is begun last: so far all of it is in one file.
void settle(const std::string& file, const Store::FirstSettings& values) {
    Database database(file, OpenMode::read_write, std::chrono::seconds(5));
    Settings settings(database);
    Transaction transaction(database);
    for (const auto& [name, value] : values) settings.set(name, value);
    transaction.commit();
    database.execute("PRAGMA journal_mode = WAL");
}

void put_in_place(NewFile& made, const std::string& file, bool replace) {
    if (!replace) remove_leftovers(file);
    if (!made.put_in_place(replace)) throw_not_made(file, EEXIST);
}

}  // namespace

void Store::create(const std::string& file, const FirstSettings& settings, bool replace) {
    if (!replace) rehearse_create(file);
    NewFile made(file);
    {
        Database database(made.path(), OpenMode::read_write, std::chrono::seconds(5));
        create_schema(database, base::make_uuid4());
    }
    settle(made.path(), settings);
    put_in_place(made, file, replace);
}

void Store::check_backup(const std::string& backup) {
    if (access(backup.c_str(), R_OK) != 0) {
        throw StoreError(Status::io,
                         "the backup \"" + backup + "\" cannot be read: " + std::strerror(errno));
    }
    Database source(backup, OpenMode::read_only, std::chrono::seconds(5));
    check_schema(source, backup, false);
}

void Store::restore(const std::string& backup,
                    const std::string& file,
                    const FirstSettings& settings,
                    bool replace) {
    check_backup(backup);
    if (!replace) rehearse_create(file);
    NewFile made(file);
    {
        Database source(backup, OpenMode::read_only, std::chrono::seconds(5));
        source.copy_to(made.path(), {});
    }
    settle(made.path(), settings);
    put_in_place(made, file, replace);
}

void Store::fold() {
    database.execute("PRAGMA journal_mode = DELETE");
    // Where the log could not be removed, SQLite says nothing; the next store would begin with it.
    remove_file(path + "-wal");
    flush_folder_of(path);
}

void Store::rehearse_create(const std::string& file) {
    if (access(file.c_str(), F_OK) == 0) throw_not_made(file, EEXIST);
    const bool may_make =
        access(base::folder_of(file).c_str(), W_OK | X_OK) == 0 || errno == ENOENT;
    if (!may_make) throw_not_made(file, errno);
}

Table Store::table(std::string_view name) {
    if (auto found = tables.find(name)) return std::move(*found);
    std::vector<std::string> names;
    for (const Table& known : tables.all()) names.push_back(known.name());
    const std::string meant = base::nearest(name, names);
    throw DataError("there is no table \"" + base::one_line(name, 60) + "\"",
                    !meant.empty()  ? "did you mean \"" + meant + "\"?"
                    : names.empty() ? "define it with: syncline define-table NAME COLUMN:TYPE..."
                                    : "the tables are " + base::join(names, ", "));
}

Table Store::table(std::int64_t table_id) {
    for (Table& table : tables.all()) {
        if (table.table_id == table_id) return std::move(table);
    }
    throw_no_table();
}

void throw_no_table() {
    throw StoreError(Status::bad_store, "an operation belongs to no table", "restore a backup");
}

}  // namespace syncline::store
