#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A service whose commits become visible after later ones: stamped before, seen after.
class Settle : public testing::Test {
  protected:
    PullResult pull(milliseconds settle = seconds(10)) {
        PullOptions options;
        options.settle = settle;
        return phone.pull(options);
    }

    /// An item that was stamped `late` ago and can be seen only now.
    void commit_late(const std::string& id, milliseconds late) {
        const Timestamp stamp = world.clock.wall - late;
        backend.seed("todo", id, 1, text_of(stamp));
    }

    static std::string text_of(Timestamp time) {
        const std::string text = server::stamp_text(time);
        return text;
    }

    /// Twenty rounds: an item at once, one that is late, and a pull in between.
    void play(milliseconds late, milliseconds settle) {
        for (int i = 0; i < 20; ++i) {
            backend.insert("todo", "{'id':'now" + std::to_string(i) + "'}");
            pull(settle);
            world.clock.advance(seconds(1));
            commit_late("late" + std::to_string(i) + "-", late);
        }
        pull(settle);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Settle, LateCommitsAreLostWithoutASettlingTime) {
    play(milliseconds(2'500), milliseconds(0));

    EXPECT_LT(phone->count("todo", {}), backend.count("todo"));
}

TEST_F(Settle, LateCommitsAreFoundWithTenSeconds) {
    play(milliseconds(2'500), seconds(10));

    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Settle, ItemsOfTheLastSecondsAreSeenAgainAndCountedApart) {
    backend.insert("todo", "{'id':'a'}");
    pull();
    world.clock.advance(seconds(1));

    const PullResult again = pull();

    EXPECT_EQ(again.queries.at(0).applied, 0U);
    EXPECT_EQ(again.queries.at(0).unchanged, 1U);
}

TEST_F(Settle, AQuietTableIsReadToItsEndOnce) {
    backend.insert("todo", "{'id':'a'}");
    world.clock.advance(std::chrono::minutes(5));
    pull();

    const PullResult again = pull();

    EXPECT_EQ(again.queries.at(0).received, 0U);
    EXPECT_EQ(again.requests, 1U);
}

TEST_F(Settle, WithoutDateEveryPullHasATail) {
    backend.dates = false;
    const Item item = backend.insert("todo", "{'id':'a'}");
    world.clock.advance(std::chrono::hours(5));

    pull();

    EXPECT_LE(phone.token()->since,
              world.clock.wall.count() - std::chrono::hours(5) / milliseconds(1) - 10'000);
}

TEST_F(Settle, ADateFarAheadMeansNoTail) {
    backend.date_ahead = std::chrono::hours(1);
    const Timestamp stamped = world.clock.wall;
    backend.insert("todo", "{'id':'a'}");

    pull();

    EXPECT_EQ(phone.token()->since, stamped.count() + 1);
}

TEST_F(Settle, TheTokenStaysTheSettlingTimeBehindTheGreatestStamp) {
    const Timestamp stamped = world.clock.wall;
    backend.insert("todo", "{'id':'a'}");

    pull(seconds(10));

    EXPECT_LE(phone.token()->since, stamped.count() - 10'000);
    EXPECT_GE(phone.token()->since, stamped.count() - 10'100);
}

TEST_F(Settle, OfZeroPutsTheTokenAtTheGreatestStamp) {
    const Timestamp stamped = world.clock.wall;
    backend.insert("todo", "{'id':'a'}");

    pull(milliseconds(0));

    EXPECT_EQ(phone.token()->since, stamped.count());
}

TEST_F(Settle, TheTokenNeverGoesBack) {
    backend.insert("todo", "{'id':'a'}");
    pull(milliseconds(0));
    const auto before = phone.token();

    pull(seconds(60));

    EXPECT_GE(phone.token()->since, before->since);
}

TEST_F(Settle, AnEmptyPullLeavesTheTokenAtTheStart) {
    backend.define("todo", true);

    pull();
    pull();

    ASSERT_TRUE(phone.token());
    EXPECT_EQ(phone.token()->since, 0);
}

TEST_F(Settle, ASlowPullStaysBehindByWhatItTook) {
    for (int i = 0; i < 3; ++i) {
        backend.insert("todo", "{'id':'a" + std::to_string(i) + "'}");
        world.clock.advance(milliseconds(1));
    }
    const Timestamp newest = world.clock.wall;
    world.round_trip = seconds(3);
    PullOptions options;
    options.page_size = 1;

    phone.pull(options);

    EXPECT_LE(phone.token()->since, newest.count() - 10'000 - 3'000);
}

TEST_F(Settle, APullThatIsInItsTailForTooLongEndsAndSaysSo) {
    world.round_trip = seconds(3);
    int written = 0;
    world.on_request = [&](const Exchange&) {
        backend.insert("todo", "{'id':'w" + std::to_string(written++) + "'}");
        world.clock.advance(milliseconds(2));
        backend.insert("todo", "{'id':'w" + std::to_string(written++) + "'}");
    };
    PullOptions options;
    options.page_size = 1;

    const PullResult result = phone.pull(options);

    EXPECT_EQ(result.outcome, Status::ok);
    ASSERT_EQ(result.warnings.size(), 1U);
    EXPECT_NE(result.warnings[0].find("faster"), std::string::npos);
    EXPECT_LT(written, 30);
    world.on_request = nullptr;
    for (int i = 0; i < 10; ++i) phone.pull();
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

}  // namespace

}  // namespace syncline::journey
