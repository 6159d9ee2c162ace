#pragma once

#include "store/queue.hpp"

#include <syncline/watch.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace syncline::sync {

/// Tells who watches how far a push is. Each operation counts once, however often it is sent.
class PushWatch {
  public:
    explicit PushWatch(const Watch& watch) : watch_(watch) {}

    /// What the push is about; `most`: it ends after so many.
    void begin(const std::vector<store::QueueEntry>& pending,
               const std::vector<store::QueueEntry>& failed_before,
               std::optional<std::uint64_t> most);

    /// From now on operations are sent that were counted already.
    void resending(bool again) { resending_ = again; }

    /// An operation is answered, or has nothing to send; `state` is that which it left in.
    void finished(std::int64_t sequence, OperationState state);

    /// It waits until so many operations can be settled.
    void waits(std::size_t operations) const;

    void rejected(const std::string& name, int status, const std::string& words) const;

  private:
    const Watch& watch_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
    bool resending_ = false;
    std::unordered_set<std::int64_t> failed_before_;  ///< not counted yet
};

}  // namespace syncline::sync
