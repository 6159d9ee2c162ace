#include "serve/service.hpp"
#include "unit/served_both.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>

namespace syncline::server {
namespace {

using tests::member_of;
using tests::ServedBoth;

constexpr const char* kTodo =
    R"({"name":"todo","members":{"text":"string?","rank":{"type":"int32","initial":3}}})";

TEST(ServeV3, BothProtocolsShowOneItemInTheirOwnForm) {
    ServedBoth served;

    EXPECT_EQ(served.v2("POST", "/tables/t", R"({"id":"a","text":"x"})").status, 201);

    EXPECT_EQ(served.v3("GET", "/tables/t/a").body,
              R"({"text":"x","updatedAt":"2026-01-01T00:00:01.000Z","version":"MQ==","id":"a",)"
              R"("deleted":false})");
    EXPECT_EQ(served.v2("GET", "/tables/t/a").body,
              R"({"text":"x","id":"a","createdAt":"2026-01-01T00:00:01.000Z",)"
              R"("updatedAt":"2026-01-01T00:00:01.000Z","version":"MQ==","deleted":false})");
}

TEST(ServeV3, AVersionOfOneProtocolHoldsInTheOther) {
    ServedBoth served;
    const Answer made = served.v3("POST", "/tables/t", R"({"id":"a","n":1})");
    const Header current{"If-Match", *made.header("ETag")};

    const Answer changed = served.v2("PATCH", "/tables/t/a", R"({"n":2})", {current});
    const Answer stale = served.v3("PUT", "/tables/t/a", R"({"id":"a","n":3})", {current});
    const Answer replaced = served.v3(
        "PUT", "/tables/t/a", R"({"id":"a","n":4})", {{"If-Match", *changed.header("ETag")}});

    EXPECT_EQ(changed.status, 200);
    EXPECT_NE(*changed.header("ETag"), current.value);
    EXPECT_EQ(stale.status, 412);
    EXPECT_EQ(member_of(stale.body, "n"), "2");
    EXPECT_EQ(replaced.status, 200);
    EXPECT_EQ(served.v2("PATCH", "/tables/t/a", R"({"n":5})", {{"If-Match", "\"Mg==\""}}).status,
              412);
}

TEST(ServeV3, WhatOneProtocolDeletesIsDeletedInTheOther) {
    ServedBoth served;
    served.v2("POST", "/tables/t", R"({"id":"a"})");
    served.v3("DELETE", "/tables/t/a");

    EXPECT_EQ(served.v2("GET", "/tables/t/a").status, 404);
    EXPECT_EQ(served.v2("POST", "/tables/t/a").status, 201);
    EXPECT_EQ(served.v3("GET", "/tables/t/a").status, 200);

    served.v2("DELETE", "/tables/t/a");
    EXPECT_EQ(served.v3("GET", "/tables/t/a").status, 410);
}

TEST(ServeV3, CreatedAtIsAnOrdinaryMember) {
    ServedBoth served;
    served.v3("POST", "/tables/t", R"({"id":"a","createdAt":"mine"})");

    EXPECT_EQ(member_of(served.v3("GET", "/tables/t/a").body, "createdAt"), "\"mine\"");
    EXPECT_EQ(member_of(served.v2("GET", "/tables/t/a").body, "createdAt"),
              "\"2026-01-01T00:00:01.000Z\"");
}

TEST(ServeV3, AnUndeclaredTableKeepsItemsAsTheyCome) {
    ServedBoth served;
    served.v3("POST", "/tables/t", R"({"id":"a","N":1.10,"n":[1, 2],"n":{"x":null},"big":1e999})");

    const std::string body = served.v3("GET", "/tables/t/a").body;

    EXPECT_EQ(member_of(body, "N"), "1.10");
    EXPECT_EQ(member_of(body, "n"), R"({"x":null})");
    EXPECT_EQ(member_of(body, "big"), "1e999");
}

TEST(ServeV3, V2WritesADeclaredTableInItsTypes) {
    ServedBoth served({kTodo});

    served.v2("POST", "/tables/todo", R"({"id":"a","rank":"7","other":1})");
    EXPECT_EQ(served.v2("PATCH", "/tables/todo/a", R"({"rank":"high"})").status, 400);
    served.v2("PATCH", "/tables/todo/a", R"({"text":"x"})");

    const std::string body = served.v3("GET", "/tables/todo/a").body;
    EXPECT_EQ(member_of(body, "rank"), "7");
    EXPECT_EQ(member_of(body, "text"), "\"x\"");
    EXPECT_EQ(member_of(body, "other"), "absent");
}

TEST(ServeV3, ATableIsMadeOnDemandOnlyWhereNoneWasNamed) {
    ServedBoth free;
    ServedBoth named({kTodo});

    EXPECT_EQ(free.v3("GET", "/tables/t/a").status, 404);
    EXPECT_EQ(free.tables().find("t"), nullptr);
    EXPECT_EQ(free.v3("GET", "/tables/t").status, 200);
    EXPECT_EQ(free.v3("POST", "/tables/u", "{}").status, 201);
    EXPECT_EQ(free.v3("GET", "/tables/no%20name").status, 404);
    EXPECT_EQ(named.v3("GET", "/tables/t").status, 404);
    EXPECT_EQ(named.v3("POST", "/tables/t", "{}").status, 404);
    EXPECT_EQ(named.v2("GET", "/tables/t").status, 200);
}

TEST(ServeV3, TheVersionOfTheRequestChoosesTheProtocol) {
    ServedBoth served;
    const auto answer = [&served](const std::string& version, const std::string& query = {}) {
        return served.router()
            .answer({"GET", "/tables/t" + query, {{"zumo-api-version", version}}, ""}, {})
            .body;
    };
    const std::string v3 = R"({"items":[],"count":null,"nextLink":null})";

    EXPECT_EQ(answer("2.0.0"), "[]");
    EXPECT_EQ(answer("", "?zumo-api-version=2.0.1"), "[]");
    EXPECT_NE(answer("2.1.0").find("invalid API version"), std::string::npos);
    EXPECT_EQ(answer("3.0.0"), v3);
    EXPECT_EQ(answer(""), v3);
    EXPECT_EQ(answer("nonsense"), v3);
}

TEST(ServeV3, ATableGuardedForV3IsClosedToV2) {
    ServedBoth served({R"({"name":"a","refuseWrites":403})",
                       R"({"name":"b","access":{"header":"X-User"}})",
                       R"({"name":"c","rules":[{"member":"t","prefix":"x","status":400}]})"});

    for (const char* table : {"/tables/a", "/tables/b", "/tables/c"}) {
        EXPECT_EQ(served.v2("GET", table).status, 403) << table;
    }
    EXPECT_EQ(served.v3("GET", "/tables/a").status, 200);
    EXPECT_EQ(served.v3("GET", "/tables/b").status, 401);
}

TEST(ServeV3, AnUndeclaredTableHasOwners) {
    ServedBoth served({R"({"name":"t","access":{"header":"X-User","owner":"owner"}})"});
    served.v3("POST", "/tables/t", R"({"id":"a"})", {{"X-User", "ann"}});

    EXPECT_EQ(served.v3("GET", "/tables/t/a", "", {{"X-User", "ann"}}).status, 200);
    EXPECT_EQ(served.v3("GET", "/tables/t/a", "", {{"X-User", "bob"}}).status, 404);
    EXPECT_EQ(served.v3("GET", "/tables/t?$count=true", "", {{"X-User", "bob"}}).body,
              R"({"items":[],"count":0,"nextLink":null})");
}

TEST(ServeV3, AsksForItsToken) {
    ServedBoth served({}, {}, "secret");
    const auto status = [&served](const Header& header) {
        return served.v3("GET", "/tables/t", "", {header}).status;
    };

    EXPECT_EQ(status({"Authorization", "Bearer secret"}), 200);
    EXPECT_EQ(status({"X-ZUMO-AUTH", "secret"}), 200);
    EXPECT_EQ(status({"Authorization", "Bearer wrong"}), 401);
    EXPECT_EQ(status({"X-Other", "secret"}), 401);
    EXPECT_EQ(served.v3("GET", "/tables/t").body, "");
}

TEST(ServeV3, ASlashInAnIdIsInNoUrl) {
    ServedBoth served;
    served.v3("POST", "/tables/t", R"({"id":"a/b"})");

    EXPECT_EQ(served.v3("GET", "/tables/t/a%2Fb").status, 404);
    EXPECT_EQ(served.v2("GET", "/tables/t/a%2Fb").status, 200);
}

TEST(ServeV3, AWriteThatCommitsLateIsStampedBeforeOthers) {
    ServedBoth served({kTodo});
    for (const char* id : {"put", "gone"}) {
        served.v3("POST", "/tables/todo", R"({"id":")" + std::string(id) + "\"}");
    }
    Timestamp clock{1'800'000'000'000};
    std::function<void()> while_waiting;
    std::string seen;
    Service service(
        served.router(),
        {read_fault("late-commit:1@path=late")},
        [&clock] { return clock; },
        [&while_waiting](std::chrono::milliseconds) { while_waiting(); });
    const auto send = [&service](const char* method, const char* target, const char* body = "") {
        const Header json{"Content-Type", "application/json"};
        return service.reply({method, target, {json}, body}).answer;
    };
    while_waiting = [&] {
        seen += send("GET", "/tables/todo?$count=true&$top=0").body;
        seen += member_of(send("GET", "/tables/todo/put").body, "text");
        seen += std::to_string(send("GET", "/tables/todo/gone").status);
    };

    const Answer post = send("POST", "/tables/todo?late", R"({"id":"new"})");
    const Answer put = send("PUT", "/tables/todo/put?late", R"({"id":"put","text":"x"})");
    const Answer removed = send("DELETE", "/tables/todo/gone?late");

    const std::string before = R"({"items":[],"count":2,"nextLink":null}null200)";
    const std::string created = R"({"items":[],"count":3,"nextLink":null}null200)";
    const std::string changed = R"({"items":[],"count":3,"nextLink":null}"x"200)";
    EXPECT_EQ(seen, before + created + changed);
    EXPECT_EQ(member_of(post.body, "updatedAt"), "\"2027-01-15T08:00:00.000Z\"");
    EXPECT_EQ(member_of(put.body, "updatedAt"), "\"2027-01-15T08:00:00.000Z\"");
    EXPECT_EQ(removed.status, 204);
    EXPECT_EQ(member_of(send("GET", "/tables/todo/gone?__includedeleted=true").body, "updatedAt"),
              "\"2027-01-15T08:00:00.000Z\"");
}

TEST(ServeV3, AFileKeepsItemsAndDefinitions) {
    const std::string file = testing::TempDir() + "serve-v3-kept.db";
    std::filesystem::remove(file);
    {
        ServedBoth served({kTodo}, file);
        served.v3("POST", "/tables/todo", R"({"id":"a","text":"x"})");
    }
    {
        ServedBoth served({}, file);
        EXPECT_EQ(member_of(served.v3("GET", "/tables/todo/a").body, "text"), "\"x\"");
        EXPECT_EQ(served.v3("POST", "/tables/todo", R"({"text":5})").status, 500);
        served.define("todo:soft");
        EXPECT_EQ(served.v3("POST", "/tables/todo", R"({"text":5})").status, 500);
        EXPECT_THROW(served.define("todo:hard"), UsageError);
        for (const char* text : {"string", "int32?", "string?\",\"more\":\"string?"}) {
            EXPECT_THROW(served.define(R"({"name":"todo","members":{"text":")" + std::string(text) +
                                       R"(","rank":"int32"}})"),
                         UsageError)
                << text;
        }
        EXPECT_THROW(served.define(R"({"name":"todo"})"), UsageError);
        served.define(R"({"name":"todo","refuseWrites":451,)" + std::string(kTodo).substr(15));
    }
    ServedBoth served({}, file);
    EXPECT_EQ(served.v3("DELETE", "/tables/todo/a").status, 451);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace syncline::server
