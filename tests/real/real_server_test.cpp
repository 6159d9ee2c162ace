#include "real/v2_client.hpp"
#include "real/v2_contract.hpp"
#include "support/node_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace syncline::tests {
namespace {

class RealServer : public testing::TestWithParam<V2Scenario> {};

TEST_P(RealServer, Keeps) {
    const NodeServer server;

    GetParam().check(server.url());
}

INSTANTIATE_TEST_SUITE_P(Contract,
                         RealServer,
                         testing::ValuesIn(v2_contract()),
                         [](const auto& scenario) { return scenario.param.name; });

// What follows is so on the Node server only, or needs its tables.

TEST(NodeServer, FillsMissingColumnsWithNull) {
    const NodeServer server;

    const Json item = V2Client::body(V2Client(server.url(), "kept").insert({{"text1", "x"}}), 201);

    EXPECT_EQ(item.at("text1"), "x");
    EXPECT_EQ(item.at("text5"), nullptr);
    EXPECT_EQ(item.at("number5"), nullptr);
}

TEST(NodeServer, AnswersAnEmptyUpdateWith500) {
    const NodeServer server;
    V2Client client(server.url());
    client.insert({{"id", "a"}});

    EXPECT_EQ(client.update("a", Json::object()).status, 500);
}

TEST(NodeServer, AnswersAnUnknownTableWithAPage) {
    const NodeServer server;

    const HttpAnswer answer = V2Client(server.url(), "nosuch").list();

    EXPECT_EQ(answer.status, 404);
    EXPECT_THAT(answer.header("content-type"), testing::StartsWith("text/html"));
}

TEST(NodeServer, AsksForAToken) {
    const NodeServer server;
    V2Client client(server.url());
    const auto status_with = [&](const std::string& path, const std::string& token) {
        return client.http().get(path, {{"x-zumo-auth", token}}).status;
    };

    EXPECT_EQ(client.http().get("/tables/authtodo").status, 401);
    EXPECT_EQ(status_with("/tables/authtodo", server.token("user", 60)), 200);
    const std::string expired = server.token("user", -60);
    EXPECT_EQ(status_with("/tables/authtodo", expired), 401);
    EXPECT_EQ(status_with("/tables/todoitem", expired), 401);
}

TEST(NodeServer, RefusesToWriteAReadOnlyTable) {
    const NodeServer server;

    const HttpAnswer answer = V2Client(server.url(), "readonlytodo").insert({{"id", "a"}});

    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.body, "Method insert is not allowed");
}

TEST(NodeServer, AddsAColumnUnlessTheTableIsFixed) {
    const NodeServer server;

    EXPECT_EQ(V2Client(server.url()).insert({{"id", "a"}, {"extra", "x"}}).status, 201);
    EXPECT_EQ(V2Client(server.url(), "fixedtodo").insert({{"id", "a"}, {"extra", "x"}}).status,
              500);
}

TEST(NodeServer, FailsOnDemand) {
    const NodeServer server;
    V2Client client(server.url(), "flakytodo");

    EXPECT_EQ(client.insert({{"id", "a"}, {"text", "fail:503"}}).status, 503);
    EXPECT_EQ(client.read("a").status, 404);
    EXPECT_EQ(client.insert({{"id", "a"}, {"text", "fine"}}).status, 201);
}

TEST(NodeServer, ChoosesTheIdOfACountedTable) {
    const NodeServer server;

    const Json item =
        V2Client::body(V2Client(server.url(), "counted").insert({{"text", "x"}}), 201);

    EXPECT_EQ(item.at("id"), 1);
}

TEST(NodeServer, ObeysItsSettings) {
    const NodeServer server(
        {.on_disk = true, .index = true, .page_size = 2, .max_top = 3, .body_limit = "1mb"});
    V2Client client(server.url());
    for (const char* id : {"a", "b", "c"}) {
        const Json item = {{"id", id}, {"text", std::string(200'000, 'x')}};
        ASSERT_EQ(client.insert(item).status, 201);
    }

    EXPECT_EQ(V2Client::body(client.list({"$select=id"}), 200).size(), 2U);
    EXPECT_EQ(V2Client::body(client.list({"$select=id", "$top=3"}), 200).size(), 3U);
    EXPECT_EQ(client.list({"$top=4"}).status, 400);
}

TEST(NodeServer, RefusesABodyOverItsLimitWith400) {
    const NodeServer server;

    EXPECT_EQ(V2Client(server.url()).insert({{"text", std::string(200'000, 'x')}}).status, 400);
}

TEST(NodeServer, ComesBackOnItsPortWithItsItems) {
    NodeServer server({.on_disk = true});
    const std::string url = server.url();
    V2Client(url).insert({{"id", "a"}});

    server.stop();
    EXPECT_THROW(V2Client(url).read("a"), std::runtime_error);

    server.start();
    EXPECT_EQ(server.url(), url);
    EXPECT_EQ(V2Client(url).read("a").status, 200);
}

}  // namespace
}  // namespace syncline::tests
