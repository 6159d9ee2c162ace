#include "sync/paging.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace syncline::sync {
namespace {

using std::chrono::milliseconds;
using Phase = Token::Phase;

/// An item of a service that stamps finer than it shows: `fine` orders within a millisecond.
struct Stamped {
    std::string id;
    std::optional<std::int64_t> ms;
    int fine = 0;
};

/// What a service with these items answers to a position, in pages of `size`.
std::vector<Stamped> answer(std::vector<Stamped> items,
                            const Token& at,
                            std::size_t size,
                            bool* more) {
    const auto wanted = [&at](const Stamped& item) {
        switch (at.phase) {
            case Phase::unstamped:
                return !item.ms && item.id > at.after_id;
            case Phase::since:
                return item.ms && *item.ms >= at.since;
            case Phase::millisecond:
                return item.ms == at.since && item.id > at.after_id;
        }
        return false;
    };
    items.erase(std::remove_if(
                    items.begin(), items.end(), [&](const Stamped& item) { return !wanted(item); }),
                items.end());
    std::sort(items.begin(), items.end(), [&at](const Stamped& a, const Stamped& b) {
        if (at.phase != Phase::since) return a.id < b.id;
        return std::tie(*a.ms, a.fine, a.id) < std::tie(*b.ms, b.fine, b.id);
    });
    *more = items.size() > size;
    if (*more) items.resize(size);
    return items;
}

/// The ids that a walk sees, sorted and each once.
std::vector<std::string> walk(const std::vector<Stamped>& items, std::size_t size, int* requests) {
    Paging paging{Token{}};
    std::vector<std::string> seen;
    *requests = 0;
    while (!paging.ended() && ++*requests < 10'000) {
        bool more = false;
        const auto page = answer(items, paging.position(), size, &more);
        PageFacts facts;
        facts.items = page.size();
        facts.more = more;
        if (!page.empty()) {
            facts.last_id = page.back().id;
            facts.last_updated = page.back().ms;
        }
        for (const Stamped& item : page) seen.push_back(item.id);
        paging.page(facts);
    }
    EXPECT_TRUE(paging.ended());
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    return seen;
}

std::string id(int number) {
    std::string text = std::to_string(number);
    return std::string(5 - text.size(), '0') + text;
}

TEST(Paging, SeesEveryItemOfADistinctlyStampedTable) {
    std::vector<Stamped> items;
    for (int i = 0; i < 1'000; ++i) items.push_back({id(i), 1'000 + i * 3, 0});
    int requests = 0;
    EXPECT_EQ(walk(items, 100, &requests).size(), 1'000U);
    EXPECT_LE(requests, 13);
}

TEST(Paging, SeesEveryItemOfAMillisecondLargerThanManyPages) {
    std::vector<Stamped> items;
    for (int i = 0; i < 5'000; ++i) items.push_back({id(i), 777, 0});
    for (int i = 5'000; i < 5'100; ++i) items.push_back({id(i), i % 2 == 0 ? 776 : 778, 0});
    int requests = 0;
    EXPECT_EQ(walk(items, 100, &requests).size(), 5'100U);
}

TEST(Paging, SeesEveryItemWhereTheServerStampsFinerThanItShows) {
    // Within the millisecond the service's order is not by id: the drain begins at its start.
    std::vector<Stamped> items;
    for (int i = 0; i < 1'000; ++i) items.push_back({id(999 - i), 777, i});
    int requests = 0;
    EXPECT_EQ(walk(items, 50, &requests).size(), 1'000U);
}

TEST(Paging, SeesItemsThatHaveNoTime) {
    std::vector<Stamped> items;
    for (int i = 0; i < 250; ++i) items.push_back({id(i), std::nullopt, 0});
    items.push_back({"z", 5, 0});
    int requests = 0;
    EXPECT_EQ(walk(items, 100, &requests).size(), 251U);
}

TEST(Paging, AsksInTheDialectOfTheService) {
    const auto text = [](const Token& token, const std::string& filter) {
        return Paging(token).query(filter, 50, data::Dialect::v2);
    };
    EXPECT_EQ(text({Phase::since, 1'000, ""}, "").filter,
              "updatedAt ge datetimeoffset'1970-01-01T00:00:01.000Z'");
    EXPECT_EQ(text({Phase::since, 0, ""}, "complete eq false").filter,
              "(complete eq false) and (updatedAt ge datetimeoffset'1970-01-01T00:00:00.000Z')");
    EXPECT_EQ(text({Phase::since, 0, ""}, "").orderby, "updatedAt,id");
    EXPECT_EQ(text({Phase::unstamped, 0, "it's"}, "").filter,
              "(updatedAt eq null or updatedAt lt datetimeoffset'1970-01-01T00:00:00.000Z') and "
              "(id gt 'it''s')");
    EXPECT_EQ(text({Phase::millisecond, 5, ""}, "").filter,
              "updatedAt ge datetimeoffset'1970-01-01T00:00:00.005Z' and updatedAt lt "
              "datetimeoffset'1970-01-01T00:00:00.006Z'");
    EXPECT_EQ(text({Phase::millisecond, 5, ""}, "").orderby, "id");
}

TEST(Paging, RefusesPagesThatAreNotInOrder) {
    Paging paging{Token{Phase::since, 1'000, ""}};
    EXPECT_THROW(paging.page({10, "x", 999, true, {}}), ServiceError);
    EXPECT_THROW(paging.page({10, "x", std::nullopt, true, {}}), ServiceError);
    Paging drain{Token{Phase::millisecond, 5, "x"}};
    EXPECT_THROW(drain.page({10, "x", 5, true, {}}), ServiceError);
}

TEST(Paging, FollowsTheServicesLinksWhereItCannotGoByKey) {
    Paging drain(Token{Phase::millisecond, 5, {}});
    ASSERT_TRUE(drain.give_way());
    EXPECT_TRUE(drain.query("", 50, data::Dialect::v3).link.empty());
    drain.page({50, "x", 5, true, "$skip=50&a=b"});
    EXPECT_EQ(drain.query("", 50, data::Dialect::v3).link, "$skip=50&a=b");
    EXPECT_THROW(drain.page({50, "y", 5, true, "$skip=50&a=b"}), ServiceError);
    drain.page({7, "y", 5, false, {}});
    EXPECT_EQ(drain.position(), (Token{Phase::since, 6, {}}));
    EXPECT_TRUE(drain.query("", 50, data::Dialect::v3).link.empty());
}

TEST(Paging, PassesAnItemInItsDrainAndDrainsItsMillisecondFirst) {
    Paging walk(Token{Phase::since, 5, {}});
    EXPECT_FALSE(walk.pass("bad", 9));
    EXPECT_EQ(walk.position(), (Token{Phase::millisecond, 9, {}}));
    EXPECT_TRUE(walk.pass("bad", 9));
    EXPECT_EQ(walk.position(), (Token{Phase::millisecond, 9, "bad"}));
}

TEST(Paging, GivesWayWhereTheServiceCannotAnswer) {
    Paging unstamped{Token{}};
    EXPECT_TRUE(unstamped.give_way());
    EXPECT_EQ(unstamped.position(), (Token{Phase::since, 0, ""}));
    EXPECT_FALSE(unstamped.give_way());
    Paging drain{Token{Phase::millisecond, 5, ""}};
    EXPECT_TRUE(drain.give_way());
    drain.page({50, "x", 5, true, {}});
    EXPECT_EQ(drain.query("", 50, data::Dialect::v2).skip, 50U);
    EXPECT_FALSE(drain.give_way());
}

/// How many pages of a drain, each full, are taken before it is found to go round.
int pages_taken(Paging& paging, const std::vector<std::string>& last_ids) {
    for (int page = 0; page < 1'000; ++page) {
        PageFacts facts{
            10, last_ids[static_cast<std::size_t>(page) % last_ids.size()], 7, true, ""};
        try {
            paging.page(facts);
        } catch (const ServiceError&) {
            return page;
        }
    }
    return -1;
}

TEST(Paging, FindsADrainThatGoesRound) {
    for (std::size_t length = 1; length < 20; ++length) {
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < length; ++i) ids.push_back("id" + std::to_string(i));
        Paging paging{Token{Phase::millisecond, 7, ""}};
        const int taken = pages_taken(paging, ids);
        EXPECT_GE(taken, static_cast<int>(length));
        EXPECT_LE(taken, 4 * static_cast<int>(length));
    }
}

TEST(Paging, FindsADrainBySkipThatGoesRound) {
    Paging paging{Token{Phase::millisecond, 7, ""}};
    ASSERT_TRUE(paging.give_way());
    const int taken = pages_taken(paging, {"a", "b"});
    EXPECT_GT(taken, 2) << "where items change places, one may be met again";
    EXPECT_LT(taken, 30);
}

TEST(Settling, AnItemOfTheFutureCountsAsOfTheServicesOwnTime) {
    constexpr std::int64_t kYear9999 = 253'402'300'799'999;
    for (const int settle : {0, 10'000}) {
        Settling settling(milliseconds(settle), Token{});
        settling.page(1'000'000, Timestamp(1'100'000), Ticks(0));
        EXPECT_FALSE(settling.is_ahead());
        settling.page(kYear9999, Timestamp(1'100'000), Ticks(0));
        EXPECT_TRUE(settling.is_ahead());
        for (const bool ended : {true, false}) {
            EXPECT_EQ(settling.token({Phase::since, kYear9999, ""}, ended, Ticks(0)).since,
                      1'100'000 - settle);
        }
    }
}

TEST(Settling, AClockThatIsALittleBehindIsNoMatter) {
    Settling settling(milliseconds(0), Token{});
    settling.page(1'000'000, Timestamp(1'000'000 - 60'000), Ticks(0));
    EXPECT_FALSE(settling.is_ahead());
    EXPECT_EQ(settling.token({Phase::since, 1'000'000, ""}, true, Ticks(0)).since, 1'000'000);
}

TEST(Settling, WithoutATailTheTokenStandsBehindTheLastItem) {
    Settling settling(milliseconds(10'000), Token{});
    settling.page(1'000'000, Timestamp(1'000'000 + 70'000), Ticks(0));
    EXPECT_EQ(settling.token({Phase::since, 1'000'000, ""}, true, Ticks(500)),
              (Token{Phase::since, 1'000'001, ""}));
}

TEST(Settling, InTheTailTheTokenStaysBehind) {
    Settling settling(milliseconds(10'000), Token{});
    settling.page(1'000'000, Timestamp(1'000'000 + 69'999), Ticks(100));
    // 10 s, and the 0.4 s since the first page of the tail was asked for.
    EXPECT_EQ(settling.token({Phase::since, 1'000'000, ""}, true, Ticks(500)),
              (Token{Phase::since, 1'000'000 - 10'400, ""}));
}

TEST(Settling, WithoutADateEveryPageIsTail) {
    Settling settling(milliseconds(10'000), Token{});
    settling.page(1'000'000, std::nullopt, Ticks(0));
    EXPECT_EQ(settling.token({Phase::since, 1'000'000, ""}, false, Ticks(0)).since, 990'000);
}

TEST(Settling, TheTokenNeverGoesBack) {
    Settling settling(milliseconds(10'000), Token{Phase::since, 995'000, ""});
    settling.page(1'000'000, std::nullopt, Ticks(0));
    EXPECT_EQ(settling.token({Phase::since, 1'000'000, ""}, true, Ticks(0)).since, 995'000);
}

TEST(Settling, OfNothingLeavesTheTokenAtTheLastItem) {
    Settling settling(milliseconds(0), Token{});
    settling.page(1'000'000, std::nullopt, Ticks(0));
    EXPECT_EQ(settling.token({Phase::since, 1'000'000, ""}, true, Ticks(9)).since, 1'000'000);
}

TEST(Settling, NothingReceivedMovesNothing) {
    const Token before{Phase::since, 5, ""};
    EXPECT_EQ(Settling(milliseconds(10'000), before).token(before, true, Ticks(9)), before);
}

TEST(Settling, SaysWhenThePullHasBeenInItsTailForTooLong) {
    Settling settling(milliseconds(10'000), Token{});
    EXPECT_FALSE(settling.overstayed(Ticks(99'999)));
    settling.page(1'000'000, std::nullopt, Ticks(100));
    EXPECT_FALSE(settling.overstayed(Ticks(10'100)));
    EXPECT_TRUE(settling.overstayed(Ticks(10'101)));
}

}  // namespace
}  // namespace syncline::sync
