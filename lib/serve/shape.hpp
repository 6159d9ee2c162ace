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
};

/// The declared members of a table, without id and system properties. None: items are kept as they
/// come.
struct Shape {
    std::vector<MemberShape> members;

    bool declared() const { return !members.empty(); }

    /// The member of this name (ASCII case ignored), or nullptr.
    const MemberShape* find(std::string_view name) const;
};

}  // namespace syncline::server
