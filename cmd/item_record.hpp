#pragma once

#include <syncline/value.hpp>

#include <string>
#include <vector>

namespace syncline::cmd {

/// An item as `write_item` writes it: its id, its members, then the service's properties.
Members record_of(const Item& item);

/// Throws UsageError, with the nearest name, if one of `fields` is neither a column nor a property
/// of every item.
void check_item_fields(const std::vector<std::string>& fields,
                       const std::vector<std::string>& columns);

}  // namespace syncline::cmd
