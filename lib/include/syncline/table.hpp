#pragma once

#include <syncline/export.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline {

/// What a column may hold. lib/data/types.hpp has the SQLite form of each.
enum class Type : std::uint8_t {
    string,
    boolean,
    integer,
    number,
    datetime,
    date,
    time,
    guid,
    binary,
    json,
};

/// The name of a type in definitions, for example "datetime".
SYNCLINE_EXPORT const char* name_of(Type type);

/// The type of this name, or nothing.
SYNCLINE_EXPORT std::optional<Type> type_of(std::string_view name);

struct Column {
    std::string name;
    Type type = Type::string;

    bool operator==(const Column&) const = default;
};

/// Whether deletions of a table can be seen by a pull. Learned from the service's answers.
enum class Deletes : std::uint8_t { unknown, soft, hard };

SYNCLINE_EXPORT const char* name_of(Deletes deletes);

/// A table of the store. `id`, `version`, `createdAt` and `updatedAt` are there without being
/// named.
struct TableDefinition {
    std::string name;             ///< the local name: a letter or `_`, then letters, digits, `_`
    std::vector<Column> columns;  ///< in the order given; a subset of the server's members
    std::string remote_name;      ///< the name in URLs; empty means `name`
    std::string path;             ///< path below the service root; empty means `tables/REMOTE-NAME`
    bool independent = false;     ///< its operations need not wait for those of other tables
    std::string complete_column;  ///< the column that `complete` sets; empty means `complete`
    std::string conflict;         ///< who decides its conflicts (see read_policy); empty means ask

    /// The column of this name (ASCII case ignored), or nullptr.
    SYNCLINE_EXPORT const Column* column(std::string_view column_name) const;
};

/// Reads `NAME:TYPE`. Throws DataError for a bad name, UsageError for an unknown type, each naming
/// what was expected.
SYNCLINE_EXPORT Column read_column(std::string_view text);

/// Reads a definition from JSON: what `write_definition` writes, or an object with the `columns` as
/// an object, `{"text":"string"}`; other members may be absent or null. Of an array of definitions
/// takes the one called `name`; an object without a `name` gets it. Throws DataError naming what is
/// wrong, also for a member that no definition has.
SYNCLINE_EXPORT TableDefinition read_definition(std::string_view json, std::string_view name = {});

/// One JSON object of the type "table", compact; what is not set is null, nobody's policy is "ask".
SYNCLINE_EXPORT std::string write_definition(const TableDefinition& definition);

/// A user's text as a value of the column: `5` is a number for an `integer` column and a string for
/// a `string` column. Throws DataError naming what was expected.
SYNCLINE_EXPORT Value read_text(const Column& column, std::string_view text);

}  // namespace syncline
