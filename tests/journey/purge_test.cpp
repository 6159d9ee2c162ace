#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

class Purge : public testing::Test {
  protected:
    Purge() {
        phone.define("list");
        backend.insert("todo", "{'id':'a','rank':1}");
        backend.insert("todo", "{'id':'b','rank':2}");
        backend.insert("list", "{'id':'x'}");
        world.clock.advance(std::chrono::minutes(5));
        phone.pull();
        PullOptions options;
        options.query_id = "some";
        options.filter = "rank gt 0";
        phone.pull(options);
        options.tables = {"list"};
        options.query_id = "all";
        options.filter = "";
        phone.pull(options);
        requests = world.log.size();
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
    std::size_t requests = 0;
};

TEST_F(Purge, DropsOnlyTheGivenTableAndSendsNothing) {
    const PurgeResult result = phone->purge("todo", {});

    EXPECT_EQ(result.items, 2U);
    EXPECT_EQ(phone.shown(), "");
    EXPECT_EQ(phone.shown("list"), "x null null null\n");
    EXPECT_EQ(world.log.size(), requests);
    EXPECT_EQ(backend.count("todo"), 2U);
}

TEST_F(Purge, OfAWholeTableForgetsItsTokensSoThatTheNextPullBringsAll) {
    phone->purge("todo", {});

    EXPECT_FALSE(phone.token("all"));
    EXPECT_FALSE(phone.token("some"));
    phone.pull();
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Purge, WithAFilterDropsWhatMatchesAndKeepsTheTokens) {
    PurgeOptions options;
    options.filter = "rank eq 1";
    const auto token = phone.token("all");

    EXPECT_EQ(phone->purge("todo", options).items, 1U);

    EXPECT_EQ(phone.shown(), "b null null 2\n");
    EXPECT_EQ(phone.token("all"), token);
}

TEST_F(Purge, WithAQueryIdForgetsExactlyThatToken) {
    PurgeOptions options;
    options.filter = "rank eq 1";
    options.query_id = "some";

    phone->purge("todo", options);

    EXPECT_TRUE(phone.token("all"));
    EXPECT_FALSE(phone.token("some"));
    PullOptions again;
    again.query_id = "some";
    again.filter = "rank lt 9";
    phone.pull(again);
    EXPECT_NE(world.log.at(requests).query.find("lt datetimeoffset'1970-01-01"), std::string::npos)
        << world.log.at(requests).query;
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Purge, OfATableWithOperationsIsRefused) {
    phone.update("a", "{'text':'changed'}");

    try {
        phone->purge("todo", {});
        FAIL() << "it was not refused";
    } catch (const DataError& error) {
        EXPECT_NE(std::string(error.what()).find("1 operation"), std::string::npos);
        EXPECT_NE(error.hint().find("--force"), std::string::npos);
    }

    EXPECT_EQ(phone->count("todo", {}), 2U);
    EXPECT_EQ(phone.queue().size(), 1U);
}

TEST_F(Purge, ByForceDiscardsTheOperationsOfThatTableOnly) {
    phone.update("a", "{'text':'changed'}");
    phone.remove("b");
    phone.insert("{'id':'c'}");
    phone->update("list", "x", members("{'text':'changed'}"));
    PurgeOptions options;
    options.force = true;

    const PurgeResult result = phone->purge("todo", options);

    EXPECT_EQ(result.operations, 3U);
    EXPECT_EQ(phone.shown(), "");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update list/x pending"}));
    EXPECT_EQ(phone->status().pending, 1U);
}

TEST_F(Purge, ByForceWithAFilterIsRefused) {
    PurgeOptions options;
    options.force = true;
    options.filter = "rank eq 1";

    EXPECT_THROW(phone->purge("todo", options), UsageError);
    EXPECT_EQ(phone->count("todo", {}), 2U);
}

TEST_F(Purge, ChecksTheQueryId) {
    PurgeOptions options;
    options.query_id = "a|b";
    EXPECT_THROW(phone->purge("todo", options), Error);
    options.query_id = std::string(256, 'x');
    EXPECT_THROW(phone->purge("todo", options), Error);

    EXPECT_EQ(phone->count("todo", {}), 2U);
}

TEST_F(Purge, OfAnotherTablesOperationsDoesNotMind) {
    phone->update("list", "x", members("{'text':'changed'}"));

    EXPECT_EQ(phone->purge("todo", {}).items, 2U);
}

}  // namespace

}  // namespace syncline::journey
