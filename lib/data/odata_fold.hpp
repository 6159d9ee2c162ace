#pragma once

#include "data/odata.hpp"

#include <string>
#include <vector>

namespace syncline::data {

/// The same filter with its constant parts computed: what has no member is a literal, and so is
/// arithmetic or a function with a null in it. A literal that is compared with a member stands on
/// the right.
Expression folded(const Expression& expression);

/// A long chain `a eq 1 or a eq 2 or …` with those terms as `a in (1,2,…)`; other trees as they
/// are.
Expression with_lists(const Expression& chain);

/// The members that a tree names, each once, in their order.
std::vector<std::string> members_of(const Expression& expression);

}  // namespace syncline::data
