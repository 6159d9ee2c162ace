#include "data/odata_terms.hpp"

#include "data/odata_fold.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace syncline::data {

namespace {

/// The v3 server refuses filters of more than 100 nodes; a pull adds its own conditions.
constexpr int kMostNodes = 66;

/// Roughly what ASP.NET counts for `id eq 'x'`, and for each further word of a longer comparison.
int cost_of(std::string_view text) {
    constexpr int kSimple = 6;
    constexpr std::ptrdiff_t kWords = 2;
    // A list of literals costs nothing.
    if (text.find(" in (") != std::string_view::npos) return kSimple;
    const auto separators = std::count_if(
        text.begin(), text.end(), [](char c) { return c == ' ' || c == '(' || c == ','; });
    return kSimple + 2 * static_cast<int>(std::max<std::ptrdiff_t>(0, separators - kWords));
}

bool contains_concat(const Expression& e) {
    return (e.node == Expression::Node::function && e.name == "concat") ||
           std::any_of(e.operands.begin(), e.operands.end(), contains_concat);
}

}  // namespace

Term widened() {
    return {Term::Kind::everything, {}, 0, false, false};
}

Term nothing() {
    return {Term::Kind::nothing, {}, 0, true, false};
}

Term atom(std::string text, bool exact) {
    const int cost = cost_of(text);
    return {Term::Kind::atom, std::move(text), cost, exact, false};
}

Term all_of(const std::vector<Term>& terms, Dialect dialect) {
    Term result;
    int parts = 0;
    for (const Term& term : terms) {
        if (term.kind == Term::Kind::nothing) return nothing();
        result.exact = result.exact && term.exact;
        result.cut = result.cut || term.cut;
        if (term.kind == Term::Kind::everything) continue;
        if (dialect == Dialect::v3 && result.cost + term.cost > kMostNodes) {
            result.exact = false;
            result.cut = true;
            continue;
        }
        result.kind = parts == 0 ? term.kind : Term::Kind::all_of;
        result.text += parts == 0 ? term.text : " and " + term.text;
        result.cost += term.cost;
        ++parts;
    }
    return result;
}

Term any_of(const std::vector<Term>& terms, Dialect dialect) {
    Term result = nothing();
    int parts = 0;
    for (const Term& term : terms) {
        if (term.kind == Term::Kind::nothing) continue;
        result.exact = result.exact && term.exact;
        result.cut = result.cut || term.cut;
        result.cost += term.cost;
        const bool too_long = dialect == Dialect::v3 && result.cost > kMostNodes;
        if (term.kind == Term::Kind::everything || too_long) {
            return {Term::Kind::everything, {}, 0, term.exact && !too_long, result.cut || too_long};
        }
        const bool group = term.kind == Term::Kind::all_of;
        if (parts++ != 0) result.text += " or ";
        result.text += group ? "(" + term.text + ")" : term.text;
    }
    if (parts == 0) return result;
    result.kind = Term::Kind::atom;
    if (parts > 1) result.text = "(" + result.text + ")";
    return result;
}

Term null_test(const Expression& operand, bool negated, Dialect dialect) {
    if (!operand.is_member() && !write_operand(operand, dialect)) return widened();
    std::vector<Term> terms;
    for (const std::string& member : members_of(operand)) {
        const bool unknown = dialect == Dialect::v2 ? member == "version" : member == "createdAt";
        terms.push_back(unknown ? widened() : atom(member + (negated ? " ne null" : " eq null")));
    }
    return negated ? all_of(terms, dialect) : any_of(terms, dialect);
}

Term guarded(Term term, const std::vector<const Expression*>& operands, Dialect dialect) {
    std::vector<Term> terms;
    terms.push_back(std::move(term));
    for (const Expression* operand : operands) {
        if (contains_concat(*operand)) terms.push_back(null_test(*operand, true, dialect));
    }
    return all_of(terms, dialect);
}

}  // namespace syncline::data
