#include "journey/device.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::journey {

namespace {

/// Where a process dies: at which request, before or after the service acted, and whether the
/// others in flight still arrive.
struct Death {
    std::uint64_t request = 1;
    bool acted = false;
    bool rest_arrives = false;
    bool soft = true;  ///< how the table deletes
    World::Order order = World::Order::oldest_first;
};

std::string name_of_death(const Death& death) {
    std::string name = "killed at request " + std::to_string(death.request);
    name += death.acted ? ", after the service acted" : ", before the service acted";
    name += death.rest_arrives ? ", the others arriving" : ", the others not arriving";
    name += death.soft ? ", soft delete" : ", hard delete";
    return name + (death.order == World::Order::oldest_first ? ", oldest first" : ", newest first");
}

void kill_at(World& world, const Death& death) {
    world.rest_arrives = death.rest_arrives;
    world.order = death.order;
    const auto die = [] { throw Killed{}; };
    if (death.acted) {
        world.after(death.request, die);
    } else {
        world.before(death.request, die);
    }
}

/// Plays `journey` with a death at every request, until one ends without. Of the four ways to
/// vary it every pair of values is there.
void at_every_request(const std::function<bool(const Death&)>& journey) {
    for (const int variant : {0b0000, 0b0111, 0b1011, 0b1101, 0b1110}) {
        Death death;
        death.acted = (variant & 1) != 0;
        death.rest_arrives = (variant & 2) != 0;
        death.soft = (variant & 4) == 0;
        if ((variant & 8) != 0) death.order = World::Order::newest_first;
        for (bool killed = true; killed; ++death.request) {
            killed = journey(death);
            if (testing::Test::HasFailure()) FAIL() << name_of_death(death);
        }
        EXPECT_GT(death.request, 4U);
    }
}

/// Items known to both sides, then local inserts, updates and deletes.
void change_much(World& world, Device& phone) {
    for (int i = 0; i < 6; ++i) {
        world.backend.insert("todo", "{'id':'old" + std::to_string(i) + "','text':'old','rank':1}");
    }
    phone.pull();
    for (int i = 0; i < 3; ++i) phone.insert("{'text':'new'}");
    phone.insert("{'id':'given','text':'new'}");
    phone.update("old0", "{'text':'changed'}");
    phone.update("old1", "{'rank':2}");
    phone.remove("old2");
    phone.remove("old3");
    phone.remove("old4");
    phone.insert("{'id':'old4','text':'again'}");
}

void expect_converged(World& world, Device& phone, std::size_t items) {
    const PushResult result = phone.push();
    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    EXPECT_EQ(phone.queued(), std::vector<std::string>());
    phone.pull();
    EXPECT_EQ(phone.shown(), world.backend.shown("todo"));
    EXPECT_EQ(world.backend.count("todo"), items);
}

TEST(Crash, AtAnyRequestOfAPushLosesDoublesAndContestsNothing) {
    at_every_request([](const Death& death) {
        World world;
        world.backend.define("todo", death.soft);
        Device phone(world);
        change_much(world, phone);
        kill_at(world, death);

        const bool killed = phone.push_killed();

        expect_converged(world, phone, 8);
        return killed;
    });
}

TEST(Crash, AtAnyRequestOfAPushKeepsTheEditsMadeAfterwards) {
    at_every_request([](const Death& death) {
        World world;
        world.backend.define("todo", death.soft);
        Device phone(world);
        change_much(world, phone);
        kill_at(world, death);

        const bool killed = phone.push_killed();
        phone.update("given", "{'rank':3}");
        phone.update("old0", "{'text':'changed again'}");
        phone.update("old1", "{'complete':true}");
        phone.remove("old4");
        phone.insert("{'id':'old4','text':'once more'}");

        expect_converged(world, phone, 8);
        EXPECT_NE(phone.shown().find("given \"new\" null 3\n"), std::string::npos);
        EXPECT_EQ(phone.text("old0"), "changed again");
        EXPECT_NE(phone.shown().find("old1 \"old\" true 2\n"), std::string::npos);
        EXPECT_EQ(phone.text("old4"), "once more");
        return killed;
    });
}

TEST(Crash, TwiceAtTheSameRequestOfAPushConverges) {
    at_every_request([](const Death& death) {
        World world;
        world.backend.define("todo", death.soft);
        Device phone(world);
        change_much(world, phone);
        kill_at(world, death);
        const bool killed = phone.push_killed();
        kill_at(world, death);
        phone.push_killed();

        expect_converged(world, phone, 8);
        return killed;
    });
}

TEST(Crash, AtAnyRequestOfAPushFollowedByAPullConverges) {
    at_every_request([](const Death& death) {
        World world;
        world.backend.define("todo", death.soft);
        Device phone(world);
        change_much(world, phone);
        kill_at(world, death);
        const bool killed = phone.push_killed();
        PullOptions options;
        options.no_push = true;

        EXPECT_EQ(phone.pull(options).outcome, Status::ok);

        expect_converged(world, phone, 8);
        return killed;
    });
}

TEST(Crash, AtAnyRequestOfAPullLosesNothing) {
    at_every_request([](const Death& death) {
        World world;
        Device phone(world);
        world.backend.seed("todo", "none", 12, "");
        world.backend.seed("todo", "tie", 25, "2020-01-01T00:00:00.123Z");
        for (int i = 0; i < 30; ++i) {
            const std::string second = std::to_string(10 + i);
            world.backend.seed("todo", "at" + second, 1, "2021-01-01T00:00:" + second + "Z");
        }
        kill_at(world, death);
        PullOptions options;
        options.page_size = 5;
        options.tables = {"todo"};
        options.query_id = "all";
        const bool killed = phone.killed_in([&] { phone->pull(options, phone.remote); });

        EXPECT_EQ(phone->pull(options, phone.remote).outcome, Status::ok);

        EXPECT_EQ(phone.shown(), world.backend.shown("todo"));
        EXPECT_EQ(world.backend.count("todo"), 67U);
        return killed;
    });
}

TEST(Crash, AtAnyRequestOfASyncWithAnotherStoreWritingConverges) {
    at_every_request([](const Death& death) {
        World world;
        world.backend.define("todo", death.soft);
        Device phone(world);
        Device tablet(world, "tablet");
        change_much(world, phone);
        tablet.pull();
        tablet.insert("{'text':'from the tablet'}");
        tablet.update("old5", "{'text':'from the tablet'}");
        kill_at(world, death);
        const bool killed = phone.killed_in([&] { phone.sync(); });
        tablet.sync();

        expect_converged(world, phone, 9);
        tablet.sync();
        // Where deletes leave no mark, a pull cannot learn of them.
        if (death.soft) {
            EXPECT_EQ(tablet.shown(), phone.shown());
        }
        return killed;
    });
}

TEST(Crash, ResumesADrainOfOneMillisecondWhereItWasStored) {
    World world;
    Device phone(world);
    world.backend.seed("todo", "tie", 300, "2020-01-01T00:00:00.123Z");
    PullOptions options;
    options.page_size = 10;
    // Two seconds of pages are stored together.
    world.round_trip = std::chrono::milliseconds(300);
    world.before(25, [] { throw Killed{}; });
    ASSERT_TRUE(phone.killed_in([&] { phone.pull(options); }));
    const auto token = phone.token();
    ASSERT_TRUE(token);
    EXPECT_EQ(token->phase, store::Token::Phase::millisecond);
    const std::size_t stored = phone->count("todo", {});
    const std::size_t from = world.log.size();

    EXPECT_EQ(phone.pull(options).outcome, Status::ok);

    EXPECT_GT(stored, 100U);
    EXPECT_LE(world.log.size() - from, (300U - stored) / 10 + 4);
    EXPECT_EQ(phone.shown(), world.backend.shown("todo"));
}

}  // namespace

}  // namespace syncline::journey
