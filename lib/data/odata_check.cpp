#include "data/odata_check.hpp"

#include "base/text.hpp"
#include "data/names.hpp"
#include "data/odata_literal.hpp"

namespace syncline::data {

namespace {

bool same_name(const Scope& scope, std::string_view a, std::string_view b) {
    return scope.ignore_case ? base::same_ignoring_case(a, b) : a == b;
}

Kind kind_of_system_property(std::string_view name) {
    if (name == "deleted") return Kind::boolean;
    return name == "createdAt" || name == "updatedAt" ? Kind::datetime : Kind::string;
}

bool can_be(Kind kind, Kind wanted) {
    return kind == wanted || kind == Kind::unknown;
}

void check_operand(const Source& source,
                   const Expression& operand,
                   Kind wanted,
                   std::string_view word) {
    if (can_be(operand.kind, wanted)) return;
    const bool is_not = word == "not" && operand.is_member();
    source.fail(operand.position,
                in_quotes(word) + " needs " + std::string(described(wanted)) + ", found " +
                    std::string(described(operand.kind)),
                is_not ? "\"not\" binds tighter than comparisons: write not (a eq b)" : "");
}

/// What to try where two kinds cannot be compared.
std::string hint_for(const Expression& a, const Expression& b) {
    const auto one_is = [&a, &b](Kind kind) { return a.kind == kind || b.kind == kind; };
    if (one_is(Kind::json)) return "a json column can only be compared with null";
    if (one_is(Kind::string) && one_is(Kind::datetime)) {
        return "date-times stand without quotes: 2026-11-24T20:15:00Z";
    }
    if (one_is(Kind::string) && (one_is(Kind::guid) || one_is(Kind::date) || one_is(Kind::time))) {
        return "GUIDs, dates and times stand without quotes";
    }
    if (one_is(Kind::date) && one_is(Kind::datetime)) {
        return "write a whole date-time (2026-11-24T00:00:00Z), or date(…) around the other side";
    }
    if (one_is(Kind::string) && one_is(Kind::binary)) return "binary is written binary'AP8='";
    if (one_is(Kind::string) && one_is(Kind::number)) {
        const Expression& string = a.kind == Kind::string ? a : b;
        return string.is_literal() ? "numbers stand without quotes"
                                   : "strings stand in single quotes";
    }
    const bool flag = (a.kind == Kind::boolean && a.is_member() && b.is_literal()) ||
                      (b.kind == Kind::boolean && b.is_member() && a.is_literal());
    if (flag && (one_is(Kind::number) || one_is(Kind::string))) {
        return "booleans are written true and false";
    }
    return {};
}

void check_comparable(const Source& source,
                      const Expression& operation,
                      const Expression& a,
                      const Expression& b) {
    const bool json = a.kind == Kind::json || b.kind == Kind::json;
    const bool with_null = a.is_null() || b.is_null();
    if (with_null) return;
    if (!json && (can_be(a.kind, b.kind) || can_be(b.kind, a.kind))) return;
    source.fail(operation.position,
                in_quotes(word_of(operation.op)) + " cannot compare " +
                    std::string(described(a.kind)) + " with " + std::string(described(b.kind)),
                hint_for(a, b));
}

[[noreturn]] void fail_unknown_column(const Source& source,
                                      const TableDefinition& table,
                                      std::string_view name,
                                      std::size_t position) {
    std::vector<std::string> known(kSystemProperties.begin(), kSystemProperties.end());
    for (const Column& column : table.columns) known.push_back(column.name);
    const std::string meant = base::nearest(name, known);
    source.fail(position,
                "there is no column " + in_quotes(name),
                meant.empty() ? "the columns are " + base::join(known, ", ")
                              : "did you mean " + in_quotes(meant) + "?");
}

}  // namespace

Expression resolve_member(const Source& source,
                          const Scope& scope,
                          std::string_view name,
                          std::size_t position) {
    Expression member;
    member.node = Expression::Node::member;
    member.position = position;
    if (scope.unbound) {
        member.name = name;
        return member;
    }
    for (const std::string_view property : kSystemProperties) {
        if (!same_name(scope, property, name)) continue;
        member.name = property;
        member.kind = kind_of_system_property(property);
        return member;
    }
    if (scope.table == nullptr) {
        member.name = name;
        return member;
    }
    for (const Column& column : scope.table->columns) {
        if (!same_name(scope, column.name, name)) continue;
        member.name = column.name;
        member.kind = kind_of(column.type);
        return member;
    }
    fail_unknown_column(source, *scope.table, name, position);
}

void check_operation(const Source& source, Expression& operation) {
    const auto& operands = operation.operands;
    const std::string_view word = word_of(operation.op);
    operation.kind = Kind::boolean;
    switch (operation.op) {
        case Operator::logical_or:
        case Operator::logical_and:
        case Operator::logical_not:
            for (const Expression& operand : operands) {
                check_condition_operand(source, operation.op, operand);
            }
            return;
        case Operator::equal:
        case Operator::not_equal:
        case Operator::greater:
        case Operator::greater_equal:
        case Operator::less:
        case Operator::less_equal:
            check_comparable(source, operation, operands[0], operands[1]);
            return;
        case Operator::in:
            for (const Expression& item : operands[1].operands) {
                check_comparable(source, operation, operands[0], item);
            }
            return;
        case Operator::has:
            if (!can_be(operands[0].kind, Kind::string)) {
                check_operand(source, operands[0], Kind::number, word);
            }
            check_comparable(source, operation, operands[0], operands[1]);
            return;
        default:
            operation.kind = Kind::number;
            for (const Expression& operand : operands) {
                check_operand(source, operand, Kind::number, word);
            }
    }
}

void check_condition_operand(const Source& source, Operator op, const Expression& operand) {
    check_operand(source, operand, Kind::boolean, word_of(op));
}

void check_call(const Source& source, const Function& function, Expression& call) {
    const std::size_t count = call.operands.size();
    if (count < function.least || count > function.most) {
        const std::string wanted =
            function.least == function.most
                ? std::to_string(function.least)
                : std::to_string(function.least) + " or " + std::to_string(function.most);
        source.fail(call.position,
                    in_quotes(function.name) + " takes " + wanted +
                        (wanted == "1" ? " argument" : " arguments") + ", found " +
                        std::to_string(count));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const Kind kind = call.operands[i].kind;
        if (i == 0 && function.also != Kind::unknown && kind == function.also) continue;
        check_operand(source, call.operands[i], function.arguments.at(i), function.name);
    }
    call.kind = function.result;
}

void check_condition(const Source& source, const Expression& filter) {
    if (can_be(filter.kind, Kind::boolean)) return;
    source.fail(filter.position,
                "expected a condition, found " + std::string(described(filter.kind)),
                filter.is_member() ? "compare it, for example " + filter.name + " ne null" : "");
}

}  // namespace syncline::data
