#pragma once

#include "store/tokens.hpp"

#include <syncline/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace syncline::sync {

/// Which page of a walk a request asks for. A place of an earlier window is stale.
struct Place {
    std::uint64_t window = 0;
    std::uint64_t number = 0;  ///< 0: the page at the window's key; n: the n-th behind it
};

/// Pages asked for before those in front of them are here. Page n of a window begins, by `$skip`
/// from the key of the last page that was taken, with the last item of page n − 1. Where it does,
/// nothing was missed between the two: items move only to the end of this order. Where it does not,
/// the window is given up, and the walk goes on by key from the last good page (design §5). A
/// service has to walk over no more than what is in flight. Pure.
class Lookahead {
  public:
    /// `most`: pages in flight at once.
    explicit Lookahead(std::size_t most) : most_(most) {}

    /// Whether the walk stands still until a page is asked for.
    bool wants_next() const { return asked_ == next_; }
    /// Whether a page behind those in flight may be asked for.
    bool wants_more() const;

    /// The place of the next request. Where the walk stands still, a window begins at `position`.
    Place ask(const store::Token& position);

    /// The key from which a page of the window in hand is asked for, and how many items lie
    /// between.
    const store::Token& base() const { return base_; }
    std::uint64_t skip(const Place& place) const;

    bool is_current(const Place& place) const {
        return place.window == window_ && place.number >= next_;
    }
    /// The number of the page that is to be taken next.
    std::uint64_t next() const { return next_; }

    /// Whether a page that begins with `first` goes on where the last one ended.
    bool follows(const Item& first) const;

    /// What a page that was taken shows of those behind it.
    struct End {
        const Item& last;
        std::uint64_t items;  ///< of the page
        std::uint64_t ties;   ///< its last items that have the key's time
        std::size_t bytes;
    };
    /// A page was taken, and more are there; the walk has come to `position`.
    void taken(const End& end, const store::Token& position);

    /// Whatever is in flight is stale, and the walk goes on by key.
    void give_up();
    /// The same, since a page did not go on where the last one ended, or could not be had.
    void fail();

  private:
    std::size_t most_;
    std::size_t allowed_ = 0;   ///< pages in flight behind the next
    int failures_ = 0;          ///< windows that failed since a page behind the first was taken
    std::uint64_t length_ = 0;  ///< items of each page of the window; 0: not known yet
    std::uint64_t window_ = 0;
    std::uint64_t next_ = 0;   ///< number of the page that is to be taken next
    std::uint64_t asked_ = 0;  ///< pages of the window that were asked for
    store::Token base_;
    std::uint64_t begin_ = 0;  ///< number of the page that begins `offset_` items behind the base
    std::uint64_t offset_ = 0;
    struct Seam {
        std::string id;
        std::string version;
        std::string updated_at;
        bool deleted = false;
    };
    Seam seam_;  ///< how the last page ended
};

}  // namespace syncline::sync
