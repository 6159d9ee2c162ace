#pragma once

#include "store/database.hpp"

namespace syncline::server {

/// Gives a connection the functions that a v3 filter may call beside store::register_functions.
void register_v3_functions(store::Database& database);

}  // namespace syncline::server
