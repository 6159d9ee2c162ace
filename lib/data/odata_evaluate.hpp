#pragma once

#include "data/odata.hpp"

namespace syncline::data {

/// Whether an item matches: the filter is true (false and null do not match). `id`, `version`,
/// `createdAt`, `updatedAt` and `deleted` are members too; a member the item lacks is null.
bool matches(const Expression& filter, const Item& item, const TableDefinition* table);

}  // namespace syncline::data
