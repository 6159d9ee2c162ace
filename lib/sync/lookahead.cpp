#include "sync/lookahead.hpp"

#include <algorithm>

namespace syncline::sync {

namespace {

/// What is in flight or came too early takes no more than this.
constexpr std::size_t kMostBytes = 16U << 20U;

constexpr std::size_t kFirstAllowed = 3;

/// A service that takes no `$skip`, or is written to all the time, is asked page by page.
constexpr int kMostFailures = 3;

}  // namespace

bool Lookahead::wants_more() const {
    return length_ > 1 && asked_ > next_ && asked_ - next_ <= allowed_;
}

Place Lookahead::ask(const store::Token& position) {
    if (wants_next()) {
        ++window_;
        next_ = 0;
        asked_ = 0;
        base_ = position;
        begin_ = 0;
        offset_ = 0;
    }
    return {window_, asked_++};
}

std::uint64_t Lookahead::skip(const Place& place) const {
    return place.number == 0 ? 0 : offset_ + (place.number - begin_) * (length_ - 1);
}

bool Lookahead::follows(const Item& first) const {
    return first.id == seam_.id && first.version == seam_.version &&
           first.updated_at == seam_.updated_at && first.deleted == seam_.deleted;
}

void Lookahead::taken(const End& end, const store::Token& position) {
    if (length_ != 0 && end.items != length_) {
        give_up();
        return;
    }
    if (next_ > 0) failures_ = 0;
    length_ = end.items;
    seam_ = {end.last.id, end.last.version, end.last.updated_at, end.last.deleted};
    ++next_;
    // The page behind begins with the last of this one.
    base_ = position;
    begin_ = next_;
    offset_ = end.ties - 1;
    if (failures_ >= kMostFailures) return;
    const std::size_t room = kMostBytes / std::max<std::size_t>(end.bytes, 1);
    // As many as were taken: more and more, and few behind the end of a short table.
    const auto grown = std::max({allowed_, kFirstAllowed, static_cast<std::size_t>(next_)});
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
