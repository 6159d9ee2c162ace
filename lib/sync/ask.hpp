#pragma once

#include "sync/delivery.hpp"

#include <string>

namespace syncline::sync {

/// The request that asks for what a delivery wants next, for the item `id`.
Request write_request(const remote::Service& service,
                      const TableDefinition& table,
                      const std::string& id,
                      const Ask& ask);

/// What came to such a request.
remote::Answer read_answer_to(const Ask& ask,
                              const Response& response,
                              const remote::Protocol& protocol);

/// Whether the answer shows that the table is there at all (design §4).
bool proves_table(const Ask& ask, const remote::Answer& answer);

}  // namespace syncline::sync
