#pragma once

#include "store/queue.hpp"

#include <syncline/sync.hpp>

#include <cstddef>
#include <string>

namespace syncline::sync {

/// Of the operations that failed or are in conflict so many are named.
constexpr std::size_t kMostIssues = 100;

/// What a user is told of an operation that failed or is in conflict.
OperationIssue issue_of(const store::Operation& operation, const std::string& table);

}  // namespace syncline::sync
