#pragma once

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace syncline::sync {

/// What a three-way merge gives.
struct Merge {
    Item item;  ///< the server's id, version and times; where members clash, our value
    std::vector<std::string> clashes;  ///< members that both sides changed to different values
};

/// Combines two changes of one item. A member that one side changed has that side's value; one that
/// both changed to the same value agrees; objects (of `json` columns and undeclared members) are
/// merged by member, everything else as a whole. Without a base whatever both sides have and differ
/// in clashes. Pure.
Merge merge_items(const TableDefinition& table,
                  const std::optional<Item>& base,
                  const Item& local,
                  const Item& server);

}  // namespace syncline::sync
