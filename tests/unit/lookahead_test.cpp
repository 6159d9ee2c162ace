#include "sync/lookahead.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace syncline::sync {
namespace {

const store::Token kStart{store::Token::Phase::since, 7, {}};

Item an_item(const std::string& id, const std::string& version = "1") {
    Item made;
    made.id = id;
    made.version = version;
    return made;
}

/// Asks for as many pages as it may; returns how many.
std::size_t ask_all(Lookahead& ahead) {
    std::size_t asked = 0;
    while (ahead.wants_next() || ahead.wants_more()) {
        ahead.ask(kStart);
        ++asked;
    }
    return asked;
}

constexpr std::size_t kSmall = 1'000;

/// Behind the page the walk goes on at its last item's time, which no other item has.
void take(Lookahead& ahead, const Item& last, std::uint64_t items, std::size_t bytes) {
    ahead.taken({last, items, 1, bytes}, kStart);
}

/// One page of ten was taken, the first of another window and one behind it are in flight; returns
/// the place of that one.
Place ask_two(Lookahead& ahead) {
    ahead.ask(kStart);
    take(ahead, an_item("a"), 10, kSmall);
    ahead.ask(kStart);
    return ahead.ask(kStart);
}

TEST(Lookahead, AsksForOnePageUntilItKnowsHowLongPagesAre) {
    Lookahead ahead(8);
    EXPECT_EQ(ask_all(ahead), 1U);
    EXPECT_FALSE(ahead.wants_next());
    take(ahead, an_item("a"), 10, kSmall);
    EXPECT_EQ(ask_all(ahead), 4U);
}

/// What is asked for behind a table's end is asked for in vain.
TEST(Lookahead, AsksForThreePagesAheadAndThenForAsManyAsItHasTaken) {
    Lookahead ahead(8);
    std::size_t asked = ask_all(ahead);
    for (std::size_t taken = 1; taken < 20; ++taken) {
        take(ahead, an_item("a"), 10, kSmall);
        asked += ask_all(ahead);
        EXPECT_EQ(asked, 1 + taken + std::clamp<std::size_t>(taken - 1, 3, 7));
    }
}

TEST(Lookahead, KeepsAsManyInFlightAsMay) {
    Lookahead ahead(8);
    ask_all(ahead);
    take(ahead, an_item("a"), 10, kSmall);
    ask_all(ahead);
    for (int i = 0; i < 7; ++i) {
        take(ahead, an_item("b"), 10, kSmall);
        ask_all(ahead);
    }
    take(ahead, an_item("c"), 10, kSmall);
    EXPECT_EQ(ask_all(ahead), 1U) << "one was taken, one may be asked for";
    Lookahead alone(1);
    ask_all(alone);
    take(alone, an_item("a"), 10, kSmall);
    EXPECT_EQ(ask_all(alone), 1U);
}

TEST(Lookahead, PagesOverlapByOneItem) {
    const store::Token later{store::Token::Phase::since, 9, {}};
    Lookahead ahead(8);
    EXPECT_EQ(ahead.skip(ahead.ask(kStart)), 0U) << "a window begins by key";
    EXPECT_EQ(ahead.base().since, kStart.since);
    ahead.ask(kStart);
    // Three of its items have the time at which the walk goes on.
    ahead.taken({an_item("a"), 10, 3, kSmall}, later);
    EXPECT_EQ(ahead.base().since, later.since);
    EXPECT_EQ(ahead.skip(ahead.ask(later)), 2U + 9U) << "the page after the next";
    EXPECT_EQ(ahead.skip(ahead.ask(later)), 2U + 18U);
}

TEST(Lookahead, GoesOnOnlyWhereTheLastPageEnded) {
    Lookahead ahead(8);
    ahead.ask(kStart);
    take(ahead, an_item("a", "1"), 10, kSmall);
    EXPECT_TRUE(ahead.follows(an_item("a", "1")));
    EXPECT_FALSE(ahead.follows(an_item("b", "1")));
    EXPECT_FALSE(ahead.follows(an_item("a", "2")));
    Item gone = an_item("a", "1");
    gone.deleted = true;
    EXPECT_FALSE(ahead.follows(gone));
}

TEST(Lookahead, WhatIsInFlightIsStaleAfterAFailure) {
    Lookahead ahead(8);
    const Place behind = ask_two(ahead);
    EXPECT_TRUE(ahead.is_current(behind));
    ahead.fail();
    EXPECT_FALSE(ahead.is_current(behind));
    EXPECT_TRUE(ahead.wants_next());
    EXPECT_EQ(ask_all(ahead), 1U) << "by key, and alone";
}

TEST(Lookahead, APageOfAnotherLengthEndsTheWindow) {
    Lookahead ahead(8);
    const Place behind = ask_two(ahead);
    take(ahead, an_item("b"), 7, kSmall);
    EXPECT_FALSE(ahead.is_current(behind));
}

TEST(Lookahead, GivesUpOnAServiceThatTakesNoSkip) {
    Lookahead ahead(8);
    for (int i = 0; i < 3; ++i) {
        ask_all(ahead);
        take(ahead, an_item("a"), 10, kSmall);
        ask_all(ahead);
        ahead.fail();
    }
    ask_all(ahead);
    take(ahead, an_item("a"), 10, kSmall);
    EXPECT_EQ(ask_all(ahead), 1U);
}

TEST(Lookahead, LargePagesLeaveRoomForFew) {
    Lookahead ahead(8);
    std::size_t in_flight = ask_all(ahead);
    for (int i = 0; i < 7; ++i) {
        take(ahead, an_item("a"), 10, 8U << 20U);
        in_flight = in_flight - 1 + ask_all(ahead);
    }
    EXPECT_EQ(in_flight, 3U);
    Lookahead huge(8);
    ask_all(huge);
    take(huge, an_item("a"), 10, 40U << 20U);
    EXPECT_EQ(ask_all(huge), 1U);
}

TEST(Lookahead, SkipsNoMoreThanWhatIsInFlight) {
    Lookahead ahead(8);
    ask_all(ahead);
    for (int page = 0; page < 200; ++page) {
        take(ahead, an_item("a"), 1'000, kSmall);
        while (ahead.wants_next() || ahead.wants_more()) {
            EXPECT_LE(ahead.skip(ahead.ask(kStart)), 7U * 999U);
        }
    }
}

}  // namespace
}  // namespace syncline::sync
