#pragma once

#include <syncline/service.hpp>
#include <syncline/value.hpp>

#include <vector>

namespace syncline::data {

/// The columns that these items seem to have, in the order in which their members first come. The
/// type is the narrowest that holds all values; binary is never guessed. Members that every item
/// has and the service manages are left out, and so are those whose names no column can have.
std::vector<InferredColumn> infer_columns(const std::vector<Item>& items);

}  // namespace syncline::data
