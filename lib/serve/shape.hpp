#pragma once

#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// What a member of a declared table holds: the types that a v3 server's items are made of.
enum class MemberType : std::uint8_t {
    string,
    boolean,
    byte,
    int16,
    int32,
    int64,
    float32,
    float64,
    decimal,
    character,  ///< one UTF-16 unit
    datetime,   ///< wall-clock or UTC; compares and has parts
    offset,     ///< a moment that the database can neither compare nor order
    instant,    ///< a moment kept as a number: compares and orders, has no parts
    date,
    time,
    guid,
    binary,
    enumeration,
};

/// One declared member.
struct MemberShape {
    std::string name;  ///< as on the wire
    MemberType type = MemberType::string;
    bool nullable = false;
    Value initial;                   ///< what it is when a body leaves it out
    std::vector<std::string> names;  ///< of an enumeration, in the order of their numbers

    bool present = false;                    ///< a body must have it
    bool required = false;                   ///< its text may not be blank
    std::optional<std::int64_t> min_length;  ///< in UTF-16 units
    std::optional<std::int64_t> max_length;
    std::optional<std::int64_t> least;
    std::optional<std::int64_t> most;
    bool unique = false;     ///< no two items have the same value, nulls apart
    std::string references;  ///< the table whose ids it holds; empty: none
};

/// The declared members of a table, without id and system properties. None: items are kept as they
/// come.
struct Shape {
    std::vector<MemberShape> members;

    bool declared() const { return !members.empty(); }

    /// The member of this name (ASCII case ignored), or nullptr.
    const MemberShape* find(std::string_view name) const;
};

/// What a member of this type is when nobody says: null if it may be, else 0, "", false, the first
/// name, midnight, 1 January of the year 1.
Value initial_value(const MemberShape& member);

/// Whether it is a string, and one that UTF-16 can hold: no lone surrogate.
bool is_text(const Value& value);

/// A value as the member keeps it: numbers in their shortest form, moments in UTC to the
/// millisecond, GUIDs in lower case, the names of an enumeration in its own case. What is beyond a
/// floating-point number becomes `1e999` or `-1e999`. Null passes also for text and binary that may
/// not be null: that is the store's refusal (check_constraints). Nothing if it is no such value.
std::optional<Value> read_value(const MemberShape& member, const Value& value);

/// All declared members, in their order: those given (ASCII case ignored, the last of two counts,
/// others are dropped), and the initial values of the rest. As they are if none are declared.
/// Throws DataError for a value that is none of its type, and for an absent one that must be there.
Members read_own(const Shape& shape, const Members& given);

/// Whether the JSON text of an item holds a number that read_value made of what it could not keep.
bool holds_infinity(std::string_view json);

}  // namespace syncline::server
