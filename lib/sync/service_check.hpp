#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <syncline/service.hpp>

#include <vector>

namespace syncline::sync {

/// Looks whether the service can be reached and used, step by step, and stops where no further step
/// makes sense. Only a protocol that was found out is written.
std::vector<CheckStep> check_service(store::Store& store, Run& run);

}  // namespace syncline::sync
