#pragma once

#include "store/queue.hpp"

#include <syncline/sync.hpp>

#include <string>

namespace syncline::sync {

/// What a user is told of an operation that failed or is in conflict.
OperationIssue issue_of(const store::Operation& operation, const std::string& table);

}  // namespace syncline::sync
