#pragma once

#include "data/odata_write.hpp"

#include <vector>

namespace syncline::data {

/// Writes a filter as one or more that together select what it selects, each short enough for the
/// servers: lists and chains of `or` are cut in pieces. Items that several pieces select are
/// selected by each. Where nothing can be cut, a longer one is risked, and beyond what any server
/// takes it is left out (an empty text: everything is asked for). IIS takes 2,048 bytes of query by
/// default, Kestrel 8,192 bytes of request line and 100 nodes of a filter (datasync-v3.md §1.3).
std::vector<WrittenFilter> write_filters(const Expression& filter, Dialect dialect);

}  // namespace syncline::data
