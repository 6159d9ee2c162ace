#pragma once

#include "sync/ask.hpp"
#include "sync/decide.hpp"
#include "sync/delivery.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace syncline::sync {

/// An operation on its way.
struct Task {
    Delivery delivery;
    const store::Table* table;
    Ask ask;                           ///< the next request
    std::optional<Verdict> at_once{};  ///< or the end, where nothing has to be sent
    int requests = 0;                  ///< that left so far
    std::int64_t generation() const { return delivery.operation().generation; }
};
using TaskPtr = std::unique_ptr<Task>;

/// Answered, not yet written.
struct Settled {
    TaskPtr task;
    Verdict verdict;
    Decision decision;  ///< of a conflict
};

}  // namespace syncline::sync
