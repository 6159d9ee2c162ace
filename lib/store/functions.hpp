#pragma once

#include "store/database.hpp"

namespace syncline::store {

/// Defines the SQL functions that write_condition and write_order use: `odata_` and the name of
/// each OData function, `odata_instant`, `odata_timeofday` and `odata_uuid` (forms that compare by
/// value), `odata_ge` (null is not less than null), `odata_mod` and `odata_has`.
void register_functions(Database& database);

}  // namespace syncline::store
