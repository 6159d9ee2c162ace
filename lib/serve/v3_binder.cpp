#include "serve/v3_binder.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/odata_functions.hpp"
#include "serve/v3_types.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace syncline::server {

namespace {

using data::Expression;
using data::Kind;
using data::Operator;
using Node = Expression::Node;

constexpr std::array<std::string_view, 9> kPartsOfTime{
    "year", "month", "day", "hour", "minute", "second", "fractionalseconds", "date", "time"};
constexpr std::array<std::string_view, 3> kRoundings{"round", "floor", "ceiling"};

Expression literal(Value value, Kind kind) {
    Expression e;
    e.literal = std::move(value);
    e.kind = kind;
    return e;
}

Expression call(std::string name, Kind kind, std::vector<Expression> operands) {
    Expression e;
    e.node = Node::function;
    e.name = std::move(name);
    e.kind = kind;
    e.operands = std::move(operands);
    return e;
}

/// A condition that is false where `e` is null.
Expression never_null(Expression e) {
    Expression equal;
    equal.node = Node::operation;
    equal.op = Operator::equal;
    equal.kind = Kind::boolean;
    equal.operands.push_back(std::move(e));
    equal.operands.push_back(literal(Value::boolean(true), Kind::boolean));
    return equal;
}

Typed plain(Expression e) {
    Typed typed;
    typed.expression = std::move(e);
    return typed;
}

class Binder {
  public:
    Binder(std::string_view text, const Shape& shape) : text_(text), shape_(shape) {}

    Typed bind(const Expression& e) const {
        switch (e.node) {
            case Node::member:
                return member(e);
            case Node::operation:
                return plain(operation(e));
            case Node::function:
                return e.name == "cast" ? cast(e) : plain(function(e));
            default:
                return plain(e);
        }
    }

  private:
    /// An enumeration is its number wherever it stands.
    Typed member(const Expression& e) const {
        Typed typed = resolve(e, shape_);
        if (!typed.is(MemberType::enumeration)) return typed;
        Expression names =
            literal(Value::string(base::join(typed.member->names, ",")), Kind::string);
        typed.expression = call("v3_ordinal", Kind::number, {typed.expression, std::move(names)});
        return typed;
    }

    Expression operation(const Expression& e) const {
        switch (e.op) {
            case Operator::logical_or:
            case Operator::logical_and:
            case Operator::logical_not:
                return with_operands(e, Kind::boolean);
            case Operator::in:
                return membership(e);
            case Operator::has:
                refuse_untranslatable();
            case Operator::equal:
            case Operator::not_equal:
            case Operator::greater:
            case Operator::greater_equal:
            case Operator::less:
            case Operator::less_equal:
                return comparison(e);
            default:
                return with_operands(e, Kind::number);
        }
    }

    Expression with_operands(const Expression& e, Kind wanted) const {
        Expression bound = e;
        for (Expression& operand : bound.operands) {
            Typed typed = bind(operand);
            check_kind(typed, wanted, data::word_of(e.op));
            operand = is_fractional(typed)
                          ? call("v3_real", Kind::number, {std::move(typed.expression)})
                          : std::move(typed.expression);
        }
        return bound;
    }

    Expression comparison(const Expression& e) const {
        const bool equality = e.op == Operator::equal || e.op == Operator::not_equal;
        Typed a = bind(e.operands[0]);
        Typed b = bind(e.operands[1]);
        meet(a, b, !equality);
        if (equality && (is_never_equal(a, b) || is_never_equal(b, a))) {
            return literal(Value::boolean(e.op == Operator::not_equal), Kind::boolean);
        }
        Expression bound = e;
        bound.operands = {std::move(a.expression), std::move(b.expression)};
        return bound;
    }

    Expression membership(const Expression& e) const {
        Typed left = bind(e.operands[0]);
        Expression bound = e;
        std::vector<Expression> items;
        for (const Expression& one : e.operands[1].operands) {
            Typed item = plain(one);
            if (item.is_null() && !left.nullable) {
                refuse_query("A null value was found where none is allowed.");
            }
            meet(left, item, false);
            if (!is_never_equal(left, item)) items.push_back(std::move(item.expression));
        }
        bound.operands[0] = std::move(left.expression);
        bound.operands[1].operands = std::move(items);
        return bound;
    }

    /// Checks that two operands can be compared, and brings literals into the members' form.
    void meet(Typed& a, Typed& b, bool by_order) const {
        read_name(a, b);
        read_name(b, a);
        check_comparable(a, b, by_order);
        settle(a, b);
        settle(b, a);
    }

    static void read_name(const Typed& member, Typed& other) {
        if (member.is(MemberType::enumeration) && other.is_literal() &&
            other.kind() == Kind::string) {
            other.expression = number_of(*member.member, other.expression);
        }
    }

    void settle(const Typed& member, Typed& other) const {
        const bool instant = member.is(MemberType::instant);
        if (instant && is_call_of_now(other.expression)) refuse_untranslatable();
        if (!other.is_literal() || other.is_null()) return;
        if (instant) cut_to_milliseconds(other.expression);
        // The members' text is base64 in its one form.
        if (other.kind() == Kind::binary) other.expression.kind = Kind::string;
    }

    static Expression number_of(const MemberShape& member, const Expression& name) {
        const auto found = std::find(member.names.begin(), member.names.end(), name.literal.text());
        if (found == member.names.end()) {
            refuse_query("The string '" + base::one_line(name.literal.text(), 80) +
                         "' is not a valid enumeration type constant.");
        }
        return literal(Value::integer(found - member.names.begin()), Kind::number);
    }

    static void cut_to_milliseconds(Expression& moment) {
        const auto instant = base::read_instant(moment.literal.text());
        if (!instant) return;
        moment.literal = Value::string(base::write_timestamp(Timestamp(instant->milliseconds)));
    }

    bool is_never_equal(const Typed& member, const Typed& other) const {
        return is_integer(member) && other.is_literal() && other.kind() == Kind::number &&
               is_decimal_literal(other.expression);
    }

    bool is_call_of_now(const Expression& e) const {
        constexpr std::string_view kNow = "now";
        return e.is_literal() && e.kind == Kind::datetime &&
               base::same_ignoring_case(text_.substr(e.position, kNow.size()), kNow);
    }

    /// Whether the number is written with the suffix of a decimal.
    bool is_decimal_literal(const Expression& e) const {
        const std::size_t start = std::min(e.position, text_.size());
        const std::size_t end =
            std::min(text_.find_first_not_of("-0123456789.eEmM", start), text_.size());
        return end > start && (text_[end - 1] == 'M' || text_[end - 1] == 'm');
    }

    Typed cast(const Expression& e) const {
        Typed operand = bind(e.operands[0]);
        const bool to_text = e.kind == Kind::string;
        const std::string& type = e.operands[1].literal.text();
        const bool to_fraction =
            type == "Edm.Double" || type == "Edm.Single" || type == "Edm.Decimal";
        if (operand.kind() == Kind::unknown && !to_text) refuse_untranslatable();
        if (operand.kind() == e.kind && (e.kind != Kind::number || is_integer(operand))) {
            return operand;
        }
        if (operand.kind() == e.kind && to_fraction) return operand;
        if (!to_text || !(is_integer(operand) || operand.kind() == Kind::unknown)) {
            refuse_untranslatable();
        }
        return plain(call("v3_text", Kind::string, {std::move(operand.expression)}));
    }

    Expression function(const Expression& e) const {
        const data::Function* const function = data::find_function(e.name);
        if (function == nullptr) fail_unbound();
        Expression bound = e;
        for (std::size_t i = 0; i < e.operands.size(); ++i) {
            Typed operand = bind(e.operands[i]);
            const bool also =
                i == 0 && function->also != Kind::unknown && operand.kind() == function->also;
            if (!also) check_kind(operand, function->arguments.at(i), e.name);
            check_translatable(e.name, operand);
            bound.operands[i] = std::move(operand.expression);
        }
        return as_in_sqlite(std::move(bound));
    }

    void check_translatable(std::string_view name, const Typed& operand) const {
        const bool has_no_parts = operand.is(MemberType::instant) ||
                                  operand.is(MemberType::offset) || operand.is(MemberType::time);
        const bool refused = is_one_of(name, kPartsOfTime)
                                 ? has_no_parts
                                 : is_one_of(name, kRoundings) && operand.is(MemberType::decimal);
        if (refused) refuse_untranslatable();
    }

    static Expression as_in_sqlite(Expression e) {
        if (e.name == "contains") return never_null(std::move(e));
        if (e.name == "startswith" || e.name == "endswith") {
            for (Expression& operand : e.operands) {
                operand = call("tolower", Kind::string, {std::move(operand)});
            }
            return never_null(std::move(e));
        }
        if (e.name == "concat" || e.name == "trim") e.name = "v3_" + e.name;
        return e;
    }

    std::string_view text_;
    const Shape& shape_;
};

}  // namespace

Expression bind_filter(const Expression& filter, std::string_view text, const Shape& shape) {
    Typed bound = Binder(text, shape).bind(filter);
    check_kind(bound, Kind::boolean, "$filter");
    return std::move(bound.expression);
}

Expression bind_order(const Expression& expression, std::string_view text, const Shape& shape) {
    Typed bound = Binder(text, shape).bind(expression);
    if (bound.is(MemberType::offset)) refuse_untranslatable();
    return std::move(bound.expression);
}

}  // namespace syncline::server
