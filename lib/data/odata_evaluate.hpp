#pragma once

#include "data/odata.hpp"
#include "data/types.hpp"

#include <functional>
#include <string_view>

namespace syncline::data {

/// Whether an item matches: the filter is true (false and null do not match). `id`, `version`,
/// `createdAt`, `updatedAt` and `deleted` are members too; a member the item lacks is null, and so
/// are a version and times that the server did not give. `table` is the one that the filter was
/// parsed with.
bool matches(const Expression& filter, const Item& item, const TableDefinition* table);

/// The value of a member in the form of its column.
using MemberValue = std::function<Stored(const Expression& member)>;

/// The value of a tree as SQLite would keep it; conditions are 1, 0 or null.
Stored evaluate(const Expression& expression, const MemberValue& member);

}  // namespace syncline::data
