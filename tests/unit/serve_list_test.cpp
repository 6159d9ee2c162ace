#include "unit/served.hpp"

#include <gtest/gtest.h>

namespace syncline::server {
namespace {

using tests::Served;

/// Three items; b has no number, c no text.
void fill(Served& served) {
    served.post("/tables/t", R"({"id":"a","text":"Apple pie","n":1,"ok":true})");
    served.post("/tables/t", R"({"id":"b","text":"Banana","ok":false})");
    served.post("/tables/t", R"({"id":"c","n":3,"ok":true})");
}

std::string link(const Answer& answer) {
    const std::string* const value = answer.header("Link");
    return value == nullptr ? std::string() : *value;
}

TEST(ServeList, WithoutAnOrderItemsComeAsInserted) {
    Served served;
    served.post("/tables/t", R"({"id":"z"})");
    served.post("/tables/t", R"({"id":"a"})");
    served.send("PATCH", "/tables/t/z", R"({"x":1})");

    EXPECT_EQ(served.ids("/tables/t"), "z a");
    EXPECT_EQ(served.ids("/tables/t?$orderby=id"), "a z");
    EXPECT_EQ(served.ids("/tables/t?$orderby=updatedAt%20desc"), "z a");
}

TEST(ServeList, FiltersMeanWhatODataSays) {
    Served served;
    fill(served);
    const auto filter = [&served](const std::string& text) {
        return served.ids("/tables/t?$filter=" + text);
    };

    EXPECT_EQ(filter("startswith(text,'App')"), "a");
    EXPECT_EQ(filter("substringof('nan',text)"), "b");
    EXPECT_EQ(filter("indexof(text,'pie') eq 6"), "a");
    EXPECT_EQ(filter("n mod 2 eq 1"), "a c");
    EXPECT_EQ(filter("length(text) eq 6"), "b");
    EXPECT_EQ(filter("n ne 1"), "b c");
    EXPECT_EQ(filter("not (n gt 1)"), "a b");
    EXPECT_EQ(filter("text eq null"), "c");
    EXPECT_EQ(filter("ok"), "a c");
    EXPECT_EQ(filter("ok eq false"), "b");
    EXPECT_EQ(filter("id in ('a','c')"), "a c");
    EXPECT_EQ(filter("version eq 'MQ=='"), "a b c");
    EXPECT_EQ(filter("nosuch eq 1"), "");
}

TEST(ServeList, TimesAreComparedAsInstants) {
    Served served;
    fill(served);
    const auto filter = [&served](const std::string& text) {
        return served.ids("/tables/t?$orderby=updatedAt&$filter=updatedAt%20" + text);
    };

    EXPECT_EQ(filter("ge datetimeoffset'2026-01-01T00:00:02.000Z'"), "b c");
    EXPECT_EQ(filter("gt datetimeoffset'2026-01-01T00:00:02.000Z'"), "c");
    EXPECT_EQ(filter("ge datetimeoffset'2026-01-01T01:00:02.0000000%2B01:00'"), "b c");
    EXPECT_EQ(filter("lt datetime'1970-01-01T00:00:00.000Z'"), "");
}

TEST(ServeList, WhatDoesNotParseIs500) {
    Served served;
    for (const char* query : {"$filter=bad%20bad",
                              "$filter=updatedAt%20ge%20datetimeoffset'1970-01-01T00:00:00+00:00'",
                              "$select=*",
                              "$orderby=,",
                              "$top=1&$top=2"}) {
        EXPECT_EQ(served.get(std::string("/tables/t?") + query).status, 500) << query;
    }
}

TEST(ServeList, AFullPageHasNodesLinkHeader) {
    Served served;
    fill(served);

    EXPECT_EQ(link(served.get("/tables/t?$top=2")),
              "http://127.0.0.1/?%24top=2&%24skip=2; rel=next");
    EXPECT_EQ(link(served.get("/tables/t?$top=1&$skip=2&$orderby=id")),
              "http://127.0.0.1/?%24top=1&%24skip=3&%24orderby=id; rel=next");
    EXPECT_EQ(link(served.get("/tables/t?$top=2&$skip=2")), "");
}

TEST(ServeList, PagesHaveTheirSizeAndTheirLimit) {
    Served served({2, 4});
    fill(served);

    EXPECT_EQ(served.ids("/tables/t"), "a b");
    EXPECT_EQ(served.ids("/tables/t?$top=0"), "a b");
    EXPECT_EQ(served.ids("/tables/t?$top=x"), "a b");
    EXPECT_EQ(served.ids("/tables/t?$top=4"), "a b c");
    EXPECT_EQ(served.ids("/tables/t?$top=-1"), "a b c");
    EXPECT_EQ(served.ids("/tables/t?$skip=2"), "c");
    const Answer refused = served.get("/tables/t?$top=5");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.body, R"({"error":"You cannot request more than 4 records"})");
}

TEST(ServeList, ACountCountsAllThatMatch) {
    Served served;
    fill(served);

    EXPECT_EQ(served.get("/tables/t?$inlinecount=allpages&$filter=ok&$top=1&$select=id").body,
              R"({"results":[{"id":"a"}],"count":2})");
    EXPECT_EQ(served.get("/tables/t?$inlinecount=allpages&$filter=n%20gt%209").body,
              R"({"results":[],"count":0})");
    EXPECT_EQ(served.get("/tables/t?$count=true&$top=1&$select=id").body, R"([{"id":"a"}])");
}

TEST(ServeList, SelectGivesTheNamedMembersInTheirOrder) {
    Served served;
    fill(served);

    EXPECT_EQ(served.get("/tables/t?$select=n,id,deleted&$skip=1").body,
              R"([{"n":null,"id":"b","deleted":false},{"n":3,"id":"c","deleted":false}])");
}

TEST(ServeList, AListsEtagIsNoVersion) {
    Served served;
    fill(served);

    EXPECT_EQ(served.get("/tables/t").header("ETag")->substr(0, 3), "W/\"");
}

TEST(ServeList, ADeleteWithAFilterRemovesWhatMatches) {
    Served served;
    fill(served);

    const Answer answer = served.send("DELETE", "/tables/t?$filter=ok");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.front(), '[');
    EXPECT_EQ(served.ids("/tables/t"), "b");
    EXPECT_EQ(served.send("DELETE", "/tables/t?$filter=ok").status, 404);
    EXPECT_EQ(served.send("DELETE", "/tables/t").status, 500);
}

TEST(ServeList, TheSdksPullQueryGivesDeletedItemsToo) {
    Served served;
    fill(served);
    served.send("DELETE", "/tables/t/a");

    EXPECT_EQ(served.ids("/tables/t?$filter=(updatedAt%20ge%20datetimeoffset'1969-12-31T00:00:00."
                         "000Z')&$orderby=updatedAt&$top=50&__includeDeleted=true"),
              "b c a");
}

}  // namespace
}  // namespace syncline::server
