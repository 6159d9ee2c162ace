#include "sync/push_order.hpp"

#include <algorithm>
#include <utility>

namespace syncline::sync {

std::vector<store::QueueEntry> entries_of(store::Store& store,
                                          OperationState state,
                                          const std::vector<std::string>& tables) {
    std::vector<store::QueueEntry> entries = store.queue.entries(state);
    if (tables.empty()) return entries;
    std::unordered_set<std::int64_t> wanted;
    for (const std::string& name : tables) wanted.insert(store.table(name).table_id);
    const auto others =
        std::remove_if(entries.begin(), entries.end(), [&wanted](const store::QueueEntry& entry) {
            return wanted.count(entry.table_id) == 0;
        });
    entries.erase(others, entries.end());
    return entries;
}

PushOrder::PushOrder(const std::vector<store::QueueEntry>& entries,
                     std::unordered_set<std::int64_t> independent_tables)
    : independent_(std::move(independent_tables)) {
    for (const store::QueueEntry& entry : entries) {
        (independent_.count(entry.table_id) != 0 ? free_ : ordered_).push_back(entry);
    }
}

bool PushOrder::next_may_leave() const {
    return !ordered_.empty() && (unfinished_ == 0 || ordered_.front().table_id == table_);
}

bool PushOrder::can_take() const {
    return next_may_leave() || !free_.empty();
}

std::optional<store::QueueEntry> PushOrder::take() {
    if (next_may_leave()) {
        const store::QueueEntry entry = ordered_.front();
        ordered_.pop_front();
        table_ = entry.table_id;
        ++unfinished_;
        return entry;
    }
    if (free_.empty()) return std::nullopt;
    const store::QueueEntry entry = free_.front();
    free_.pop_front();
    return entry;
}

void PushOrder::finished(std::int64_t table_id) {
    if (independent_.count(table_id) == 0) --unfinished_;
}

}  // namespace syncline::sync
