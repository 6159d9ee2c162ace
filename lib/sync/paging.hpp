#pragma once

#include "remote/service.hpp"
#include "store/tokens.hpp"

#include <syncline/environment.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace syncline::sync {

using store::Token;

/// What a page says about where to go on.
struct PageFacts {
    std::size_t items = 0;
    std::string last_id;
    std::optional<std::int64_t> last_updated;  ///< ms since 1970 of the last item, if it has a time
    bool more = false;                         ///< more items are there, or may be
    std::string link;                          ///< the next page's query, as the service names it
};

/// Walks a query by key. The position is a Token: it says what to ask for next, and everything
/// before it has been seen. Pure: pages in, positions out (design §5).
class Paging {
  public:
    explicit Paging(Token start) : position_(std::move(start)) {}

    const Token& position() const { return position_; }
    bool ended() const { return ended_; }

    /// What to ask for next. `filter` is the user's, in the dialect of the service; empty for all.
    remote::PageQuery query(const std::string& filter,
                            std::uint32_t page_size,
                            data::Dialect dialect) const;

    /// Goes on after a page. Throws ServiceError if the pages are not in the order asked for.
    void page(const PageFacts& facts);

    /// Goes on behind an item that the service cannot show. True if it was passed; false if its
    /// millisecond is to be drained first, where it will be met again.
    bool pass(const std::string& id, std::optional<std::int64_t> updated);

    /// The service cannot answer what the position asks: a drain of items without a time is left
    /// out, a drain of one millisecond goes on by `$skip`. False where there is no other way.
    bool give_way();

  private:
    void after_drain(const PageFacts& facts, Token next);
    bool goes_round(const std::string& last_id);

    Token position_;
    std::uint64_t skip_ = 0;  ///< items of the millisecond seen, where only `$skip` works
    std::string link_;        ///< how the service would go on there
    bool by_skip_ = false;
    bool ended_ = false;

    /// An id that a drain met, and would meet again if its pages went round in a circle.
    struct Mark {
        std::string id;
        int met = 0;
        std::uint64_t pages = 0;   ///< since it was set
        std::uint64_t stride = 1;  ///< after so many another one is
    };
    Mark mark_;
};

/// Decides how far a token may go. A service stamps `updatedAt` before it commits, so items become
/// visible behind items with later stamps; a token at the greatest stamp would lose them for ever.
/// The *tail* begins with the first page that reaches close to the service's own time; from there
/// on the token stays `settle` (and what the pull has taken since) behind.
class Settling {
  public:
    Settling(std::chrono::milliseconds settle, Token before)
        : settle_(settle), before_(std::move(before)) {}

    /// A page whose greatest stamp is `updated` arrived; `date` is the answer's `Date`, `asked` the
    /// moment its request left.
    void page(std::int64_t updated, std::optional<Timestamp> date, Ticks asked);

    /// Another walk begins, from the same token.
    void begin() { *this = Settling(settle_, before_); }

    /// An answer came whose `Date` is this.
    void answered(std::optional<Timestamp> date);

    /// The token to store at `position`. `ended`: no more pages are there.
    Token token(const Token& position, bool ended, Ticks now) const;

    /// The token of a walk that has ended, also where it met nothing: then up to a time that is
    /// long past for the service all is known.
    Token last_token(const Token& position, Ticks now) const;

    /// Whether items are stamped further ahead of the service's own time than clocks differ. They
    /// count as of that time: a token at their stamps would hide whatever is changed before it.
    bool is_ahead() const { return ahead_; }

    /// Whether the pull has been in its tail for longer than the settling time: then going on gains
    /// nothing, since the token would not move.
    bool overstayed(Ticks now) const;

  private:
    std::chrono::milliseconds settle_;
    Token before_;
    std::optional<std::int64_t> greatest_;  ///< greatest stamp of this pull
    std::optional<Ticks> tail_since_;
    std::optional<std::int64_t> long_past_;  ///< everything stamped before is visible
    bool ahead_ = false;
};

/// The one of two tokens that has seen less.
const Token& earlier(const Token& a, const Token& b);

}  // namespace syncline::sync
