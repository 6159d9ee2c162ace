#pragma once

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace syncline::data {

/// A value in the form in which SQLite keeps it.
struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};
using Stored = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// The column's form of a value. Every value has one: where the type cannot hold it, the JSON text
/// is kept (a number too large for 64 bits in an `integer` column becomes a double).
Stored to_stored(Type type, const Value& value);

/// What SQLite makes of it in a column of this type: text that is a number becomes one in a numeric
/// column.
Stored in_column(Type type, Stored stored);

/// The value in its usual JSON form: booleans `true`/`false`, the shortest text of a double, base64
/// with padding, strings as they are.
Value from_stored(Type type, const Stored& stored);

/// Why a user's value cannot go into a column of this type, as the end of a sentence ("must be a
/// whole number between …"), or nothing if it can. Null always can.
std::optional<std::string> problem_with(Type type, const Value& value);

/// A user's text for a column, as after `--set COL=TEXT`: `5` for a number column is a number, for
/// a string column a string. Nothing if the text is not of the type.
std::optional<Value> value_from_text(Type type, std::string_view text);

/// Whether two values are the same by the type's rule: numbers by value (in a `number` column as
/// doubles), times as instants cut to the millisecond, GUIDs without case, binary by bytes, JSON by
/// content (order of members ignored), strings exactly.
bool same_value(Type type, const Value& a, const Value& b);

/// The same for a member that no column declares: numbers by value, strings exactly or as the same
/// instant or GUID, nested by content.
bool same_value(const Value& a, const Value& b);

/// The SQL type of a column: its affinity keeps "007" text.
const char* sql_type(Type type);

/// The shortest text that reads back as this double, in JSON's grammar ("5", "1.1", "1e+308").
std::string shortest(double value);

}  // namespace syncline::data
