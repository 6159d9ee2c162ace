#include "sync/paging.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

using Phase = Token::Phase;

/// Slow queries and clocks that differ are allowed this much beyond the settling time.
constexpr std::int64_t kTailMargin = 60'000;

std::string both(const std::string& a, const std::string& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return "(" + a + ") and (" + b + ")";
}

std::string after(const std::string& id) {
    return id.empty() ? std::string() : "id gt " + data::write_string(id);
}

}  // namespace

remote::PageQuery Paging::query(const std::string& filter,
                                std::uint32_t page_size,
                                data::Dialect dialect) const {
    const auto time = [dialect](std::int64_t ms) { return data::write_instant(ms, dialect); };
    const std::int64_t since = position_.since;
    remote::PageQuery query;
    query.top = page_size;
    std::string range;
    switch (position_.phase) {
        case Phase::unstamped:
            range = "updatedAt eq null or updatedAt lt " + time(0);
            range = both(range, after(position_.after_id));
            query.orderby = "id";
            break;
        case Phase::since:
            range = "updatedAt ge " + time(since);
            query.orderby = "updatedAt,id";
            break;
        case Phase::millisecond:
            range = "updatedAt ge " + time(since) + " and updatedAt lt " + time(since + 1);
            range = both(range, by_skip_ ? std::string() : after(position_.after_id));
            query.orderby = by_skip_ ? "updatedAt" : "id";
            if (by_skip_) query.skip = skip_;
            query.link = link_;
            break;
    }
    query.filter = both(filter, range);
    return query;
}

void Paging::page(const PageFacts& facts) {
    switch (position_.phase) {
        case Phase::unstamped:
            after_drain(facts, {Phase::since, 0, {}});
            return;
        case Phase::millisecond:
            after_drain(facts, {Phase::since, position_.since + 1, {}});
            return;
        case Phase::since:
            break;
    }
    if (facts.items > 0 && !facts.last_updated) {
        throw ServiceError(Status::refused,
                           "the service answered a question for items changed since a time with an "
                           "item that has no time (\"" +
                               base::one_line(facts.last_id, 80) + "\")",
                           200);
    }
    if (facts.items > 0 && *facts.last_updated < position_.since) {
        throw ServiceError(Status::refused,
                           "the service does not order its pages by updatedAt: the page ends with "
                           "an item older than asked for (\"" +
                               base::one_line(facts.last_id, 80) + "\")",
                           200,
                           "check that the service supports $orderby and $filter on updatedAt");
    }
    if (facts.items > 0) {
        if (*facts.last_updated > position_.since) {
            position_.since = *facts.last_updated;
        } else if (facts.more) {
            // The whole page lies in one millisecond. Servers may stamp finer than they show, so
            // the page's last id says nothing: the millisecond is drained from its start.
            position_ = {Phase::millisecond, position_.since, {}};
            return;
        }
    }
    if (!facts.more || facts.items == 0) ended_ = true;
}

void Paging::after_drain(const PageFacts& facts, Token next) {
    if (facts.items == 0 || !facts.more) {
        position_ = std::move(next);
        skip_ = 0;
        link_.clear();
        by_skip_ = false;
        mark_ = {};
        return;
    }
    if (goes_round(facts.last_id) || (!by_skip_ && facts.last_id == position_.after_id)) {
        throw ServiceError(Status::refused,
                           "the service shows the same page again after the id \"" +
                               base::one_line(facts.last_id, 80) + "\"",
                           200,
                           "check that the service supports $orderby and $filter on id");
    }
    if (by_skip_ && !link_.empty() && facts.link == link_) {
        throw ServiceError(Status::refused, "the service links a page to itself", 200);
    }
    skip_ += facts.items;
    if (by_skip_) link_ = facts.link;
    position_.after_id = facts.last_id;
}

/// Brent's way to find a circle: the mark is moved ahead in ever longer strides. Where only `$skip`
/// tells pages apart, items may change places, so that one is met again by chance.
bool Paging::goes_round(const std::string& last_id) {
    constexpr int kNoChance = 3;
    if (last_id == mark_.id && ++mark_.met >= (by_skip_ ? kNoChance : 1)) return true;
    if (++mark_.pages == mark_.stride) mark_ = {last_id, 0, 0, 2 * mark_.stride};
    return false;
}

bool Paging::pass(const std::string& id, std::optional<std::int64_t> updated) {
    if (position_.phase == Phase::since) {
        position_ = {Phase::millisecond, updated.value_or(position_.since), {}};
        return false;
    }
    ++skip_;
    link_.clear();
    position_.after_id = id;
    return true;
}

bool Paging::give_way() {
    if (position_.phase == Phase::unstamped) {
        position_ = {Phase::since, 0, {}};
        return true;
    }
    if (position_.phase == Phase::millisecond && !by_skip_) {
        by_skip_ = true;
        skip_ = 0;
        position_.after_id.clear();
        return true;
    }
    return false;
}

void Settling::page(std::int64_t updated, std::optional<Timestamp> date, Ticks asked) {
    if (date && updated > date->count() + kTailMargin) {
        updated = date->count();
        ahead_ = true;
    }
    greatest_ = std::max(greatest_.value_or(updated), updated);
    if (tail_since_) return;
    const bool quiet = date && updated <= date->count() - settle_.count() - kTailMargin;
    if (!quiet) tail_since_ = asked;
}

Token Settling::token(const Token& position, bool ended, Ticks now) const {
    if (!greatest_) return position;
    if (settle_.count() == 0) {
        return ended || ahead_ ? Token{Phase::since, *greatest_, {}} : position;
    }
    if (!tail_since_) return ended ? Token{Phase::since, *greatest_ + 1, {}} : position;
    const std::int64_t back = settle_.count() + (now - *tail_since_).count();
    const std::int64_t floor = before_.phase == Phase::unstamped ? 0 : before_.since;
    Token token{Phase::since, std::max(*greatest_ - back, floor), {}};
    // A drain that was under way when the last token was stored is not begun again.
    if (before_.phase == Phase::millisecond && token.since == before_.since) return before_;
    return token;
}

void Settling::answered(std::optional<Timestamp> date) {
    if (!long_past_ && date) long_past_ = date->count() - settle_.count() - kTailMargin;
}

Token Settling::last_token(const Token& position, Ticks now) const {
    if (greatest_) return token(position, true, now);
    const std::int64_t floor = before_.phase == Phase::unstamped ? 0 : before_.since;
    return {Phase::since, std::max(long_past_.value_or(floor), floor), {}};
}

const Token& earlier(const Token& a, const Token& b) {
    if (a.phase == Phase::unstamped || b.phase == Phase::unstamped) {
        return a.phase == Phase::unstamped ? a : b;
    }
    return b.since < a.since ? b : a;
}

bool Settling::overstayed(Ticks now) const {
    return settle_.count() > 0 && tail_since_ && now - *tail_since_ > settle_;
}

}  // namespace syncline::sync
