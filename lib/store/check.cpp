#include "store/check.hpp"

#include "store/schema.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sys/stat.h>
#include <utility>

namespace syncline::store {

namespace {

using Key = std::pair<std::string, std::string>;  ///< "table", "index" …; the name

struct Part {
    std::string table;  ///< that an index or a trigger belongs to
    std::string sql;
};

/// The parts of a database that are not SQLite's own.
std::map<Key, Part> parts_of(Database& database) {
    std::map<Key, Part> parts;
    auto rows = database.prepare(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema"
        " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid");
    while (rows.step()) {
        parts[{rows.string(0), rows.string(1)}] = {rows.string(2), rows.string(3)};
    }
    return parts;
}

std::set<std::string> columns_of(Database& database, const std::string& table) {
    std::set<std::string> names;
    auto rows = database.prepare("SELECT name FROM pragma_table_info(?)");
    rows.bind(table);
    while (rows.step()) names.insert(rows.string(0));
    return names;
}

/// A database in memory with the layout that the store should have.
class Pattern {
  public:
    explicit Pattern(const std::vector<Table>& tables)
        : database_(":memory:", OpenMode::create, std::chrono::milliseconds(0)) {
        create_schema(database_, "pattern");
        Tables made(database_);
        for (const Table& table : tables) made.create_sql_table(table.definition);
    }
    Database& database() { return database_; }

  private:
    Database database_;
};

Finding finding(Severity severity,
                const char* what,
                const std::string& table,
                const std::string& sentence,
                bool fixable = false) {
    return {severity, what, table, "", sentence, fixable, false};
}

Finding missing(const Key& key, const Part& part) {
    const bool index = key.first == "index";
    return finding(Severity::fault,
                   index ? "missing-index" : "missing-table",
                   part.table,
                   "the " + key.first + " " + key.second + " is missing",
                   index);
}

Finding foreign(const Key& key, const Part& part) {
    const std::string what = "foreign-" + key.first;
    return finding(Severity::note,
                   what.c_str(),
                   part.table,
                   "the " + key.first + " " + key.second + " is not syncline's");
}

void compare_columns(Database& file,
                     Database& pattern,
                     const std::string& table,
                     std::vector<Finding>& findings) {
    const auto there = columns_of(file, table);
    const auto wanted = columns_of(pattern, table);
    for (const std::string& name : wanted) {
        if (there.count(name) != 0) continue;
        findings.push_back(finding(Severity::fault,
                                   "missing-column",
                                   table,
                                   "table " + table + " lacks the column " + name));
    }
    for (const std::string& name : there) {
        if (wanted.count(name) != 0) continue;
        findings.push_back(
            finding(Severity::note,
                    "foreign-column",
                    table,
                    "the column " + name + " of table " + table +
                        " is not defined; a change of the definition would drop it"));
    }
}

constexpr std::array<const char*, 3> kSuffixes{"", "-wal", "-shm"};

}  // namespace

std::vector<Finding> find_damage(Database& database, bool quick) {
    std::vector<Finding> findings;
    const auto add = [&findings](const std::string& said) {
        const bool of_index = said.find("index") != std::string::npos;
        findings.push_back(
            finding(Severity::fault, "damaged", "", "SQLite finds: " + said, of_index));
    };
    try {
        auto rows = database.prepare(quick ? "PRAGMA quick_check" : "PRAGMA integrity_check");
        while (rows.step()) {
            const std::string said = rows.string(0);
            if (said != "ok") add(said);
        }
    } catch (const StoreError& error) {
        if (error.status() != Status::bad_store) throw;
        add(error.what());
    }
    return findings;
}

void rebuild_indexes(Database& database) {
    try {
        database.execute("SAVEPOINT indexes; REINDEX; RELEASE indexes");
    } catch (const StoreError&) {
        // Rows that contradict each other: the check goes on naming them.
        database.execute("ROLLBACK TO indexes; RELEASE indexes");
    }
}

std::vector<Finding> find_foreign_layout(Database& database, const std::vector<Table>& tables) {
    Pattern pattern(tables);
    const auto there = parts_of(database);
    const auto wanted = parts_of(pattern.database());
    std::vector<Finding> findings;
    for (const auto& [key, part] : wanted) {
        if (there.count(key) == 0) {
            findings.push_back(missing(key, part));
        } else if (key.first == "table") {
            compare_columns(database, pattern.database(), key.second, findings);
        } else if (there.at(key).sql != part.sql) {
            findings.push_back(missing(key, part));
        }
    }
    for (const auto& [key, part] : there) {
        if (wanted.count(key) == 0) findings.push_back(foreign(key, part));
    }
    return findings;
}

void make_missing_indexes(Database& database) {
    Pattern pattern({});  // users' tables have no index but that of their key
    const auto there = parts_of(database);
    for (const auto& [key, part] : parts_of(pattern.database())) {
        if (key.first != "index") continue;
        const auto found = there.find(key);
        if (found != there.end() && found->second.sql == part.sql) continue;
        try {
            database.execute("SAVEPOINT an_index; DROP INDEX IF EXISTS " + quote_name(key.second) +
                             "; " + part.sql + "; RELEASE an_index");
        } catch (const StoreError&) {
            database.execute("ROLLBACK TO an_index; RELEASE an_index");
        }
    }
}

bool has_system_tables(Database& database) {
    const auto there = parts_of(database);
    Pattern pattern({});
    for (const auto& [key, part] : parts_of(pattern.database())) {
        if (key.first != "table") continue;
        if (there.count(key) == 0) return false;
        const auto names = columns_of(database, key.second);
        for (const std::string& column : columns_of(pattern.database(), key.second)) {
            if (names.count(column) == 0) return false;
        }
    }
    return true;
}

std::vector<Finding> find_open_mode(const std::string& path) {
    for (const char* suffix : kSuffixes) {
        struct stat info {};
        const std::string file = path + suffix;
        if (stat(file.c_str(), &info) != 0 || (info.st_mode & 077U) == 0) continue;
        return {finding(Severity::note,
                        "open-mode",
                        "",
                        "the file " + file + " can be read or written by others",
                        true)};
    }
    return {};
}

void close_mode(const std::string& path) {
    for (const char* suffix : kSuffixes) {
        struct stat info {};
        const std::string file = path + suffix;
        if (stat(file.c_str(), &info) != 0 || (info.st_mode & 077U) == 0) continue;
        chmod(file.c_str(), info.st_mode & 0700U);
    }
}

}  // namespace syncline::store
