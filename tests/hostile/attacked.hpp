#pragma once

#include "hostile/raw_service.hpp"
#include "real/program.hpp"

#include <cstdint>
#include <string>

namespace syncline::tests {

/// What a run may take, whatever the service does.
constexpr long kUsualMemory = 40L << 10U;  ///< KiB
constexpr std::chrono::seconds kMostTime{30};

/// More bytes than any victim may take.
constexpr std::uint64_t kEndless = std::uint64_t{4} << 30U;

/// The built program on a store whose service is not to be trusted: a table `todoitem` with an item
/// of the service, one that was changed here, and one that was made here.
class Attacked {
  public:
    explicit Attacked(const RawService& service, const std::string& protocol = "v2");

    /// Runs `pull todoitem` or `push` without retries, and for kMostTime at
    /// most. Fails the running test where it takes more memory than `memory` KiB, was killed, says
    /// nothing, or shows what could move a terminal's cursor.
    Outcome pull(const Words& options = {}, long memory = kUsualMemory) const;
    Outcome push(const Words& options = {}, long memory = kUsualMemory) const;
    /// Any other command.
    Outcome run(const Words& words, long memory = kUsualMemory) const;

    /// The store as SQL but for its history of runs, and that the service has answered.
    std::string state() const;
    /// Nothing of the store has changed since it was made, and no file is beside it that was not.
    void expect_untouched() const;

    const Program& program() const { return program_; }

  private:
    Program program_;
    std::string before_;
};

/// An item as v2 writes it, changed at this millisecond of a second in 2020.
std::string item_text(const std::string& id, int millisecond, const std::string& more = {});

}  // namespace syncline::tests
