#include "data/odata_evaluate.hpp"

#include "data/odata_functions.hpp"
#include "data/odata_values.hpp"

#include <algorithm>
#include <vector>

namespace syncline::data {

namespace {

/// The truth of a condition's value: 1 is true, null is null, anything else is false.
Stored truth(const Stored& value) {
    return is_null(value) ? value : boolean(same_stored(value, std::int64_t{1}));
}

bool is_true(const Stored& value) {
    return !is_null(truth(value)) && truth(value) == boolean(true);
}

bool is_false(const Stored& value) {
    return truth(value) == boolean(false);
}

/// Evaluates one tree over one row.
class Evaluator {
  public:
    explicit Evaluator(const MemberValue& member) : member_(member) {}

    Stored value(const Expression& e) const {
        switch (e.node) {
            case Expression::Node::literal:
                return literal(e);
            case Expression::Node::member:
                return member_(e);
            case Expression::Node::function:
                return call(e);
            case Expression::Node::operation:
                return operation(e);
            case Expression::Node::list:
                break;
        }
        return null();
    }

  private:
    static Stored literal(const Expression& e) {
        if (e.kind != Kind::number) {
            return to_stored(column_type_of(e.kind).value_or(Type::string), e.literal);
        }
        return to_stored(Type::integer, e.literal);
    }

    Stored call(const Expression& e) const {
        const Function* function = find_function(e.name);
        if (function == nullptr) return null();
        std::vector<Stored> arguments;
        for (const Expression& operand : e.operands) arguments.push_back(value(operand));
        return function->call(arguments);
    }

    Stored operation(const Expression& e) const {
        switch (e.op) {
            case Operator::logical_or:
            case Operator::logical_and:
                return chain(e);
            case Operator::logical_not: {
                const Stored operand = truth(value(e.operands[0]));
                return is_null(operand) ? operand : boolean(is_false(operand));
            }
            case Operator::in:
                return in(e);
            case Operator::has:
                return has(value(e.operands[0]), value(e.operands[1]));
            case Operator::modulo:
                return modulo(value(e.operands[0]), value(e.operands[1]));
            case Operator::negate:
                return calculate(Operator::subtract, std::int64_t{0}, value(e.operands[0]));
            case Operator::add:
            case Operator::subtract:
            case Operator::multiply:
            case Operator::divide:
            case Operator::divide_by:
                return calculate(e.op, value(e.operands[0]), value(e.operands[1]));
            default:
                return comparison(e);
        }
    }

    /// One true decides `or`, one false decides `and`; else one null makes it null.
    Stored chain(const Expression& e) const {
        const bool is_or = e.op == Operator::logical_or;
        bool unknown = false;
        for (const Expression& operand : e.operands) {
            const Stored part = value(operand);
            if (is_or ? is_true(part) : is_false(part)) return boolean(is_or);
            unknown = unknown || is_null(part);
        }
        return unknown ? null() : boolean(!is_or);
    }

    Stored in(const Expression& e) const {
        const Expression& left = e.operands[0];
        const auto& items = e.operands[1].operands;
        const Kind kind = compared_kind_in(left, e.operands[1]);
        const Stored wanted = comparable(kind, value(left));
        return boolean(std::any_of(items.begin(), items.end(), [&](const Expression& item) {
            return same_stored(wanted, comparable(kind, value(item)));
        }));
    }

    /// Never null: null equals null and nothing else, and is neither less nor greater.
    Stored comparison(const Expression& e) const {
        const Kind kind = compared_kind(e.operands[0], e.operands[1]);
        const Stored a = comparable(kind, value(e.operands[0]));
        const Stored b = comparable(kind, value(e.operands[1]));
        switch (e.op) {
            case Operator::equal:
                return boolean(same_stored(a, b));
            case Operator::not_equal:
                return boolean(!same_stored(a, b));
            case Operator::greater_equal:
                return greater_or_equal(a, b);
            case Operator::less_equal:
                return greater_or_equal(b, a);
            default:
                break;
        }
        if (is_null(a) || is_null(b)) return boolean(false);
        const int order = compare_stored(a, b);
        return boolean(e.op == Operator::greater ? order > 0 : order < 0);
    }

    const MemberValue& member_;
};

Stored stored_member(const Expression& member, const Item& item, const TableDefinition* table) {
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? null() : Stored(text);
    };
    if (member.name == "id") return item.id;
    if (member.name == "version") return text_or_null(item.version);
    if (member.name == "createdAt") return text_or_null(item.created_at);
    if (member.name == "updatedAt") return text_or_null(item.updated_at);
    if (member.name == "deleted") return boolean(item.deleted);
    const Value* value = find_member(item.members, member.name);
    if (value == nullptr) return null();
    const Column* column = table == nullptr ? nullptr : table->column(member.name);
    if (column != nullptr) return in_column(column->type, to_stored(column->type, *value));
    switch (value->kind()) {
        case Value::Kind::boolean:
            return to_stored(Type::boolean, *value);
        case Value::Kind::number:
            return to_stored(Type::integer, *value);
        default:
            return to_stored(Type::string, *value);
    }
}

}  // namespace

Stored evaluate(const Expression& expression, const MemberValue& member) {
    return Evaluator(member).value(expression);
}

bool matches(const Expression& filter, const Item& item, const TableDefinition* table) {
    return is_true(evaluate(filter, [&item, table](const Expression& member) {
        return stored_member(member, item, table);
    }));
}

}  // namespace syncline::data
