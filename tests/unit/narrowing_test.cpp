#include "sync/narrowing.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace syncline::sync {
namespace {

using Asks = Narrowing::Asks;

/// Walks `size` items in pages of `page`, where those in `bad` turn a page into a 500. Returns what
/// was named, and counts requests and good items.
std::vector<int> walk(
    int size, std::uint32_t page, const std::set<int>& bad, int* requests, int* good) {
    Narrowing narrowing;
    std::vector<int> named;
    int at = 0;
    *requests = 0;
    *good = 0;
    while (at < size && ++*requests < 10'000) {
        const std::uint32_t top = narrowing.top(page);
        const int end = std::min(size, at + static_cast<int>(top));
        if (narrowing.asks() == Asks::check) {
            narrowing.checked(static_cast<std::size_t>(end - at));
            continue;
        }
        if (narrowing.asks() == Asks::identify) {
            named.push_back(at++);
            narrowing.passed();
            continue;
        }
        const auto found = bad.lower_bound(at);
        if (found != bad.end() && *found < end) {
            EXPECT_TRUE(narrowing.refused(top));
            continue;
        }
        *good += end - at;
        at = end;
        narrowing.page_came(page);
    }
    return named;
}

TEST(Narrowing, NamesExactlyTheBadItemsAndTakesTheRest) {
    int requests = 0;
    int good = 0;
    EXPECT_EQ(walk(5'000, 1'000, {0, 777, 778, 3'999, 4'999}, &requests, &good),
              (std::vector<int>{0, 777, 778, 3'999, 4'999}));
    EXPECT_EQ(good, 4'995);
    EXPECT_LT(requests, 150);
}

TEST(Narrowing, CostsFewRequestsAnItem) {
    int requests = 0;
    int good = 0;
    walk(100'000, 1'000, {54'321}, &requests, &good);
    EXPECT_EQ(good, 99'999);
    // A hundred pages; halving, growing again, and what of the page lies between them.
    EXPECT_LE(requests, 100 + 3 * 11);
}

TEST(Narrowing, GivesUpWhereItIsNotTheItems) {
    Narrowing narrowing;
    EXPECT_TRUE(narrowing.refused(100));
    EXPECT_EQ(narrowing.asks(), Asks::check);
    EXPECT_FALSE(narrowing.refused(100));
    EXPECT_EQ(narrowing.asks(), Asks::page);
    EXPECT_EQ(narrowing.top(100), 100U);
}

}  // namespace
}  // namespace syncline::sync
