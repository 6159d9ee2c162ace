#include "data/odata_write.hpp"

#include "data/odata_fold.hpp"
#include "data/odata_functions.hpp"
#include "data/odata_terms.hpp"

#include <algorithm>
#include <utility>

namespace syncline::data {

namespace {

Term condition(const Expression& e, bool negated, Dialect dialect);

bool is_condition(const Expression& e) {
    return e.kind == Kind::boolean &&
           (e.node == Expression::Node::operation || e.node == Expression::Node::function);
}

/// Conditions that are true or false, never null.
bool is_two_valued(const Expression& e) {
    return e.node == Expression::Node::operation &&
           ((e.op >= Operator::equal && e.op <= Operator::less_equal) || e.op == Operator::in);
}

/// `condition eq true` and the like: the servers do not agree on comparing conditions, so the
/// condition itself is written.
Term compared_condition(const Expression& e, bool negated, Dialect dialect) {
    const Expression& left = e.operands[0];
    const Expression& right = e.operands[1];
    const bool equality = e.op == Operator::equal || e.op == Operator::not_equal;
    if (!equality || !right.is_literal() || right.is_null()) return widened();
    const bool wanted = right.literal.is_true();
    if ((e.op == Operator::equal) != negated) return condition(left, !wanted, dialect);
    // Not true: false or null.
    return is_two_valued(left) ? condition(left, wanted, dialect) : widened();
}

/// contains, startswith, endswith: null where an argument is.
Term boolean_call(const Expression& e, bool negated, Dialect dialect) {
    const auto call = write_operand(e, dialect);
    if (!call) return widened();
    // SQLite behind a v3 server ignores case at the ends of a text.
    const bool exact = e.name == "contains";
    std::vector<const Expression*> operands;
    for (const Expression& operand : e.operands) operands.push_back(&operand);
    if (!negated) return guarded(atom(*call, exact), operands, dialect);
    if (!exact) return widened();
    std::vector<Term> terms{atom("not " + *call)};
    for (const Expression* operand : operands) {
        if (!operand->is_literal()) terms.push_back(null_test(*operand, true, dialect));
    }
    return all_of(terms, dialect);
}

Term chain(const Expression& e, bool negated, Dialect dialect) {
    // v3 takes sixteen terms, but a list of any length.
    const Expression shorter = dialect == Dialect::v3 ? with_lists(e) : e;
    std::vector<Term> terms;
    for (const Expression& operand : shorter.operands) {
        terms.push_back(condition(operand, negated, dialect));
    }
    const bool any = (e.op == Operator::logical_or) != negated;
    return any ? any_of(terms, dialect) : all_of(terms, dialect);
}

Term boolean_member(const Expression& e, bool negated, Dialect dialect) {
    const auto member = write_operand(e, dialect);
    if (!member) return widened();
    return atom(*member + (negated ? " eq false" : " eq true"));
}

/// That a condition is true, or (`negated`) that it is false; null is neither. Negation goes down
/// to the leaves, so that leaving a leaf out can only select more.
Term condition(const Expression& e, bool negated, Dialect dialect) {
    if (e.is_literal()) {
        const bool holds = !e.is_null() && e.literal.is_true() != negated;
        return holds ? Term{} : nothing();
    }
    if (e.is_member()) return boolean_member(e, negated, dialect);
    if (e.node == Expression::Node::function) return boolean_call(e, negated, dialect);
    switch (e.op) {
        case Operator::logical_or:
        case Operator::logical_and:
            return chain(e, negated, dialect);
        case Operator::logical_not:
            return condition(e.operands[0], !negated, dialect);
        case Operator::in:
            return is_condition(e.operands[0]) ? widened() : membership(e, negated, dialect);
        case Operator::has:
            return widened();
        default:
            break;
    }
    if (is_condition(e.operands[0]) || is_condition(e.operands[1])) {
        return compared_condition(e, negated, dialect);
    }
    return comparison(e, negated, dialect);
}

}  // namespace

WrittenFilter write_filter(const Expression& filter, Dialect dialect) {
    Term term = condition(folded(filter), false, dialect);
    // Every item has an id.
    if (term.kind == Term::Kind::nothing) return {"id eq null", true, false};
    return {std::move(term.text), term.exact, term.cut};
}

}  // namespace syncline::data
