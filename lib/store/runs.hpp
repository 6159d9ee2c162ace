#pragma once

#include "store/database.hpp"

#include <syncline/queue.hpp>

#include <cstddef>
#include <vector>

namespace syncline::store {

/// The history of pushes and pulls: the last thousand.
class Runs {
  public:
    explicit Runs(Database& database) : database_(database) {}

    void add(const RunRecord& run);

    /// Forgets what is older than those; returns how many.
    std::uint64_t trim();

    /// The newest first.
    std::vector<RunRecord> last(std::size_t limit);

  private:
    Database& database_;
};

}  // namespace syncline::store
