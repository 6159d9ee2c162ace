#pragma once

#include "data/odata.hpp"
#include "data/odata_write.hpp"
#include "store/database.hpp"

#include <set>
#include <string>
#include <vector>

/// Items to try filters on, and the ways of selecting from them that must agree.
namespace syncline::data {

/// Items of `every_type()` with few values of each type, so that there are ties, nulls and equal
/// values in other forms; the same each time. `with_junk`: also values that are not of their
/// column's type.
std::vector<Item> make_items(bool with_junk, int count = 300);

/// Makes a table `items` of them, as the store has its tables.
void fill(store::Database& database, const std::vector<Item>& items);

using Ids = std::set<std::string>;

/// What the evaluator selects.
Ids evaluated(const Expression& filter, const std::vector<Item>& items);

/// What SQLite selects from the table `items`.
Ids selected(const Expression& filter, store::Database& database);

/// What was written for a service, read again as the service would.
Expression read_again(const WrittenFilter& written, Dialect dialect);

}  // namespace syncline::data
