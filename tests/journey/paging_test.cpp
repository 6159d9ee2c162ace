#include "journey/device.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

namespace syncline::journey {

namespace {

class Paging : public testing::Test {
  protected:
    PullResult pull(std::uint32_t page_size, std::chrono::milliseconds settle = {}) {
        PullOptions options;
        options.page_size = page_size;
        options.settle = settle;
        return phone.pull(options);
    }

    /// One item in each of `count` seconds, from 10 s after the start of 2020 on.
    void seed_seconds(int count) {
        for (int i = 0; i < count; ++i) {
            const std::string second = std::to_string(10 + i);
            backend.seed("todo", "at" + second, 1, "2020-01-01T00:00:" + second + "Z");
        }
    }

    void expect_complete() { EXPECT_EQ(phone.shown(), backend.shown("todo")); }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Paging, AsksByKeyAndNeverBySkipWhereOnePageIsInFlight) {
    seed_seconds(20);
    phone.remote.parallel = 1;

    const PullResult result = pull(6);

    expect_complete();
    EXPECT_EQ(result.queries.at(0).applied, 20U);
    for (const Exchange& exchange : world.log) {
        EXPECT_EQ(exchange.query.find("$skip"), std::string::npos) << exchange.query;
        EXPECT_NE(exchange.query.find("updatedAt"), std::string::npos) << exchange.query;
        EXPECT_NE(exchange.query.find("__includeDeleted=true"), std::string::npos);
    }
}

TEST_F(Paging, BeginsWithTheItemsThatHaveNoTime) {
    backend.seed("todo", "none", 25, "");
    seed_seconds(3);

    pull(10);

    expect_complete();
    EXPECT_NE(world.log.at(0).query.find(
                  "updatedAt eq null or updatedAt lt datetimeoffset'1970-01-01T00:00:00.000Z'"),
              std::string::npos)
        << world.log.at(0).query;
    EXPECT_NE(world.log.at(1).query.find("id gt 'none00009'"), std::string::npos);
}

TEST_F(Paging, TakesItemsFromBeforeTheEpoch) {
    backend.seed("todo", "old", 3, "1955-11-05T06:00:00Z");

    pull(2);

    expect_complete();
}

TEST_F(Paging, GoesOnWithTheSecondPullWhereTheFirstEnded) {
    seed_seconds(10);
    pull(4);
    phone.restart();
    const std::size_t from = world.log.size();

    const PullResult result = pull(4);

    EXPECT_EQ(world.log.size() - from, 1U);
    EXPECT_NE(world.log.back().query.find("updatedAt ge datetimeoffset'2020-01-01T00:00:19"),
              std::string::npos)
        << world.log.back().query;
    EXPECT_EQ(result.queries.at(0).applied, 0U);
    EXPECT_EQ(result.queries.at(0).unchanged, result.queries.at(0).received);
}

TEST_F(Paging, FiveThousandItemsInOneMillisecondAreAllThere) {
    seed_seconds(5);
    backend.seed("todo", "tie", 5'000, "2020-01-01T00:00:12.345Z");

    pull(1'000);

    EXPECT_EQ(phone->count("todo", {}), 5'005U);
    expect_complete();
}

TEST_F(Paging, StampsFinerThanTheWireShowsLoseNothing) {
    // The order by time runs against the order by id within the millisecond.
    for (int i = 0; i < 50; ++i) {
        const std::string finer = std::to_string(9'999 - i * 100);
        backend.seed("todo",
                     "tie" + std::to_string(10 + i) + "-",
                     100,
                     "2020-01-01T00:00:12.345" + std::string(4 - finer.size(), '0') + finer + "Z");
    }
    seed_seconds(5);

    pull(1'000);

    EXPECT_EQ(phone->count("todo", {}), 5'005U);
    expect_complete();
}

TEST_F(Paging, TiesSmallerThanAPageAreAllThere) {
    for (int i = 0; i < 8; ++i) {
        backend.seed("todo",
                     "tie" + std::to_string(i) + "-",
                     3,
                     "2020-01-01T00:00:0" + std::to_string(i) + "Z");
    }

    for (const std::uint32_t size : {1U, 2U, 3U, 4U, 5U, 24U}) {
        Device tablet(world, "tablet");
        PullOptions options;
        options.page_size = size;
        tablet.pull(options);

        EXPECT_EQ(tablet.shown(), backend.shown("todo")) << size;
    }
}

TEST_F(Paging, AnItemThatMovesWhileItIsReadIsNotLost) {
    seed_seconds(20);
    int moved = 0;
    world.on_request = [&](const Exchange&) {
        // Each write moves an item that was read already, or is still to come, to the end.
        if (moved < 15) {
            const std::string id = "at" + std::to_string(10 + moved) + "00000";
            backend.update("todo", id, "{'text':'moved'}");
            ++moved;
        }
    };

    pull(3);

    world.on_request = nullptr;
    pull(3);
    expect_complete();
}

TEST_F(Paging, SeveralPagesAreInFlightAtOnce) {
    seed_seconds(49);
    const Ticks begun = world.clock.steady;

    pull(3);

    expect_complete();
    EXPECT_EQ(world.most_in_flight, 8U);
    EXPECT_LE((world.clock.steady - begun) / world.round_trip, 9) << "of 25 pages";
}

/// The page behind begins in the middle of a time that two items have.
TEST_F(Paging, SeveralPagesAreInFlightWhereTheyEndBetweenItemsOfOneTime) {
    for (int second = 10; second < 50; ++second) {
        backend.seed("todo",
                     "at" + std::to_string(second),
                     3,
                     "2020-01-01T00:00:" + std::to_string(second) + "Z");
    }
    const Ticks begun = world.clock.steady;

    pull(5);

    expect_complete();
    EXPECT_LE((world.clock.steady - begun) / world.round_trip, 9) << "of 30 pages";
}

/// Two seconds after the first items came they are stored, while others are on their way.
class Storing : public Paging {
  protected:
    Storing() {
        seed_seconds(40);
        world.round_trip = {};
        world.before(4, [this] { world.clock.advance(std::chrono::seconds(3)); });
    }
};

TEST_F(Storing, TakesPagesAndAsksForMoreMeanwhile) {
    const auto other = phone.second_process();
    PullOptions options;
    options.page_size = 3;
    std::uint64_t stored = 0;
    std::size_t requests = 0;
    options.on_change = [&](const ItemChange&) {
        if (requests > 0) return;
        requests = world.log.size();
        stored = other->count("todo", {});
    };

    phone.pull(options);

    expect_complete();
    EXPECT_LE(stored, 9U) << "what came meanwhile is stored the next time";
    EXPECT_GT(requests, 13U) << "nothing was asked for until the first items were stored";
}

TEST_F(Paging, TakesOnlySomeOfWhatIsLargeWhileItStores) {
    for (int i = 0; i < 24; ++i) {
        backend.insert("todo", "{'text':'" + std::string(500'000, 'x') + "'}");
        world.clock.advance(std::chrono::seconds(1));
    }
    world.round_trip = {};
    world.before(4, [this] { world.clock.advance(std::chrono::seconds(3)); });
    PullOptions options;
    options.page_size = 3;
    std::size_t requests = 0;
    options.on_change = [&](const ItemChange&) {
        if (requests == 0) requests = world.log.size();
    };

    phone.pull(options);

    expect_complete();
    EXPECT_LE(requests, 6U) << "all that came was held beside what was being stored";
}

/// A command may take its time, and must find the store open to others.
TEST_F(Storing, FetchesNoTokenMeanwhile) {
    const tests::TempDir folder;
    const std::string script = (folder / "token").string();
    std::ofstream(script) << "#!/bin/sh\necho x >>" << script << ".calls\nsqlite3 " << phone.path()
                          << " 'BEGIN IMMEDIATE; ROLLBACK' && wc -l <" << script << ".calls\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    phone.remote.token_command = script;
    world.before(9, [this] { world.answer_with(1, 401, "no"); });

    const PullResult result = pull(3);

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    expect_complete();
    EXPECT_EQ(std::count_if(world.log.begin(),
                            world.log.end(),
                            [](const Exchange& exchange) { return exchange.status == 401; }),
              1);
}

TEST_F(Storing, LosesNothingWhereTheProcessDiesMeanwhile) {
    world.before(9, [] { throw Killed{}; });

    ASSERT_TRUE(phone.killed_in([this] { pull(3); }));
    EXPECT_EQ(phone.shown(), "");
    pull(3);

    expect_complete();
}

TEST_F(Storing, KeepsItsTokenWithWhatIsStored) {
    PullOptions options;
    options.page_size = 3;
    options.settle = {};
    options.on_change = [](const ItemChange&) { throw Killed{}; };

    ASSERT_TRUE(phone.killed_in([&] { phone.pull(options); }));
    EXPECT_NE(phone.shown(), "");
    pull(3);

    expect_complete();
}

/// A service with an item in each of 40 seconds, and a tablet that pulls three at a time. Before
/// the n-th request something happens to the three items that were shown last.
class Moving {
  public:
    Moving(std::uint64_t n, World::Order order, bool soft) {
        world.order = order;
        world.backend.define("todo", soft);
        for (int i = 10; i < 50; ++i) {
            const std::string second = std::to_string(i);
            world.backend.seed("todo", "at" + second, 1, "2020-01-01T00:00:" + second + "Z");
        }
        world.before(n, [this, n] {
            for (std::uint64_t i = n; i < n + 3; ++i) {
                happens("at" + std::to_string(10 + i) + "00000");
            }
        });
    }

    /// How many items are here after a pull.
    std::ptrdiff_t pulled() {
        PullOptions options;
        options.page_size = 3;
        tablet.pull(options);
        const std::string shown = tablet.shown();
        return std::count(shown.begin(), shown.end(), '\n');
    }

    World world;
    Device tablet{world};
    std::function<void(const std::string& id)> happens;
};

/// What moves to the end moves everything behind it forward: pages that were asked for ahead begin
/// too late, and nothing may be missed there.
TEST_F(Paging, ItemsThatMoveBetweenPagesAskedForAheadMakeNoGap) {
    for (std::uint64_t n = 1; n <= 25; ++n) {
        for (const auto order : {World::Order::oldest_first, World::Order::newest_first}) {
            Moving moving(n, order, true);
            moving.happens = [&moving](const std::string& id) {
                moving.world.backend.update("todo", id, "{'text':'moved'}");
            };
            EXPECT_EQ(moving.pulled(), 40) << n;
        }
    }
}

TEST_F(Paging, ItemsThatVanishBetweenPagesAskedForAheadMakeNoGap) {
    for (std::uint64_t n = 1; n <= 25; ++n) {
        for (const auto order : {World::Order::oldest_first, World::Order::newest_first}) {
            Moving moving(n, order, false);
            moving.happens = [&moving](const std::string& id) {
                moving.world.backend.remove("todo", id);
            };
            EXPECT_GE(moving.pulled(), 37) << n;
        }
    }
}

TEST_F(Paging, LearnsTheLimitOfTheServiceFromItsRefusal) {
    backend.max_top = 7;
    seed_seconds(20);

    const PullResult result = pull(1'000);

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    expect_complete();
    EXPECT_EQ(world.log.at(0).status, 400);
    EXPECT_NE(world.log.at(1).query.find("$top=7&"), std::string::npos);
    phone.restart();
    const std::size_t from = world.log.size();
    pull(1'000);
    EXPECT_NE(world.log.at(from).query.find("$top=7&"), std::string::npos);
}

TEST_F(Paging, ShrinksPagesThatAreTooLarge) {
    for (int i = 0; i < 40; ++i) {
        backend.insert("todo", "{'text':'" + std::string(1'000, 'x') + "'}");
    }
    phone.remote.max_body = 10'000;

    const PullResult result = pull(1'000);

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    expect_complete();
}

TEST_F(Paging, AnItemLargerThanTheLimitEndsThePullWithSeven) {
    backend.insert("todo", "{'text':'" + std::string(1'000, 'x') + "'}");
    phone.remote.max_body = 500;

    const PullResult result = pull(1'000);

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(phone->count("todo", {}), 0U);
}

TEST_F(Paging, PagesThatAreCutWithALinkGoOn) {
    backend.page_cut = 4;
    seed_seconds(18);

    pull(1'000);

    expect_complete();
}

TEST_F(Paging, PagesThatAreCutWithoutAWordGoOn) {
    // As the .NET server does it: 50 items, whatever was asked for.
    backend.page_cut = 50;
    backend.links = false;
    for (int i = 0; i < 13; ++i) {
        backend.seed("todo",
                     "s" + std::to_string(10 + i) + "-",
                     10,
                     "2020-01-01T00:00:" + std::to_string(10 + i) + "Z");
    }
    backend.seed("todo", "none", 120, "");

    pull(1'000);

    expect_complete();
}

TEST_F(Paging, ALinkToAnotherHostIsNeverFollowed) {
    seed_seconds(3);
    phone.remote.token = "secret";
    backend.token = "secret";
    const std::string page = "[{'id':'x','updatedAt':'2020-01-01T00:00:05.000Z','version':'MQ=='}]";
    world.answer_with(1, 200, "[]");
    world.answer_with(1, 200, page, {{"link", "<http://evil/tables/todo?$skip=1>; rel=next"}});

    pull(1'000);

    for (const Exchange& exchange : world.log) {
        EXPECT_EQ(exchange.request.url.find("http://service/tables/todo?"), 0U);
    }
    EXPECT_EQ(phone->count("todo", {}), 4U);
}

TEST_F(Paging, ALinkOfAnotherKindIsNone) {
    const std::string page = "[{'id':'x','updatedAt':'2020-01-01T00:00:05.000Z'}]";
    world.answer_with(1, 200, "[]", {{"link", "<http://service/tables/todo>; rel=prev"}});
    world.answer_with(1, 200, page, {{"link", "<http://service/tables/todo>; rel=prev"}});

    EXPECT_EQ(pull(1'000).requests, 2U);
}

TEST_F(Paging, ReadsTimesWithAnOffsetAsInstants) {
    world.answer_with(1, 200, "[]");
    world.answer_with(1,
                      200,
                      "[{'id':'x','updatedAt':'2020-01-01T02:00:00.000+02:00'},"
                      "{'id':'y','updatedAt':'2020-01-01T01:30:00.000+01:00'}]");

    EXPECT_EQ(pull(1'000).outcome, Status::ok);

    EXPECT_EQ(phone.token()->since, 1'577'838'600'000);  // 00:30 UTC
}

TEST_F(Paging, ElementsThatAreNoItemsAreLeftOutAndNamed) {
    world.answer_with(1, 200, "[]");
    world.answer_with(
        1, 200, "[{'text':'no id'},7,{'id':'x','updatedAt':'2020-01-01T00:00:00.000Z'}]");

    const PullResult result = pull(1'000);

    EXPECT_EQ(result.outcome, Status::partial);
    EXPECT_EQ(result.queries.at(0).skipped, 2U);
    EXPECT_EQ(result.warnings,
              (std::vector<std::string>{"table todo: an element of a page has no id",
                                        "table todo: an element of a page is no object"}));
    EXPECT_EQ(phone->count("todo", {}), 1U);
}

TEST_F(Paging, AServiceThatDoesNotOrderByTimeIsFoundOut) {
    world.answer_with(1, 200, "[]");
    world.answer_with(1,
                      200,
                      "[{'id':'x','updatedAt':'2020-01-02T00:00:00.000Z'},"
                      "{'id':'y','updatedAt':'1969-01-01T00:00:00.000Z'}]");

    const PullResult result = pull(1'000);

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_NE(result.reason.find("order"), std::string::npos) << result.reason;
}

TEST_F(Paging, AServiceThatCannotAskForItemsWithoutTimeIsNamedInAWarning) {
    seed_seconds(3);
    world.on_request = [this](const Exchange& exchange) {
        if (exchange.query.find("eq null") != std::string::npos) {
            world.answer_with(1, 500, "{'error':'null is not supported'}");
        }
    };

    const PullResult result = pull(1'000);

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    ASSERT_EQ(result.warnings.size(), 1U);
    EXPECT_NE(result.warnings[0].find("null is not supported"), std::string::npos);
    expect_complete();
}

TEST_F(Paging, AServiceThatCannotCompareIdsIsDrainedBySkip) {
    backend.seed("todo", "tie", 30, "2020-01-01T00:00:12.345Z");
    world.on_request = [this](const Exchange& exchange) {
        if (exchange.query.find("id gt") != std::string::npos) {
            world.answer_with(1, 500, "{'error':'gt is not supported'}");
        }
    };

    const PullResult result = pull(8);

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    expect_complete();
}

TEST_F(Paging, AFullPullStartsFromTheBeginningAndKeepsNoToken) {
    seed_seconds(5);
    PullOptions options;
    options.tables = {"todo"};

    phone->pull(options, phone.remote);

    expect_complete();
    EXPECT_TRUE(phone->status().tables.at(0).queries.empty());
}

TEST_F(Paging, FullForgetsTheToken) {
    seed_seconds(5);
    pull(10);
    PullOptions options;
    options.full = true;

    const PullResult result = phone.pull(options);

    EXPECT_EQ(result.queries.at(0).received, 5U);
    EXPECT_EQ(result.queries.at(0).unchanged, 5U);
}

TEST_F(Paging, RefusesAPageSizeOfZero) {
    EXPECT_THROW(pull(0), UsageError);
    EXPECT_TRUE(world.log.empty());
}

TEST_F(Paging, ItemsThatVanishedWithoutAMarkStayHere) {
    backend.define("todo", false);
    backend.insert("todo", "{'id':'a'}");
    pull(10);
    backend.remove("todo", "a");

    pull(10);

    EXPECT_EQ(phone->count("todo", {}), 1U);
}

TEST_F(Paging, DeletedItemsAreRemovedHere) {
    backend.insert("todo", "{'id':'a'}");
    pull(10);
    backend.remove("todo", "a");

    const PullResult result = pull(10);

    EXPECT_EQ(result.queries.at(0).removed, 1U);
    EXPECT_EQ(phone->count("todo", {}), 0U);
}

}  // namespace

}  // namespace syncline::journey
