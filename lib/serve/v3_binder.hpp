#pragma once

#include "data/odata.hpp"
#include "serve/shape.hpp"

#include <string_view>

namespace syncline::server {

/// A tree that was read with ParseOptions::unbound, as one that store::write_condition and
/// store::write_order turn into SQL with the meaning that EF Core on SQLite gives it (where that is
/// not OData's own). `text` is what was read. Functions in it whose names begin with `v3_` are
/// those of register_v3_functions.
///
///     startswith, endswith      ASCII case does not count
///     contains and these two    of null are false, not null
///     concat                    takes null for an empty string
///     trim                      strips blanks only
///     5M                        never equals an integer
///     instants                  are compared to the millisecond
///     enumerations              are their numbers: 'Name' is the place of the name
///     + - * / of fractions      never cut, also where the text of a number has no fraction
///
/// Throws Refusal as v3_types.hpp says.
data::Expression bind_filter(const data::Expression& filter,
                             std::string_view text,
                             const Shape& shape);

/// The same for an expression to order by.
data::Expression bind_order(const data::Expression& expression,
                            std::string_view text,
                            const Shape& shape);

}  // namespace syncline::server
