#include "unit/served.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>

namespace syncline::server {
namespace {

using tests::Served;

std::string etag(const Answer& answer) {
    const std::string* const value = answer.header("ETag");
    return value == nullptr ? std::string() : *value;
}

constexpr const char* kMissing = R"({"error":"The item does not exist"})";

TEST(ServeV2, AnInsertAnswersTheItemWithItsStampsAndVersion) {
    Served served;

    const Answer answer = served.post("/tables/todoitem", R"({"id":"a1","text":"first"})");

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.content_type, "application/json; charset=utf-8");
    EXPECT_EQ(etag(answer), "\"MQ==\"");
    EXPECT_EQ(answer.body,
              R"({"text":"first","id":"a1","createdAt":"2026-01-01T00:00:01.000Z",)"
              R"("updatedAt":"2026-01-01T00:00:01.000Z","version":"MQ==","deleted":false})");
}

TEST(ServeV2, AnInsertWithoutAnIdGetsOne) {
    Served served;
    for (const char* body : {R"({"x":1})", R"({"id":null})", R"({"id":""})", "{}", ""}) {
        EXPECT_EQ(served.post("/tables/t", body).status, 201) << body;
    }
    EXPECT_EQ(served.ids("/tables/t"), "id-1 id-2 id-3 id-4 id-5");
}

TEST(ServeV2, AnInsertOfAnExistingIdEchoesTheClientsItem) {
    Served served;
    served.post("/tables/t", R"({"id":"a","text":"one"})");

    const Answer answer = served.post("/tables/t", R"({ "id":"a", "text":"two" })");

    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.body, R"({"id":"a","text":"two"})");
    EXPECT_EQ(etag(answer).substr(0, 3), "W/\"");
}

TEST(ServeV2, ValuesComeBackExactly) {
    Served served;
    const std::string values =
        R"("big":9007199254740993,"huge":1e308,"long":1.10,"minus":-0,"nul":"a\u0000b",)"
        R"("lone":"\ud800x","text":"ä😀\"\\","none":null,"list":[1, 2.50],"object":{"b":1e2}})";

    served.post("/tables/t", R"({"id":"a",)" + values);

    const std::string body = served.get("/tables/t/a").body;
    EXPECT_EQ(body.substr(1, values.size() - 1), values.substr(0, values.size() - 1));
}

TEST(ServeV2, AnUpdateChangesOnlyWhatItNamesAndRaisesTheVersion) {
    Served served;
    served.post("/tables/t", R"({"id":"a","text":"one","n":1.10})");

    const Answer answer = served.send("PATCH", "/tables/t/a", R"({"text":"two","new":true})");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(etag(answer), "\"Mg==\"");
    EXPECT_EQ(answer.body,
              R"({"text":"two","n":1.10,"new":true,"id":"a","createdAt":)"
              R"("2026-01-01T00:00:01.000Z","updatedAt":"2026-01-01T00:00:02.000Z",)"
              R"("version":"Mg==","deleted":false})");
}

TEST(ServeV2, AnUpdateTakesItsIdFromTheBodyWhenTheUrlHasNone) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");

    EXPECT_EQ(served.send("PATCH", "/tables/t", R"({"id":"a","text":"x"})").status, 200);
}

TEST(ServeV2, TheTenthVersionIsTheDecimalTen) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");
    Answer answer;
    for (int i = 0; i < 9; ++i) answer = served.send("PATCH", "/tables/t/a", R"({"x":1})");

    EXPECT_EQ(etag(answer), "\"MTA=\"");
}

TEST(ServeV2, IfMatchWorksQuotedAndBare) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");

    EXPECT_EQ(served.send("PATCH", "/tables/t/a", R"({"x":1})", {{"If-Match", "\"MQ==\""}}).status,
              200);
    EXPECT_EQ(served.send("PATCH", "/tables/t/a", R"({"x":2})", {{"if-match", "Mg=="}}).status,
              200);
}

TEST(ServeV2, AStaleIfMatchIs412WithTheStoredItem) {
    Served served;
    served.post("/tables/t", R"({"id":"a","x":1})");
    const std::string stored = served.get("/tables/t/a").body;

    for (const char* match : {"\"Mg==\"", "*", "W/\"MQ==\""}) {
        for (const char* method : {"PATCH", "DELETE", "POST"}) {
            const Answer answer =
                served.send(method, "/tables/t/a", R"({"x":2})", {{"If-Match", match}});
            EXPECT_EQ(answer.status, 412) << method << match;
            EXPECT_EQ(answer.body, stored);
            EXPECT_EQ(etag(answer), "\"MQ==\"");
        }
    }
}

TEST(ServeV2, AStaleVersionInTheBodyIs409) {
    Served served;
    served.post("/tables/t", R"({"id":"a","x":1})");

    const Answer answer = served.send("PATCH", "/tables/t/a", R"({"x":2,"version":"OQ=="})");

    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.body, served.get("/tables/t/a").body);
}

TEST(ServeV2, ADeletedItemIsGoneExceptFromListsThatAskForIt) {
    Served served;
    served.post("/tables/t", R"({"id":"a","x":1})");

    const Answer answer = served.send("DELETE", "/tables/t/a", "", {{"If-Match", "\"MQ==\""}});

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(etag(answer), "\"Mg==\"");
    EXPECT_NE(answer.body.find("\"deleted\":true"), std::string::npos);
    EXPECT_EQ(served.get("/tables/t/a?__includeDeleted=true").status, 404);
    EXPECT_EQ(served.get("/tables/t").body, "[]");
    EXPECT_EQ(served.ids("/tables/t?__includeDeleted=false"), "a");
    EXPECT_EQ(served.get("/tables/t?__includeDeleted=true").body, '[' + answer.body + ']');
}

TEST(ServeV2, WritesToADeletedItemAre404ButItsIdIsTaken) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");
    served.send("DELETE", "/tables/t/a");

    EXPECT_EQ(served.send("PATCH", "/tables/t/a", R"({"x":1})").body, kMissing);
    EXPECT_EQ(served.send("DELETE", "/tables/t/a").status, 404);
    EXPECT_EQ(served.post("/tables/t", R"({"id":"a"})").status, 409);
}

TEST(ServeV2, UndeleteBringsAnItemBack) {
    Served served;
    served.post("/tables/t", R"({"id":"a","x":1})");
    served.send("DELETE", "/tables/t/a");

    const Answer answer = served.post("/tables/t/a");

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(etag(answer), "\"Mw==\"");
    EXPECT_EQ(served.get("/tables/t/a").body, answer.body);
    EXPECT_EQ(served.post("/tables/t/none").body, kMissing);
}

TEST(ServeV2, AHardDeleteAnswersTheOldItemAndFreesItsId) {
    Served served;
    served.tables().define(read_definitions("t:hard")[0]);
    const std::string inserted = served.post("/tables/t", R"({"id":"a"})").body;

    const Answer answer = served.send("DELETE", "/tables/t/a");

    EXPECT_EQ(answer.body, inserted);
    EXPECT_EQ(answer.body.find("deleted"), std::string::npos);
    EXPECT_EQ(served.get("/tables/t?__includeDeleted=true").body, "[]");
    EXPECT_EQ(etag(served.post("/tables/t", R"({"id":"a"})")), "\"MQ==\"");
    EXPECT_EQ(served.post("/tables/t/a").body,
              R"({"error":"SQLITE_ERROR: no such column: deleted"})");
}

TEST(ServeV2, WhatIsNotThereIs404) {
    Served served;

    EXPECT_EQ(served.get("/tables/t/none").body, kMissing);
    EXPECT_EQ(served.send("PATCH", "/tables/t/none", R"({"x":1})").body, kMissing);
    EXPECT_EQ(served.send("DELETE", "/tables/t/none").status, 404);
}

TEST(ServeV2, RefusesReservedPropertiesInAnyCase) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");

    const Answer answer = served.send("PATCH", "/tables/t/a", R"({"UpdatedAt":"x"})");

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body,
              R"({"error":"Cannot update item with property 'UpdatedAt' as it is reserved"})");
    EXPECT_EQ(served.post("/tables/t", R"({"deleted":true})").status, 400);
}

TEST(ServeV2, RefusesAnIdThatIsNotTheUrls) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");

    const Answer answer = served.send("PATCH", "/tables/t/a", R"({"id":"b","x":1})");

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, R"({"error":"The item ID and querystring ID did not match"})");
}

TEST(ServeV2, AnUpdateOfNothingIs500) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");

    for (const char* body : {"{}", R"({"id":"a"})", ""}) {
        EXPECT_EQ(served.send("PATCH", "/tables/t/a", body).body,
                  R"({"error":"SQLITE_ERROR: near \"WHERE\": syntax error"})");
    }
}

TEST(ServeV2, RefusesBodiesThatAreNoItem) {
    Served served;

    EXPECT_EQ(served.post("/tables/t", R"({"id":"a",)").status, 400);
    EXPECT_EQ(served.post("/tables/t", "\"text\"").status, 400);
    EXPECT_EQ(served.post("/tables/t", R"([{"id":"a"}])").status, 500);
    EXPECT_EQ(served.post("/tables/t", R"({"not a name":1})").status, 500);
    EXPECT_EQ(served.send("POST", "/tables/t", "id=a", {{"Content-Type", "text/plain"}}).body,
              R"({"error":"An item to insert was not provided"})");
    EXPECT_EQ(served.get("/tables/t").body, "[]");
}

TEST(ServeV2, WithoutItsVersionNothingIsAnswered) {
    Served served;
    const auto status = [&served](const std::string& version, const std::string& query = {}) {
        return served.router()
            .answer({"GET", "/tables/t" + query, {{"zumo-api-version", version}}, ""}, {})
            .status;
    };

    EXPECT_EQ(status(""), 400);
    EXPECT_EQ(status("3.0.0"), 400);
    EXPECT_EQ(status("2.0.x"), 400);
    EXPECT_EQ(status("2.0.9"), 200);
    EXPECT_EQ(status("", "?ZUMO-API-version=2.0.0"), 200);
}

TEST(ServeV2, TableNamesAreCaseInsensitiveAndMadeOnDemand) {
    Served served;
    served.post("/tables/TodoItem", R"({"id":"a"})");

    EXPECT_EQ(served.ids("/tables/todoitem/"), "a");
    EXPECT_EQ(served.get("/tables/other").body, "[]");
}

TEST(ServeV2, AnythingElseIsExpresssNotFoundPage) {
    Served served;
    for (const char* target : {"/", "/api/none", "/tables", "/tables/a/b/c", "/tables/not%20one"}) {
        const Answer answer = served.get(target);
        EXPECT_EQ(answer.status, 404) << target;
        EXPECT_EQ(answer.content_type, "text/html; charset=utf-8");
    }
    EXPECT_NE(served.send("PUT", "/tables/t/a").body.find("<pre>Cannot PUT /tables/t/a</pre>"),
              std::string::npos);
}

TEST(ServeV2, AsksForItsToken) {
    Served served({}, "secret");
    const auto get = [&served](const std::vector<Header>& headers) {
        return served.send("GET", "/tables/t", "", headers);
    };

    EXPECT_EQ(get({{"X-ZUMO-AUTH", "secret"}}).status, 200);
    EXPECT_EQ(get({{"Authorization", "Bearer secret"}}).status, 200);
    EXPECT_EQ(get({}).status, 401);
    EXPECT_EQ(get({}).body, "You must be logged in to use this application");
    EXPECT_EQ(get({}).content_type, "text/html; charset=utf-8");
    EXPECT_EQ(get({{"X-ZUMO-AUTH", "wrong"}}).body,
              R"({"name":"JsonWebTokenError","message":"invalid signature"})");
}

TEST(ServeV2, AStampFromBeforeNeverTakesAnItemBack) {
    Served served;
    served.post("/tables/t", R"({"id":"a"})");
    const Request update{"PATCH", "/tables/t/a", {{"ZUMO-API-VERSION", "2.0.0"}}, R"({"x":1})"};

    const Answer answer = served.router().answer(update, Timestamp{0});

    EXPECT_NE(answer.body.find(R"("updatedAt":"2026-01-01T00:00:01.000Z")"), std::string::npos);
}

TEST(ServeV2, AFileKeepsItemsAndTables) {
    const std::string file = testing::TempDir() + "serve-kept.db";
    std::filesystem::remove(file);
    {
        Served served({}, {}, file);
        served.tables().define(read_definitions("hard:hard")[0]);
        served.post("/tables/hard", R"({"id":"a"})");
    }

    Served served({}, {}, file);

    EXPECT_EQ(served.ids("/tables/hard"), "a");
    EXPECT_THROW(served.tables().define(read_definitions("hard")[0]), UsageError);
    std::filesystem::remove(file);
}

TEST(ServeV2, RefusesAnotherProgramsDatabase) {
    const std::string file = testing::TempDir() + "serve-other.db";
    std::filesystem::remove(file);
    store::Database(file, store::OpenMode::create, std::chrono::milliseconds(0))
        .execute("CREATE TABLE todoitem (id TEXT)");

    EXPECT_THROW(Served({}, {}, file), StoreError);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace syncline::server
