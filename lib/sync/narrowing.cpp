#include "sync/narrowing.hpp"

#include <algorithm>

namespace syncline::sync {

std::uint32_t Narrowing::top(std::uint32_t page_size) const {
    if (asks_ == Asks::identify) return 1;
    if (asks_ == Asks::check || top_ == 0) return page_size;
    return std::min(top_, page_size);
}

bool Narrowing::refused(std::uint32_t top) {
    if (asks_ != Asks::page) {
        *this = {};
        return false;
    }
    if (top_ == 0) {
        asks_ = Asks::check;
    } else if (top > 1) {
        top_ = top / 2;
    } else {
        asks_ = Asks::identify;
    }
    return true;
}

void Narrowing::checked(std::size_t items) {
    asks_ = Asks::page;
    top_ = std::max<std::uint32_t>(1, static_cast<std::uint32_t>((items + 1) / 2));
}

void Narrowing::page_came(std::uint32_t page_size) {
    if (top_ == 0) return;
    top_ *= 2;
    if (top_ >= page_size) top_ = 0;
}

}  // namespace syncline::sync
