#pragma once

#include "sync/delivery.hpp"

#include <string>

namespace syncline::sync {

/// The request that asks for what a delivery wants next, for the item `id`.
Request write_request(const remote::Service& service,
                      const TableDefinition& table,
                      const std::string& id,
                      const Ask& ask);

}  // namespace syncline::sync
