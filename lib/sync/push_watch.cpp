#include "sync/push_watch.hpp"

#include <algorithm>

namespace syncline::sync {

void PushWatch::begin(const std::vector<store::QueueEntry>& pending,
                      const std::vector<store::QueueEntry>& failed_before,
                      std::optional<std::uint64_t> most) {
    if (!watch_.progress) return;
    total_ = pending.size() + failed_before.size();
    if (most) total_ = std::min(total_, *most);
    for (const store::QueueEntry& entry : failed_before) failed_before_.insert(entry.sequence);
    watch_.progress({"push", "", 0, total_});
}

void PushWatch::finished(std::int64_t sequence, OperationState state) {
    if (!watch_.progress || resending_ || done_ == total_) return;
    // A pending operation comes once; one that failed in this push has been counted.
    if (state == OperationState::failed && failed_before_.erase(sequence) == 0) return;
    ++done_;
    watch_.progress({"push", "", done_, total_});
}

void PushWatch::waits(std::size_t operations) const {
    if (!watch_.hears(Event::Level::info)) return;
    watch_.event({Event::Level::info,
                  "push",
                  "waiting: inserts whose answers were lost, of items that were deleted since, may "
                  "still be carried out",
                  {{"operations", Value::integer(static_cast<std::int64_t>(operations))}}});
}

void PushWatch::rejected(const std::string& name, int status, const std::string& words) const {
    if (!watch_.hears(Event::Level::info)) return;
    watch_.event({Event::Level::info,
                  "push",
                  "the service rejected " + name + ": " + words,
                  {{"item", Value::string(name)}, {"status", Value::integer(status)}}});
}

}  // namespace syncline::sync
