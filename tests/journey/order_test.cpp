#include "journey/device.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::journey {

namespace {

class Order : public testing::TestWithParam<World::Order> {
  protected:
    Order() { world.order = GetParam(); }

    void insert(const std::string& table, const std::string& id) {
        phone->insert(table, members("{'id':'" + id + "'}"));
    }

    /// The position of the first request with this line.
    std::size_t position(const std::string& line) const {
        const auto lines = world.lines();
        return static_cast<std::size_t>(std::find(lines.begin(), lines.end(), line) -
                                        lines.begin());
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_P(Order, OneAtATimeIsThatOfTheChanges) {
    phone.define("list");
    phone.remote.parallel = 1;
    insert("todo", "a");
    insert("list", "x");
    insert("todo", "b");
    phone->update("list", "x", members("{'text':'later'}"));

    ASSERT_EQ(phone.push().outcome, Status::ok);

    EXPECT_EQ(world.lines(), (std::vector<std::string>{"POST todo", "POST list", "POST todo"}));
    EXPECT_NE(world.log[0].request.body.find("\"a\""), std::string::npos);
}

TEST_P(Order, AcrossTablesIsKeptWithSeveralInFlight) {
    phone.define("list");
    for (int i = 0; i < 10; ++i) insert("todo", "a" + std::to_string(i));
    for (int i = 0; i < 10; ++i) insert("list", "b" + std::to_string(i));
    insert("todo", "z");
    std::size_t lists_seen = 0;
    world.on_request = [&](const Exchange& exchange) {
        if (exchange.path == "list" && ++lists_seen == 1) {
            EXPECT_EQ(backend.count("todo"), 10U);
        }
        if (exchange.request.body.find("\"z\"") != std::string::npos) {
            EXPECT_EQ(backend.count("list"), 10U);
        }
    };

    const PushResult result = phone.push();

    EXPECT_EQ(result.pushed, 21U);
    EXPECT_EQ(world.most_in_flight, 8U);
}

TEST_P(Order, OfAnIndependentTableHoldsNothingUp) {
    phone.define("log", true);
    phone.remote.parallel = 2;
    insert("todo", "a");
    insert("log", "x");
    insert("todo", "b");
    bool together = false;
    world.before(1, [&] { together = world.most_in_flight == 2; });

    ASSERT_EQ(phone.push().outcome, Status::ok);

    EXPECT_TRUE(together);
    EXPECT_EQ(backend.count("todo") + backend.count("log"), 3U);
}

TEST_P(Order, NeverHasTwoWritesOfOneItemInFlight) {
    for (int i = 0; i < 12; ++i) insert("todo", "a" + std::to_string(i));
    world.on_request = [this](const Exchange& exchange) {
        if (exchange.request.method != "POST" || world.log.size() > 11) return;
        const auto other = phone.second_process();
        for (int i = 0; i < 12; ++i) {
            other->update("todo",
                          "a" + std::to_string(i),
                          {{"rank", Value::integer(static_cast<int>(world.log.size()))}});
        }
    };

    for (int i = 0; i < 3; ++i) EXPECT_EQ(phone.push().outcome, Status::ok);

    EXPECT_FALSE(world.overlapped);
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_P(Order, WithThirtyTwoInFlightLosesNothing) {
    phone.remote.parallel = 32;
    for (int i = 0; i < 200; ++i) insert("todo", "a" + std::to_string(i));
    world.lose_answers(15);

    EXPECT_EQ(phone.push().outcome, Status::ok);

    EXPECT_EQ(world.most_in_flight, 32U);
    EXPECT_EQ(backend.count("todo"), 200U);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_P(Order, OfChosenTablesLeavesTheOthersQueued) {
    phone.define("list");
    insert("todo", "a");
    insert("list", "x");
    PushOptions options;
    options.tables = {"list"};

    const PushResult result = phone.push(options);

    EXPECT_EQ(result.pushed, 1U);
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert todo/a pending"}));
}

TEST_P(Order, OfAChildThatIsRefusedWaitsForItsParent) {
    phone.define("parent");
    phone.define("child");
    insert("child", "c");
    insert("parent", "p");
    world.on_request = [this](const Exchange& exchange) {
        const bool too_early = exchange.line() == "POST child" && backend.count("parent") == 0;
        if (too_early) world.answer_with(1, 400, "{'error':'no such parent'}");
    };

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(backend.count("child"), 1U);
}

TEST_P(Order, OfARefusedChainIsUntangledInOnePush) {
    // Each item wants the one queued after it.
    for (int i = 0; i < 6; ++i) insert("todo", std::to_string(i));
    world.on_request = [this](const Exchange& exchange) {
        if (exchange.request.method == "GET") return;
        const Members body = read_members(exchange.request.body);
        const int id = std::stoi(find_member(body, "id")->text());
        const bool refuse = id < 5 && !backend.item("todo", std::to_string(id + 1));
        if (refuse) world.answer_with(1, 400, "{'error':'not yet'}");
    };

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(backend.count("todo"), 6U);
}

INSTANTIATE_TEST_SUITE_P(Answered,
                         Order,
                         testing::Values(World::Order::oldest_first, World::Order::newest_first),
                         [](const auto& order) {
                             return order.param == World::Order::oldest_first ? "OldestFirst"
                                                                              : "NewestFirst";
                         });

}  // namespace

}  // namespace syncline::journey
