#include "real/v2_client.hpp"
#include "real/v2_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSubsetOf;

void insert_numbered(V2Client& client, int count) {
    for (int i = 0; i < count; ++i) {
        const std::string id = "i" + std::to_string(100 + i);
        ASSERT_EQ(client.insert({{"id", id}, {"priority", i}}).status, 201);
    }
}

void limits_a_page(const std::string& url) {
    V2Client client(url);
    insert_numbered(client, 51);

    EXPECT_EQ(V2Client::body(client.list(), 200).size(), 50U);
    EXPECT_EQ(V2Client::body(client.list({"$top=1000"}), 200).size(), 51U);
    const HttpAnswer refused = client.list({"$top=1001"});
    EXPECT_EQ(V2Client::body(refused, 400),
              Json({{"error", "You cannot request more than 1000 records"}}));
}

void pages_by_key_without_loss(const std::string& url) {
    V2Client client(url);
    insert_numbered(client, 25);
    client.remove("i103");
    client.update("i107", {{"text", "later"}});

    std::vector<std::string> seen;
    std::string time = "datetimeoffset'1970-01-01T00:00:00.000Z'";
    std::string id;
    // A fast server stamps many items in one millisecond, so the id is part of the key.
    for (std::size_t size = 10; size == 10;) {
        const Json items =
            V2Client::body(client.list({"$filter=updatedAt gt " + time + " or (updatedAt eq " +
                                            time + " and id gt '" + id + "')",
                                        "$orderby=updatedAt,id",
                                        "$top=10",
                                        "__includeDeleted=true"}),
                           200);
        for (std::size_t i = 1; i < items.size(); ++i) {
            EXPECT_LE(std::pair(text(items[i - 1], "updatedAt"), text(items[i - 1], "id")),
                      std::pair(text(items[i], "updatedAt"), text(items[i], "id")));
        }
        const auto ids = V2Client::ids(items);
        seen.insert(seen.end(), ids.begin(), ids.end());
        size = items.size();
        ASSERT_GT(size, 0U);
        time = "datetimeoffset'" + text(items.back(), "updatedAt") + "'";
        id = text(items.back(), "id");
    }

    EXPECT_EQ(seen.size(), 25U);
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

void compares_updated_at_to_the_millisecond(const std::string& url) {
    V2Client client(url);
    const std::string at = text(V2Client::body(client.insert({{"id", "a"}}), 201), "updatedAt");
    const auto found = [&](const std::string& op) {
        return V2Client::ids(V2Client::body(
            client.list({"$filter=updatedAt " + op + " datetimeoffset'" + at + "'"}), 200));
    };

    EXPECT_THAT(found("ge"), ElementsAre("a"));
    EXPECT_THAT(found("eq"), ElementsAre("a"));
    EXPECT_THAT(found("gt"), IsEmpty());
    EXPECT_THAT(found("lt"), IsEmpty());
}

void drains_a_millisecond_by_id(const std::string& url) {
    V2Client client(url);
    for (const char* id : {"a", "B", "b", "C"}) {
        client.insert({{"id", id}});
    }
    const std::string span =
        "updatedAt ge datetimeoffset'1970-01-01T00:00:00.000Z' and "
        "updatedAt lt datetimeoffset'2970-01-01T00:00:00.000Z'";
    const auto page = [&](const std::string& filter) {
        return V2Client::ids(
            V2Client::body(client.list({"$filter=" + filter, "$orderby=id", "$top=2"}), 200));
    };

    EXPECT_THAT(page(span), ElementsAre("B", "C"));
    EXPECT_THAT(page(span + " and id gt 'C'"), ElementsAre("a", "b"));
    EXPECT_THAT(page(span + " and id gt 'b'"), IsEmpty());
}

void answers_the_question_for_items_without_a_time(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}});

    EXPECT_EQ(V2Client::body(client.list({"$filter=updatedAt eq null or updatedAt lt "
                                          "datetimeoffset'1970-01-01T00:00:00.000Z'",
                                          "$orderby=id",
                                          "__includeDeleted=true"}),
                             200),
              Json::array());
}

void skips_in_a_stable_order(const std::string& url) {
    V2Client client(url);
    insert_numbered(client, 6);
    const auto page = [&](const std::string& skip) {
        return V2Client::ids(
            V2Client::body(client.list({"$orderby=updatedAt,id", "$top=2", "$skip=" + skip}), 200));
    };

    EXPECT_THAT(page("1"), ElementsAre("i101", "i102"));
    EXPECT_THAT(page("2"), ElementsAre("i102", "i103"));
    EXPECT_THAT(page("6"), IsEmpty());
}

void selects_members(const std::string& url) {
    V2Client client(url);
    const Json item = V2Client::body(client.insert({{"id", "a"}, {"text", "x"}}), 201);

    EXPECT_EQ(V2Client::body(client.list({"$select=id,updatedAt,version,deleted"}), 200),
              Json::array({{{"id", "a"},
                            {"updatedAt", item.at("updatedAt")},
                            {"version", item.at("version")},
                            {"deleted", false}}}));
}

void counts_when_asked(const std::string& url) {
    V2Client client(url);
    insert_numbered(client, 3);

    const Json answer = V2Client::body(client.list({"$inlinecount=allpages", "$top=1"}), 200);
    EXPECT_EQ(answer.at("count"), 3);
    EXPECT_EQ(answer.at("results").size(), 1U);
}

void filters_by_value(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}, {"text", "it's + 100%"}, {"priority", 5}, {"complete", true}});
    client.insert({{"id", "b"}, {"text", "B"}, {"priority", 6.5}, {"complete", false}});
    client.insert({{"id", "c"}});
    const auto found = [&](const std::string& filter) {
        return V2Client::ids(
            V2Client::body(client.list({"$filter=" + filter, "$orderby=id"}), 200));
    };

    EXPECT_THAT(found("text eq 'it''s + 100%'"), ElementsAre("a"));
    EXPECT_THAT(found("priority gt 5"), ElementsAre("b"));
    EXPECT_THAT(found("complete eq true"), ElementsAre("a"));
    EXPECT_THAT(found("priority ne 5 and priority ne null"), ElementsAre("b"));
    EXPECT_THAT(found("(priority ne 5 or priority eq null)"), ElementsAre("b", "c"));
    EXPECT_THAT(found("tolower(text) eq 'b'"), ElementsAre("b"));
    EXPECT_THAT(found("not (priority ge 6 and complete eq false)"),
                IsSubsetOf({"a", "c"}));  // SQL's null, or OData's
}

}  // namespace

std::vector<V2Scenario> v2_list_contract() {
    return {
        {"LimitsAPage", limits_a_page},
        {"PagesByKeyWithoutLoss", pages_by_key_without_loss},
        {"ComparesUpdatedAtToTheMillisecond", compares_updated_at_to_the_millisecond},
        {"DrainsAMillisecondById", drains_a_millisecond_by_id},
        {"AnswersTheQuestionForItemsWithoutATime", answers_the_question_for_items_without_a_time},
        {"SkipsInAStableOrder", skips_in_a_stable_order},
        {"SelectsMembers", selects_members},
        {"CountsWhenAsked", counts_when_asked},
        {"FiltersByValue", filters_by_value},
    };
}

}  // namespace syncline::tests
