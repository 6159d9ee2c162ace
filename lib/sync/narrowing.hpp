#pragma once

#include <cstddef>
#include <cstdint>

namespace syncline::sync {

/// Finds the one item for which a service answers 500 to a whole page (datasync-v3.md §1.5). The
/// same page is asked for without the items' own members; if that works, pages are halved until the
/// first item alone is refused, and grow again after it. Pure: answers in, what to ask out.
class Narrowing {
  public:
    /// What the next request is for.
    enum class Asks : std::uint8_t {
        page,      ///< items as usual
        check,     ///< the page without members: are the items the reason at all?
        identify,  ///< the first item without members: which one is it?
    };

    Asks asks() const { return asks_; }

    /// How many items to ask for where `page_size` would be usual.
    std::uint32_t top(std::uint32_t page_size) const;

    /// A request for `top` items was answered with 500. False if there is no way on: it is not one
    /// item's fault.
    bool refused(std::uint32_t top);

    /// `check` was answered with `items` items.
    void checked(std::size_t items);

    /// The item was identified and is passed.
    void passed() { asks_ = Asks::page; }

    /// A page came; the next one may be larger.
    void page_came(std::uint32_t page_size);

  private:
    Asks asks_ = Asks::page;
    std::uint32_t top_ = 0;  ///< 0: as usual
};

}  // namespace syncline::sync
