#pragma once

#include "data/odata.hpp"
#include "serve/shape.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What the members of a v3 table are in a filter. The functions throw Refusal: 400 with a text for
/// what the real server's parser refuses, 400 without one for what its database cannot do.
namespace syncline::server {

/// An expression whose members are resolved.
struct Typed {
    data::Expression expression;
    std::optional<MemberType> type;       ///< of a member; nothing for all else
    const MemberShape* member = nullptr;  ///< a declared one
    bool nullable = true;

    data::Kind kind() const { return expression.kind; }
    bool is(MemberType wanted) const { return type == wanted; }
    bool is_null() const { return expression.is_null(); }
    bool is_literal() const { return expression.is_literal(); }
};

bool is_one_of(std::string_view name, std::span<const std::string_view> names);

/// 400 with an error object.
[[noreturn]] void refuse_query(const std::string& message);

/// 400 without body: the parser knows it, the database does not.
[[noreturn]] void refuse_untranslatable();

/// 500 without body: the parser knows it, and then nobody does.
[[noreturn]] void fail_unbound();

/// A member of this name, ASCII case ignored where the table is declared.
Typed resolve(const data::Expression& name, const Shape& shape);

/// The name of a member as it is on the wire.
std::string resolve_name(std::string_view name, const Shape& shape);

/// Whether it is a whole number to the database, so that its text never is a decimal's.
bool is_integer(const Typed& operand);

/// Whether it is kept as a number with fraction.
bool is_fractional(const Typed& operand);

/// Checks that two operands can be compared with `eq`, or also by their order.
void check_comparable(const Typed& a, const Typed& b, bool by_order);

/// Checks that an operand is of a kind, as far as its kind is known.
void check_kind(const Typed& operand, data::Kind wanted, std::string_view where);

}  // namespace syncline::server
