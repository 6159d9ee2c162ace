#pragma once

#include "data/odata.hpp"
#include "data/types.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::store {

/// SQL text with its bindings, in the order of their `?`.
struct Sql {
    std::string text;
    std::vector<data::Stored> bindings;
};

/// The SQL expression of a member, for example `"text"` or `json_extract(body,'$.text')`. It has
/// the form of its column (data::to_stored), and is NULL where the item has no such member, version
/// or time.
using ColumnSql = std::function<std::string(std::string_view member)>;

/// A filter as an SQL condition that is true exactly where data::matches is: OData's null rules,
/// not SQL's (`ne` includes null, three-valued logic elsewhere), case-sensitive, date-times
/// compared as instants. Comparisons of strings, booleans and numbers are plain SQL. Pure. Uses
/// functions that a connection must have (see register_functions).
Sql write_condition(const data::Expression& filter, const ColumnSql& column);

/// `ORDER BY` terms without the keywords. Null is less than everything (first, or last if
/// descending), as in OData; always ends with the id, so the order is stable.
Sql write_order(const std::vector<data::OrderTerm>& order, const ColumnSql& column);

}  // namespace syncline::store
