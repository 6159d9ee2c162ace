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
};

std::string name_of_death(const Death& death) {
    return "at request " + std::to_string(death.request) + (death.acted ? " after" : " before") +
           " the service acted" + (death.rest_arrives ? ", the rest arriving" : "");
}

void kill_at(World& world, const Death& death) {
    world.rest_arrives = death.rest_arrives;
    const auto die = [] { throw Killed{}; };
    if (death.acted) {
        world.after(death.request, die);
    } else {
        world.before(death.request, die);
    }
}

/// Plays `journey` with a death at every request, until one ends without.
void at_every_request(const std::function<bool(const Death&)>& journey) {
    for (const bool acted : {false, true}) {
        for (const bool rest_arrives : {false, true}) {
            std::uint64_t request = 1;
            while (true) {
                const Death death{request, acted, rest_arrives};
                const bool killed = journey(death);
                if (testing::Test::HasFailure()) FAIL() << name_of_death(death);
                if (!killed) break;
                ++request;
            }
            EXPECT_GT(request, 3U);
        }
    }
}

std::string numbered(const char* prefix, int number) {
    return prefix + std::to_string(number);
}

/// Items known to both sides, then local inserts, updates and deletes.
void change_much(World& world, Device& phone) {
    for (int i = 0; i < 6; ++i) {
        world.backend.insert("todo", "{'id':'" + numbered("old", i) + "','text':'old','rank':1}");
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
        EXPECT_EQ(tablet.shown(), phone.shown());
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
