#pragma once

#include "data/odata_functions.hpp"
#include "data/odata_lex.hpp"

#include <string_view>

/// The types of a tree while it is built. Each function sets `kind` or throws UsageError.
namespace syncline::data {

/// The names that can stand in an expression.
struct Scope {
    const TableDefinition* table;  ///< nullptr: any name is a member of unknown kind
    bool ignore_case = false;
    bool unbound = false;  ///< no name means anything yet
};

/// A member of this name, with its kind. Throws for a name that is no column, with the nearest.
Expression resolve_member(const Source& source,
                          const Scope& scope,
                          std::string_view name,
                          std::size_t position);

/// An operation whose operands are there.
void check_operation(const Source& source, Expression& operation);

/// One operand of `and`, `or` or `not`.
void check_condition_operand(const Source& source, Operator op, const Expression& operand);

/// A call whose arguments are there.
void check_call(const Source& source, const Function& function, Expression& call);

/// The whole filter is a condition.
void check_condition(const Source& source, const Expression& filter);

}  // namespace syncline::data
