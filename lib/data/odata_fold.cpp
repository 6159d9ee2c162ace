#include "data/odata_fold.hpp"

#include "data/odata_evaluate.hpp"
#include "data/types.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace syncline::data {

namespace {

/// A computed value as a literal of this kind.
Expression literal_of(Kind kind, const Stored& value, std::size_t position) {
    Expression literal;
    literal.kind = kind;
    literal.position = position;
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (kind == Kind::boolean && whole != nullptr) {
        literal.literal = Value::boolean(*whole == 1);
    } else if (const auto* real = std::get_if<double>(&value)) {
        // A fraction or an exponent keeps a double a double.
        std::string text = shortest(*real);
        if (text.find_first_of(".e") == std::string::npos) text += ".0";
        literal.literal = Value::number(std::move(text));
    } else {
        literal.literal = from_stored(column_type_of(kind).value_or(Type::string), value);
    }
    return literal;
}

/// Whether null in an operand makes the whole null, whatever the others are.
bool is_strict(const Expression& e) {
    return e.node == Expression::Node::function ||
           (e.node == Expression::Node::operation && e.kind == Kind::number);
}

Operator mirrored(Operator op) {
    switch (op) {
        case Operator::greater:
            return Operator::less;
        case Operator::greater_equal:
            return Operator::less_equal;
        case Operator::less:
            return Operator::greater;
        case Operator::less_equal:
            return Operator::greater_equal;
        default:
            return op;
    }
}

bool is_comparison(const Expression& e) {
    return e.node == Expression::Node::operation && e.op >= Operator::equal &&
           e.op <= Operator::less_equal;
}

void collect_members(const Expression& e, std::vector<std::string>& names) {
    if (e.is_member() && std::find(names.begin(), names.end(), e.name) == names.end()) {
        names.push_back(e.name);
    }
    for (const Expression& operand : e.operands) collect_members(operand, names);
}

}  // namespace

Expression folded(const Expression& expression) {
    using Node = Expression::Node;
    if (expression.node != Node::operation && expression.node != Node::function) return expression;
    Expression result = expression;
    for (Expression& operand : result.operands) operand = folded(operand);
    const auto constant = [](const Expression& operand) {
        return operand.is_literal() || operand.node == Node::list;
    };
    const auto& operands = result.operands;
    if (std::all_of(operands.begin(), operands.end(), constant)) {
        const auto no_member = [](const Expression&) -> Stored { return std::monostate{}; };
        const Stored value = evaluate(result, no_member);
        const auto* real = std::get_if<double>(&value);
        const bool infinite = real != nullptr && !std::isfinite(*real);
        return infinite ? result : literal_of(result.kind, value, result.position);
    }
    const bool with_null = std::any_of(operands.begin(),
                                       operands.end(),
                                       [](const Expression& operand) { return operand.is_null(); });
    if (with_null && is_strict(result)) return literal_of(result.kind, {}, result.position);
    if (is_comparison(result) && operands[0].is_literal()) {
        std::swap(result.operands[0], result.operands[1]);
        result.op = mirrored(result.op);
    }
    return result;
}

Expression with_lists(const Expression& chain) {
    constexpr std::size_t kShort = 8;
    if (chain.op != Operator::logical_or || chain.operands.size() <= kShort) return chain;
    std::map<std::string, std::vector<const Expression*>> by_member;
    Expression result = chain;
    result.operands.clear();
    for (const Expression& e : chain.operands) {
        const bool fits = e.is(Operator::equal) && e.operands[0].is_member() &&
                          e.operands[1].is_literal() && !e.operands[1].is_null();
        if (fits) {
            by_member[e.operands[0].name].push_back(&e);
        } else {
            result.operands.push_back(e);
        }
    }
    for (const auto& entry : by_member) {
        if (entry.second.size() == 1) {
            result.operands.push_back(*entry.second.front());
            continue;
        }
        Expression list;
        list.node = Expression::Node::list;
        for (const Expression* e : entry.second) list.operands.push_back(e->operands[1]);
        Expression in = *entry.second.front();
        in.op = Operator::in;
        in.operands[1] = std::move(list);
        result.operands.push_back(std::move(in));
    }
    return result;
}

std::vector<std::string> members_of(const Expression& expression) {
    std::vector<std::string> names;
    collect_members(expression, names);
    return names;
}

}  // namespace syncline::data
