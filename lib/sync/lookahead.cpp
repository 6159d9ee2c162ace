#include "sync/lookahead.hpp"

#include <algorithm>

namespace syncline::sync {

namespace {

/// What is in flight or came too early takes no more than this.
constexpr std::size_t kMostBytes = 16U << 20U;

/// A service has to walk over what is skipped.
constexpr std::uint64_t kMostPages = 64;
constexpr std::uint64_t kMostSkipped = 100'000;

/// A service that takes no `$skip`, or is written to all the time, is asked page by page.
constexpr int kMostFailures = 3;

}  // namespace

bool Lookahead::fits(std::uint64_t number) const {
    return number < kMostPages && number * (length_ - 1) <= kMostSkipped;
}

bool Lookahead::wants_more() const {
    return length_ > 1 && asked_ > next_ && asked_ - next_ <= allowed_ && fits(asked_);
}

Place Lookahead::ask(const store::Token& position) {
    if (wants_next()) {
        ++window_;
        next_ = 0;
        asked_ = 0;
        base_ = position;
    }
    return {window_, asked_++};
}

std::uint64_t Lookahead::skip(const Place& place) const {
    return place.number == 0 ? 0 : place.number * (length_ - 1);
}

bool Lookahead::follows(const Item& first) const {
    return first.id == seam_.id && first.version == seam_.version &&
           first.updated_at == seam_.updated_at && first.deleted == seam_.deleted;
}

void Lookahead::taken(const Item& last, std::uint64_t items, std::size_t bytes) {
    if (length_ != 0 && items != length_) {
        give_up();
        return;
    }
    if (next_ > 0) failures_ = 0;
    length_ = items;
    seam_ = {last.id, last.version, last.updated_at, last.deleted};
    ++next_;
    if (failures_ >= kMostFailures) return;
    const std::size_t room = kMostBytes / std::max<std::size_t>(bytes, 1);
    // As many as were taken: twice as many each time, and few behind the end of a short table.
    const auto grown = std::max<std::size_t>(allowed_, next_);
    allowed_ = std::min({grown, most_ - 1, room});
}

void Lookahead::fail() {
    ++failures_;
    give_up();
}

void Lookahead::give_up() {
    ++window_;
    next_ = 0;
    asked_ = 0;
    length_ = 0;
    allowed_ = 0;
}

}  // namespace syncline::sync
