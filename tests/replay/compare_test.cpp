#include "replay/compare.hpp"

#include "replay/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace syncline::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kBase = "http://127.0.0.1:5001";

Reply json_reply(std::string body) {
    return {200, {{"content-type", "application/json; charset=utf-8"}}, std::move(body)};
}

Exchange recorded(std::string body, std::vector<std::string> placeholders = {}) {
    Exchange exchange;
    exchange.answer = json_reply(std::move(body));
    exchange.placeholders = std::move(placeholders);
    return exchange;
}

std::vector<std::string> compared(const Exchange& exchange, const Reply& reply) {
    Aliases aliases;
    return differences(exchange, reply, kBase, aliases);
}

TEST(Comparison, TakesTheSameAnswer) {
    EXPECT_THAT(compared(recorded(R"({"a":1,"b":[null]})"), json_reply(R"({"b":[null],"a":1.0})")),
                IsEmpty());
}

TEST(Comparison, SeesAnotherStatus) {
    Reply reply = json_reply("{}");
    reply.status = 201;
    EXPECT_THAT(compared(recorded("{}"), reply), ElementsAre("status 201, recorded 200"));
}

TEST(Comparison, SeesAMissingAndAnAddedMember) {
    EXPECT_THAT(compared(recorded(R"({"a":null})"), json_reply(R"({"b":1})")),
                ElementsAre("/a: is missing", "/b: was not recorded"));
}

TEST(Comparison, SeesAnotherOrderOfElements) {
    EXPECT_EQ(compared(recorded("[1,2]"), json_reply("[2,1]")).size(), 2U);
}

TEST(Comparison, TellsNumbersFromStrings) {
    EXPECT_EQ(compared(recorded("[1]"), json_reply(R"(["1"])")).size(), 1U);
}

TEST(Comparison, ComparesDecimalsBeyondADoubleExactly) {
    const Exchange exchange = recorded("[12345678901234567890.123456780]");
    EXPECT_THAT(compared(exchange, json_reply("[12345678901234567890.12345678]")), IsEmpty());
    EXPECT_EQ(compared(exchange, json_reply("[12345678901234567890.12345679]")).size(), 1U);
}

TEST(Comparison, SeesABodyWhereNoneWasRecorded) {
    Exchange exchange = recorded("");
    exchange.answer.body.reset();
    EXPECT_EQ(compared(exchange, json_reply("{}")).size(), 1U);
}

TEST(Comparison, SeesABodyThatIsNotJson) {
    EXPECT_THAT(compared(recorded("{}"), json_reply("oops")),
                ElementsAre("the body is not JSON: oops"));
}

TEST(Comparison, SeesAHeaderThatWasNotRecorded) {
    Reply reply = json_reply("{}");
    reply.headers["etag"] = "\"AQ==\"";
    EXPECT_THAT(compared(recorded("{}"), reply),
                ElementsAre("header etag: \"\"AQ==\"\", recorded none"));
}

TEST(Comparison, TakesAllowAsASetAndContentTypeWithoutItsParameters) {
    Exchange exchange = recorded("{}");
    exchange.answer.headers["allow"] = "GET, POST";
    Reply reply = json_reply("{}");
    reply.headers["allow"] = "POST,GET";
    reply.headers["content-type"] = "application/json";
    EXPECT_THAT(compared(exchange, reply), IsEmpty());
    reply.headers["allow"] = "GET";
    EXPECT_EQ(compared(exchange, reply).size(), 1U);
}

TEST(Comparison, PutsTheServersUrlIntoALocation) {
    Exchange exchange = recorded("{}");
    exchange.answer.headers["location"] = "{{base}}/tables/t/1";
    Reply reply = json_reply("{}");
    reply.headers["location"] = std::string(kBase) + "/tables/t/1";
    EXPECT_THAT(compared(exchange, reply), IsEmpty());
}

TEST(Comparison, LeavesOutBlanksAtTheEndOfAHeader) {
    Exchange exchange = recorded("{}");
    exchange.answer.headers["location"] = "{{base}}/tables/t/   ";
    Reply reply = json_reply("{}");
    reply.headers["location"] = std::string(kBase) + "/tables/t/";
    EXPECT_THAT(compared(exchange, reply), IsEmpty());
}

TEST(Comparison, HoldsAVersionToTheOneItStandsFor) {
    Aliases aliases;
    const Exchange first = recorded(R"({"version":"AAAA"})", {"/version"});
    const Exchange second = recorded(R"({"version":"BBBB"})", {"/version"});
    EXPECT_THAT(differences(first, json_reply(R"({"version":"MQ=="})"), kBase, aliases), IsEmpty());
    EXPECT_EQ(differences(first, json_reply(R"({"version":"Mg=="})"), kBase, aliases).size(), 1U);
    EXPECT_EQ(differences(second, json_reply(R"({"version":"MQ=="})"), kBase, aliases).size(), 1U);
}

TEST(Comparison, HoldsAnETagToTheVersion) {
    Aliases aliases;
    Exchange exchange = recorded(R"({"version":"AAAA"})", {"/version", "header:etag"});
    exchange.answer.headers["etag"] = "\"AAAA\"";
    Reply reply = json_reply(R"({"version":"MQ=="})");
    reply.headers["etag"] = "\"MQ==\"";
    EXPECT_THAT(differences(exchange, reply, kBase, aliases), IsEmpty());
    reply.headers["etag"] = "\"Mg==\"";
    EXPECT_EQ(differences(exchange, reply, kBase, aliases).size(), 1U);
}

TEST(Comparison, AsksTheFormOfAPlaceholder) {
    const Exchange exchange =
        recorded(R"({"items":[{"updatedAt":"2026-11-23T09:12:41.527Z"}]})", {"/items/*/updatedAt"});
    EXPECT_THAT(
        compared(exchange, json_reply(R"({"items":[{"updatedAt":"2020-01-01T00:00:00.000Z"}]})")),
        IsEmpty());
    EXPECT_EQ(compared(exchange, json_reply(R"({"items":[{"updatedAt":"2020-01-01T00:00:00Z"}]})"))
                  .size(),
              1U);
}

TEST(Comparison, TakesANextLinkAsASetOfParameters) {
    const Exchange exchange =
        recorded(R"({"nextLink":"$filter=updatedAt%20ge%202026-11-23T09:12:41.527Z&$skip=5"})");
    EXPECT_THAT(compared(exchange, json_reply(R"({"nextLink":
                     "http://h/t?$skip=5&%24filter=updatedAt+ge+2020-01-01T00%3A00%3A00.000Z"})")),
                IsEmpty());
    EXPECT_EQ(compared(exchange, json_reply(R"({"nextLink":"$skip=5"})")).size(), 1U);
}

TEST(Template, FillsInWhatEarlierAnswersHeld) {
    Replies replies;
    replies[3] = json_reply(R"({"version":"AQ==","items":[{"at":"2024-02-29T23:59:59.999Z"}]})");
    replies[3].headers["etag"] = "tag";
    EXPECT_EQ(filled("a {{step3.version}} {{step3.header.etag}} b", replies), "a AQ== tag b");
    EXPECT_EQ(filled("{{step3./items/0/at+1ms}}", replies), "2024-03-01T00:00:00.000Z");
}

TEST(Template, HasNothingWhereTheAnswerLacksIt) {
    EXPECT_EQ(filled("{{step3.version}}", {}), std::nullopt);
    EXPECT_EQ(filled("{{step3.version}}", {{3, json_reply("{}")}}), std::nullopt);
}

}  // namespace
}  // namespace syncline::tests
