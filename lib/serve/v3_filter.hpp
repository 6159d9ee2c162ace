#pragma once

#include "data/odata.hpp"
#include "serve/shape.hpp"

#include <string_view>
#include <vector>

namespace syncline::server {

/// A `$filter` as the real v3 server reads it, ready for store::write_condition (see
/// v3_binder.hpp). A table that declares no members has any, of unknown type. Throws Refusal: 400
/// with a text for what its parser refuses and beyond 100 nodes, 400 without one for what its
/// database cannot do, 500 for functions that only the parser knows.
data::Expression read_v3_filter(std::string_view text, const Shape& shape);

/// An `$orderby`, likewise; 400 for more than five terms, 500 for a member that is there twice.
std::vector<data::OrderTerm> read_v3_order(std::string_view text, const Shape& shape);

}  // namespace syncline::server
