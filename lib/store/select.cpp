#include "store/select.hpp"

#include "data/odata_fold.hpp"
#include "data/odata_functions.hpp"
#include "data/odata_values.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace syncline::store {

namespace {

using data::Expression;
using data::Kind;
using data::Operator;
using data::Stored;
using Node = Expression::Node;

void append(Sql& sql, const Sql& part) {
    sql.text += part.text;
    sql.bindings.insert(sql.bindings.end(), part.bindings.begin(), part.bindings.end());
}

Sql plain(std::string text) {
    return {std::move(text), {}};
}

/// `(a OPERATOR b)`.
Sql infix(const Sql& a, std::string_view word, const Sql& b) {
    Sql sql = plain("(");
    append(sql, a);
    sql.text += word;
    append(sql, b);
    sql.text += ")";
    return sql;
}

Sql wrapped(std::string_view before, const Sql& inner, std::string_view after) {
    Sql sql = plain(std::string(before));
    append(sql, inner);
    sql.text += after;
    return sql;
}

Sql call(std::string_view name, std::span<const Sql> arguments) {
    Sql sql = plain(std::string(name) + "(");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i != 0) sql.text += ",";
        append(sql, arguments[i]);
    }
    sql.text += ")";
    return sql;
}

/// A chain in groups: SQLite takes `a OR b OR c` for a tree as deep as the chain is long, and
/// refuses trees deeper than a thousand.
Sql joined(std::vector<Sql> parts, std::string_view word) {
    constexpr std::size_t kGroup = 32;
    while (parts.size() > 1) {
        std::vector<Sql> groups;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i % kGroup == 0) {
                groups.push_back(plain("("));
            } else {
                groups.back().text += word;
            }
            append(groups.back(), parts[i]);
            if ((i + 1) % kGroup == 0 || i + 1 == parts.size()) groups.back().text += ")";
        }
        parts = std::move(groups);
    }
    return std::move(parts.front());
}

/// SQLite's parser has a stack of a hundred entries. Throws UsageError where it would not do; the
/// rest of the statement may take a third of it.
void check_nesting(const std::string& sql) {
    constexpr int kMost = 66;
    constexpr int kAfterParenthesis = 1;
    constexpr int kAfterOperator = 3;
    constexpr int kCall = 5;
    std::vector<int> open;
    int total = 0;
    char before = ' ';
    for (const char c : sql) {
        if (c == '(') {
            const bool call = before != ' ' && before != '(' && before != ',';
            open.push_back(before == '(' ? kAfterParenthesis : call ? kCall : kAfterOperator);
            total += open.back();
            if (total > kMost) throw UsageError("filter: it is nested too deeply");
        } else if (c == ')' && !open.empty()) {
            total -= open.back();
            open.pop_back();
        }
        before = c;
    }
}

std::string_view sql_word(Operator op) {
    switch (op) {
        case Operator::greater:
            return " > ";
        case Operator::greater_equal:
            return " >= ";
        case Operator::less:
            return " < ";
        case Operator::less_equal:
            return " <= ";
        case Operator::add:
            return " + ";
        case Operator::subtract:
            return " - ";
        case Operator::multiply:
            return " * ";
        default:
            return " / ";
    }
}

/// Literals in the column's form; `comparable` forms are made here, once, not row by row.
Stored stored_literal(const Expression& e) {
    if (e.kind == Kind::number) return data::to_stored(Type::integer, e.literal);
    return data::to_stored(data::column_type_of(e.kind).value_or(Type::string), e.literal);
}

Sql bound(Stored value) {
    if (std::holds_alternative<std::monostate>(value)) return plain("NULL");
    return {"?", {std::move(value)}};
}

class Writer {
  public:
    explicit Writer(const ColumnSql& column) : column_(column) {}

    /// A condition. Where it is `strict`, null and false are told apart as OData does; at the root
    /// and in its chains they are the same, which lets SQLite's own comparisons stand.
    Sql condition(const Expression& e, bool strict) const {
        switch (e.node) {
            case Node::operation:
                return operation(e, strict);
            case Node::function:
                return function(e);
            case Node::literal:
                return e.is_null() ? plain("NULL") : plain(e.literal.is_true() ? "1" : "0");
            default:
                return wrapped("(", plain(column_(e.name)), " = 1)");
        }
    }

    /// The value of an expression of this kind, in the form that compares.
    Sql comparable(const Expression& e, Kind kind) const {
        if (e.is_literal()) return bound(data::comparable(kind, stored_literal(e)));
        Sql sql = value(e);
        switch (kind) {
            case Kind::datetime:
                return wrapped("odata_instant(", sql, ")");
            case Kind::time:
                return wrapped("odata_timeofday(", sql, ")");
            case Kind::guid:
                return wrapped("odata_uuid(", sql, ")");
            default:
                return sql;
        }
    }

  private:
    Sql value(const Expression& e) const {
        switch (e.node) {
            case Node::literal:
                return bound(stored_literal(e));
            case Node::member:
                return plain(column_(e.name));
            case Node::function:
                return function(e);
            default:
                return operation(e, true);
        }
    }

    Sql operation(const Expression& e, bool strict) const {
        switch (e.op) {
            case Operator::logical_or:
            case Operator::logical_and:
                return chain(e, strict);
            case Operator::logical_not:
                return wrapped("(NOT ", condition(e.operands[0], true), ")");
            case Operator::equal:
            case Operator::not_equal:
                return equality(e, strict);
            case Operator::in:
                return in(e, strict);
            case Operator::greater:
            case Operator::greater_equal:
            case Operator::less:
            case Operator::less_equal:
                return relation(e, strict);
            case Operator::has:
                return call("odata_has", values(e));
            default:
                return arithmetic(e);
        }
    }

    Sql chain(const Expression& e, bool strict) const {
        std::vector<Sql> parts;
        // SQLite takes a long list much better than a long chain.
        const Expression shorter = data::with_lists(e);
        for (const Expression& operand : shorter.operands) {
            parts.push_back(condition(operand, strict));
        }
        return joined(std::move(parts), e.op == Operator::logical_or ? " OR " : " AND ");
    }

    Sql equality(const Expression& e, bool strict) const {
        const bool equal = e.op == Operator::equal;
        for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
            if (!e.operands[side].is_null()) continue;
            return wrapped("(", value(e.operands[1 - side]), equal ? " IS NULL)" : " IS NOT NULL)");
        }
        const auto [a, b] = sides(e);
        const bool with_literal = e.operands[0].is_literal() || e.operands[1].is_literal();
        if (!equal) return infix(a, " IS NOT ", b);
        return infix(a, with_literal && !strict ? " = " : " IS ", b);
    }

    Sql relation(const Expression& e, bool strict) const {
        const auto [a, b] = sides(e);
        Sql sql = infix(a, sql_word(e.op), b);
        const bool or_equal = e.op == Operator::greater_equal || e.op == Operator::less_equal;
        const auto never_null = [](const Expression& side) {
            return side.is_literal() && !side.is_null();
        };
        if (or_equal && !never_null(e.operands[0]) && !never_null(e.operands[1])) {
            // Null is greater or equal to null. A function, since text that holds its operands
            // twice would double with each level.
            const bool greater = e.op == Operator::greater_equal;
            return call("odata_ge", std::array<Sql, 2>{greater ? a : b, greater ? b : a});
        }
        return strict ? wrapped("(", sql, " IS TRUE)") : sql;
    }

    Sql in(const Expression& e, bool strict) const {
        const Expression& left = e.operands[0];
        const Kind kind = data::compared_kind_in(left, e.operands[1]);
        Sql list;
        bool with_null = false;
        for (const Expression& item : e.operands[1].operands) {
            with_null = with_null || item.is_null();
            if (item.is_null()) continue;
            if (!list.text.empty()) list.text += ",";
            append(list, comparable(item, kind));
        }
        const Sql a = comparable(left, kind);
        if (list.text.empty()) return with_null ? wrapped("(", a, " IS NULL)") : plain("0");
        const Sql is_in = infix(a, " IN ", wrapped("(", list, ")"));
        if (with_null) return wrapped("(", is_in, " IS NOT FALSE)");
        return strict ? wrapped("(", is_in, " IS TRUE)") : is_in;
    }

    Sql arithmetic(const Expression& e) const {
        const std::vector<Sql> operands = values(e);
        switch (e.op) {
            case Operator::negate:
                return wrapped("(0 - ", operands[0], ")");
            case Operator::modulo:
                return call("odata_mod", operands);
            case Operator::divide_by:
                return infix(wrapped("CAST(", operands[0], " AS REAL)"), " / ", operands[1]);
            default:
                return infix(operands[0], sql_word(e.op), operands[1]);
        }
    }

    /// SQLite's own functions where they mean the same; they are several times as fast.
    Sql function(const Expression& e) const {
        const std::vector<Sql> arguments = values(e);
        const bool strings = std::all_of(e.operands.begin(), e.operands.end(), [](const auto& o) {
            return o.kind == Kind::string;
        });
        if (strings && e.name == "contains") return wrapped("(", call("instr", arguments), " > 0)");
        if (strings && e.name == "startswith") {
            return wrapped("(", call("instr", arguments), " = 1)");
        }
        if (strings && e.name == "indexof") return wrapped("(", call("instr", arguments), " - 1)");
        if (strings && e.name == "concat") return infix(arguments[0], " || ", arguments[1]);
        if (strings && e.name == "tolower") return call("lower", arguments);
        if (strings && e.name == "toupper") return call("upper", arguments);
        return call("odata_" + e.name, arguments);
    }

    std::vector<Sql> values(const Expression& e) const {
        std::vector<Sql> operands;
        for (const Expression& operand : e.operands) operands.push_back(value(operand));
        return operands;
    }

    std::pair<Sql, Sql> sides(const Expression& e) const {
        const Kind kind = data::compared_kind(e.operands[0], e.operands[1]);
        return {comparable(e.operands[0], kind), comparable(e.operands[1], kind)};
    }

    const ColumnSql& column_;
};

}  // namespace

Sql write_condition(const Expression& filter, const ColumnSql& column) {
    Sql sql = Writer(column).condition(filter, false);
    check_nesting(sql.text);
    return sql;
}

Sql write_order(const std::vector<data::OrderTerm>& order, const ColumnSql& column) {
    const Writer writer(column);
    Sql sql;
    bool by_id = false;
    for (const data::OrderTerm& term : order) {
        // What comes after the id decides nothing.
        if (by_id) break;
        append(sql, writer.comparable(term.expression, term.expression.kind));
        sql.text += term.descending ? " DESC," : ",";
        by_id = term.expression.is_member() && term.expression.name == "id";
    }
    if (by_id) {
        sql.text.pop_back();
    } else {
        sql.text += column("id");
    }
    check_nesting(sql.text);
    return sql;
}

}  // namespace syncline::store
