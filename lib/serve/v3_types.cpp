#include "serve/v3_types.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"
#include "serve/item_text.hpp"

#include <algorithm>
#include <array>

namespace syncline::server {

namespace {

using data::Kind;

struct SystemMember {
    std::string_view name;
    MemberType type;
    bool nullable;
};
constexpr std::array<SystemMember, 4> kSystemMembers{{{"id", MemberType::string, false},
                                                      {"updatedAt", MemberType::instant, true},
                                                      {"version", MemberType::binary, true},
                                                      {"deleted", MemberType::boolean, false}}};

/// Enumerations are compared by their numbers, binary by its base64 text: see the binder.
Kind kind_of(MemberType type) {
    switch (type) {
        case MemberType::string:
        case MemberType::character:
            return Kind::string;
        case MemberType::boolean:
            return Kind::boolean;
        case MemberType::datetime:
        case MemberType::offset:
        case MemberType::instant:
            return Kind::datetime;
        case MemberType::date:
            return Kind::date;
        case MemberType::time:
            return Kind::time;
        case MemberType::guid:
            return Kind::guid;
        case MemberType::binary:
            return Kind::binary;
        case MemberType::enumeration:
            return Kind::unknown;
        default:
            return Kind::number;
    }
}

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "a boolean";
        case Kind::number:
            return "a number";
        case Kind::string:
            return "a string";
        case Kind::datetime:
            return "a date-time";
        case Kind::date:
            return "a date";
        case Kind::time:
            return "a time of day";
        case Kind::guid:
            return "a GUID";
        case Kind::binary:
            return "binary";
        default:
            return "of another type";
    }
}

const SystemMember* find_system_member(std::string_view name) {
    for (const SystemMember& one : kSystemMembers) {
        if (base::same_ignoring_case(one.name, name)) return &one;
    }
    return nullptr;
}

[[noreturn]] void refuse_property(std::string_view name) {
    refuse_query("Could not find a property named '" + base::one_line(name, 80) + "'.");
}

bool one_is(const Typed& a, const Typed& b, MemberType type) {
    return a.is(type) || b.is(type);
}

bool kinds_are(const Typed& a, const Typed& b, Kind one, Kind other) {
    return (a.kind() == one && b.kind() == other) || (a.kind() == other && b.kind() == one);
}

}  // namespace

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void refuse_query(const std::string& message) {
    throw Refusal(400, message);
}

void refuse_untranslatable() {
    throw Refusal(400, "");
}

void fail_unbound() {
    throw Refusal(500, "");
}

Typed resolve(const data::Expression& name, const Shape& shape) {
    Typed typed;
    typed.expression = name;
    if (const SystemMember* const system = find_system_member(name.name)) {
        typed.expression.name = system->name;
        typed.type = system->type;
        typed.nullable = system->nullable;
    } else if (const MemberShape* const member = shape.find(name.name)) {
        typed.expression.name = member->name;
        typed.type = member->type;
        typed.nullable = member->nullable;
        typed.member = member;
    } else if (shape.declared() || !is_identifier(name.name)) {
        refuse_property(name.name);
    }
    if (typed.type) typed.expression.kind = kind_of(*typed.type);
    return typed;
}

std::string resolve_name(std::string_view name, const Shape& shape) {
    data::Expression expression;
    expression.node = data::Expression::Node::member;
    expression.name = name;
    return resolve(expression, shape).expression.name;
}

bool is_integer(const Typed& operand) {
    return operand.is(MemberType::byte) || operand.is(MemberType::int16) ||
           operand.is(MemberType::int32) || operand.is(MemberType::int64);
}

bool is_fractional(const Typed& operand) {
    return operand.is(MemberType::float32) || operand.is(MemberType::float64) ||
           operand.is(MemberType::decimal);
}

void check_comparable(const Typed& a, const Typed& b, bool by_order) {
    if (a.is_null() || b.is_null()) return;
    if (kinds_are(a, b, Kind::datetime, Kind::date)) refuse_untranslatable();
    const bool known = a.kind() != Kind::unknown && b.kind() != Kind::unknown;
    if (known && a.kind() != b.kind()) {
        refuse_query("A binary operator with incompatible types was detected: one operand is " +
                     std::string(name_of(a.kind())) + ", the other " +
                     std::string(name_of(b.kind())) + '.');
    }
    if (one_is(a, b, MemberType::offset) || one_is(a, b, MemberType::time)) {
        refuse_untranslatable();
    }
    if (by_order && (a.kind() == Kind::binary || b.kind() == Kind::binary)) {
        refuse_query("Binary values have no order.");
    }
}

void check_kind(const Typed& operand, Kind wanted, std::string_view where) {
    const bool enumeration = operand.is(MemberType::enumeration);
    if (!enumeration && (operand.kind() == wanted || operand.kind() == Kind::unknown)) return;
    refuse_query("'" + std::string(where) + "' needs " + std::string(name_of(wanted)) +
                 ", and its operand is " +
                 std::string(enumeration ? "an enumeration" : name_of(operand.kind())) + '.');
}

}  // namespace syncline::server
