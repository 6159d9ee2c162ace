#pragma once

#include "data/odata_write.hpp"

#include <string>
#include <vector>

/// The pieces of a filter that is being written. A piece is true for every item that it should be
/// true for, and maybe for more: nothing negates a piece once it is written.
namespace syncline::data {

struct Term {
    enum class Kind : std::uint8_t {
        atom,  ///< text that can stand beside any operator
        all_of,
        everything,
        nothing,
    };

    Kind kind = Kind::everything;
    std::string text;
    int cost = 0;       ///< nodes in the server's parser, roughly
    bool exact = true;  ///< false: it may be true for more
    bool cut = false;   ///< something was left out for its length only
};

/// A piece that is left out: the server cannot be asked for it.
Term widened();
Term nothing();
Term atom(std::string text, bool exact = true);

/// Conjunction and disjunction. In v3 what would exceed the server's limit of nodes is left out.
Term all_of(const std::vector<Term>& terms, Dialect dialect);
Term any_of(const std::vector<Term>& terms, Dialect dialect);

/// `member eq null` for each member of an operand that is null if one of them is. `negated`: that
/// it is not null.
Term null_test(const Expression& operand, bool negated, Dialect dialect);

/// `a op b` for any of the six comparisons, or its opposite, with OData's rules for null.
Term comparison(const Expression& e, bool negated, Dialect dialect);

/// `a in (…)`, or its opposite.
Term membership(const Expression& e, bool negated, Dialect dialect);

/// `operand` in what it is compared with: a server that takes null for an empty string in `concat`
/// must not.
Term guarded(Term term, const std::vector<const Expression*>& operands, Dialect dialect);

}  // namespace syncline::data
