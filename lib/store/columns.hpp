#pragma once

#include "store/rows.hpp"
#include "store/select.hpp"
#include "store/tables.hpp"

#include <syncline/query.hpp>

#include <string>
#include <string_view>

namespace syncline::store {

/// The SQL condition of an OData filter over a user's table; empty for an empty filter. Throws
/// UsageError with the position.
Sql condition_for(const Table& table, std::string_view filter);

/// A query over a user's table. Throws UsageError.
Selection selection_for(const Table& table, const Query& query);

}  // namespace syncline::store
