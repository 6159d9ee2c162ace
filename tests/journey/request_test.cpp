#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// What goes over the wire, and what is made of the answers.
class Wire : public testing::Test {
  protected:
    Wire() { backend.define("todo", true); }

    const Exchange& last() const { return world.log.back(); }

    void share(const std::string& json) {
        backend.insert("todo", json);
        phone.pull();
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Wire, EveryRequestNamesProtocolInstallationAndProgram) {
    phone.insert("{'id':'a'}");
    phone.pull();

    for (const Exchange& exchange : world.log) {
        EXPECT_EQ(exchange.header("zumo-api-version"), "2.0.0");
        EXPECT_EQ(exchange.header("accept"), "application/json");
        EXPECT_EQ(exchange.header("x-zumo-installation-id").size(), 36U);
        EXPECT_EQ(exchange.header("user-agent").find("syncline/"), 0U);
        EXPECT_EQ(exchange.header("x-zumo-version"), exchange.header("user-agent"));
    }
}

TEST_F(Wire, TheInstallationIdStaysTheSameInEveryRun) {
    phone.insert("{'id':'a'}");
    phone.push();
    const std::string first = last().header("x-zumo-installation-id");
    phone.restart();
    phone.insert("{'id':'b'}");
    phone.push();

    EXPECT_EQ(last().header("x-zumo-installation-id"), first);
}

TEST_F(Wire, OperationsOfAnEarlierProcessCarryTheFeatureHeader) {
    phone.insert("{'id':'a'}");
    phone.restart();

    phone.push();

    EXPECT_EQ(last().header("x-zumo-features"), "TU,OL");
    phone.pull();
    EXPECT_EQ(last().header("x-zumo-features"), "QS,OL");
}

TEST_F(Wire, AFurtherHeaderGoesAlong) {
    phone.remote.headers = {"X-Tenant: seven"};
    phone.insert("{'id':'a'}");
    phone.push();

    EXPECT_EQ(last().header("x-tenant"), "seven");
}

TEST_F(Wire, BodiesAreJsonInUtf8) {
    phone.insert("{'id':'a','text':'é😀'}");
    phone.push();

    EXPECT_EQ(last().header("content-type"), "application/json; charset=utf-8");
    EXPECT_EQ(last().request.body, "{\"id\":\"a\",\"text\":\"é😀\"}");
}

TEST_F(Wire, AnInsertSendsWhatWasGivenAndNoSystemProperty) {
    phone.insert("{'id':'a','text':'milk','version':'5','createdAt':null,'deleted':true}");
    phone.push();

    EXPECT_EQ(last().line(), "POST todo");
    EXPECT_EQ(last().request.body, R"({"id":"a","text":"milk"})");
    EXPECT_EQ(last().header("if-match"), "");
}

TEST_F(Wire, AnUpdateSendsTheChangedMembersUnderTheBasesVersion) {
    share("{'id':'a','text':'milk','rank':1}");
    phone.update("a", "{'rank':2}");
    phone.push();

    EXPECT_EQ(last().line(), "PATCH todo/a");
    EXPECT_EQ(last().request.body, R"({"id":"a","rank":2})");
    EXPECT_EQ(last().header("if-match"), "\"MQ==\"");
}

TEST_F(Wire, ADeleteHasNoBodyAndNamesTheVersion) {
    share("{'id':'a'}");
    phone.remove("a");
    phone.push();

    EXPECT_EQ(last().line(), "DELETE todo/a");
    EXPECT_EQ(last().request.body, "");
    EXPECT_EQ(last().header("if-match"), "\"MQ==\"");
}

TEST_F(Wire, AnUndeleteHasNoBodyAndNamesTheTombstonesVersion) {
    share("{'id':'a'}");
    phone.remote.retries = 0;
    phone.remove("a");
    world.lose_answers(1);
    phone.push();
    phone.insert("{'id':'a','text':'again'}");
    phone.remote.parallel = 1;
    phone.push();

    const auto& undelete = world.log.at(world.log.size() - 2);
    EXPECT_EQ(undelete.line(), "POST todo/a");
    EXPECT_EQ(undelete.request.body, "");
    EXPECT_EQ(undelete.header("if-match"), "\"Mg==\"");
}

TEST_F(Wire, WithoutAVersionThereIsNoIfMatch) {
    world.answer_with(1, 200, "[]");
    world.answer_with(1, 200, "[{'id':'a','text':'milk','updatedAt':'2020-01-01T00:00:00.000Z'}]");
    phone.pull();
    phone.update("a", "{'text':'oat milk'}");
    phone.push();

    EXPECT_EQ(world.log.at(world.log.size() - 1).header("if-match"), "");
}

TEST_F(Wire, QuotesInAVersionAreEscapedOnce) {
    world.answer_with(1, 200, "[]");
    world.fail(
        {Fault::Kind::answer,
         1,
         "",
         {200, {}, R"([{"id":"a","version":"a\"b","updatedAt":"2020-01-01T00:00:00.000Z"}])"}});
    phone.pull();
    phone.update("a", "{'text':'x'}");
    phone.push();

    EXPECT_EQ(world.log.back().request.method, "GET");
    EXPECT_EQ(world.log.at(world.log.size() - 3).header("if-match"), "\"a\\\"b\"");
}

TEST_F(Wire, AStrongETagGoesBeforeTheBodysVersion) {
    phone.insert("{'id':'a'}");
    world.answer_with(1, 201, "{'id':'a','version':'old'}", {{"etag", "\"new\\\"er\""}});
    phone.push();

    EXPECT_EQ(phone->get("todo", "a")->version, "new\"er");
}

TEST_F(Wire, AWeakETagIsNoVersion) {
    phone.insert("{'id':'a'}");
    world.answer_with(1, 201, "{'id':'a','version':'v1'}", {{"etag", "W/\"5-abc\""}});
    phone.push();

    EXPECT_EQ(phone->get("todo", "a")->version, "v1");
}

TEST_F(Wire, AnAnswerToAnInsertMayGiveTheItemAnotherId) {
    phone.insert("{'id':'a','text':'milk'}");
    world.answer_with(1, 201, "{'id':'17','text':'milk','version':'v1'}");
    phone.push();

    EXPECT_EQ(phone.shown(), "17 \"milk\" null null\n");
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Wire, AnItemThatGotAnotherIdAndWasPulledMeanwhileIsThereOnce) {
    phone.insert("{'id':'a','text':'milk'}");
    const Item made = backend.insert("todo", "{'id':'17','text':'milk'}");
    PullOptions options;
    options.no_push = true;
    phone.pull(options);
    ASSERT_EQ(phone->count("todo", {}), 2U);
    world.fail({Fault::Kind::answer, 1, "", {201, {}, write_item(made)}});

    phone.push();

    EXPECT_EQ(phone.shown(), "17 \"milk\" null null\n");
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Wire, WhatTheServiceComputesComesBackWithTheAnswer) {
    phone.insert("{'id':'a','text':'milk'}");
    world.answer_with(
        1,
        201,
        "{'id':'a','text':'MILK','rank':7,'version':'v1',"
        "'createdAt':'2026-03-01T12:00:00.000Z','updatedAt':'2026-03-01T12:00:00.000Z'}");
    phone.push();

    const auto item = phone->get("todo", "a");
    EXPECT_EQ(phone.shown(), "a \"MILK\" null 7\n");
    EXPECT_EQ(item->updated_at, "2026-03-01T12:00:00.000Z");
    EXPECT_EQ(item->created_at, "2026-03-01T12:00:00.000Z");
}

TEST_F(Wire, AnyIdThatTheProtocolAllowsGoesThereAndBack) {
    const std::vector<std::string> ids{"a b",
                                       "true",
                                       "50%",
                                       "a#b&c=d",
                                       "it's",
                                       "{0f8fad5b}",
                                       "me@here.com",
                                       "日本語",
                                       "😀",
                                       "a/b",
                                       "what?",
                                       "a+b",
                                       "\"q\"",
                                       "back\\slash",
                                       "`tick`",
                                       std::string(255, 'x')};
    for (const std::string& id : ids) {
        phone->insert("todo", {{"id", Value::string(id)}, {"text", Value::string("made")}});
    }
    ASSERT_EQ(phone.push().outcome, Status::ok);
    for (const std::string& id : ids) phone.update(id, "{'text':'changed'}");
    ASSERT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.count("todo"), ids.size());
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
    for (const std::string& id : ids) phone.remove(id);

    EXPECT_EQ(phone.push().outcome, Status::ok);

    EXPECT_EQ(backend.count("todo"), 0U);
}

TEST_F(Wire, AnIdThatTheProtocolForbidsIsNotQueued) {
    for (const std::string& id : {std::string(256, 'x'),
                                  std::string("a\tb"),
                                  std::string("a\nb"),
                                  std::string("\x7F"),
                                  std::string("\xC2\x80"),
                                  std::string("."),
                                  std::string("..")}) {
        EXPECT_THROW(phone->insert("todo", {{"id", Value::string(id)}}), DataError) << id;
    }
    EXPECT_THROW(phone.insert("{'id':5}"), DataError);
    EXPECT_THROW(phone.insert("{'Id':'a'}"), DataError);
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Wire, AnEmptyOrNullIdIsMade) {
    const std::string first = phone.insert("{'id':''}");
    const std::string second = phone.insert("{'id':null}");

    EXPECT_EQ(first, "phone-1");
    EXPECT_EQ(second, "phone-2");
}

TEST_F(Wire, PathAndRemoteNameOfATableMayDiffer) {
    TableDefinition definition = phone->table("todo");
    definition.remote_name = "TodoItem";
    phone->define_table(definition);
    phone.insert("{'id':'a'}");
    phone.push();
    EXPECT_EQ(last().request.url, "http://service/tables/TodoItem");

    definition.path = "api/v9/things";
    world.answer_with(1, 404, "");
    phone->define_table(definition);
    phone.insert("{'id':'b'}");
    EXPECT_EQ(phone.push().outcome, Status::refused);
    EXPECT_EQ(last().request.url, "http://service/api/v9/things");
}

TEST_F(Wire, AFolderInTheServicesUrlSurvives) {
    for (const char* url : {"http://service/a/b", "http://service/a/b/"}) {
        phone.remote.url = url;
        phone.insert("{'text':'milk'}");
        world.answer_with(1, 503, "");
        phone.remote.retries = 0;
        phone.push();

        EXPECT_EQ(last().request.url, "http://service/a/b/tables/todo");
    }
}

TEST_F(Wire, AUrlThatDoesNotParseIsRefusedBeforeAnyRequest) {
    phone.insert("{'id':'a'}");
    for (const char* url : {"service", "ftp://service", "http://", "http://a b/"}) {
        phone.remote.url = url;
        EXPECT_THROW(phone.push(), UsageError) << url;
    }
    EXPECT_TRUE(world.log.empty());
}

TEST_F(Wire, TheServicesWordsAreShownInTheirOrderOfWorth) {
    const std::vector<std::pair<std::string, std::string>> bodies{
        {"'just a text'", "just a text"},
        {"{'error':'an error','message':'a message'}", "an error"},
        {"{'description':'a description'}", "a description"},
        {"{'name':'TokenExpiredError','message':'jwt expired'}", "jwt expired"},
        {"plain text", "plain text"},
        {"<html><title>A page</title></html>", "A page"},
        {"", "HTTP 400 bad request"}};
    for (const auto& [body, words] : bodies) {
        phone.insert("{'id':'a'}");
        world.answer_with(1, 400, body);

        EXPECT_EQ(phone.push().issues.at(0).message, words) << body;
        phone.remove("a");
    }
}

TEST_F(Wire, ACompressedAnswersLengthIsNotLookedAt) {
    phone.insert("{'id':'a'}");
    world.answer_with(1,
                      201,
                      "{'id':'a','version':'v1'}",
                      {{"content-length", "3"}, {"vary", "accept-encoding"}});

    EXPECT_EQ(phone.push().outcome, Status::ok);
}

TEST_F(Wire, A412WithoutTheStoredItemIsFollowedByAQuestionForIt) {
    share("{'id':'a','text':'milk'}");
    backend.update("todo", "a", "{'text':'goat milk'}");
    phone.update("a", "{'text':'oat milk'}");
    world.fail({Fault::Kind::answer_after, 1, "PATCH", {412, {}, ""}});

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(last().request.method, "GET");
    EXPECT_NE(phone.queue().at(0).newest->find("goat milk"), std::string::npos);
}

TEST_F(Wire, A409WithoutAStoredItemIsARejection) {
    phone.insert("{'id':'a'}");
    world.answer_with(1, 409, "{'error':'busy with something'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::partial);
    EXPECT_EQ(result.issues.at(0).message, "busy with something");
}

TEST_F(Wire, A409ThatEchoesOurOwnItemIsNotTakenForTheServers) {
    backend.insert("todo", "{'id':'a','text':'theirs'}");
    phone.insert("{'id':'a','text':'ours'}");

    phone.push();

    EXPECT_EQ(world.lines(), (std::vector<std::string>{"POST todo", "GET todo"}));
    EXPECT_NE(phone.queue().at(0).newest->find("theirs"), std::string::npos);
}

TEST_F(Wire, NothingIsSentForLocalReadsAndWrites) {
    const std::string id = phone.insert("{'text':'milk'}");
    phone.update(id, "{'rank':1}");
    phone.shown();
    phone->get("todo", id);
    phone.remove(id);
    phone->status();

    EXPECT_TRUE(world.log.empty());
}

TEST_F(Wire, AWholeLifeOfAnItem) {
    const std::string id = phone.insert("{'text':'milk'}");
    ASSERT_EQ(phone.push().outcome, Status::ok);
    ASSERT_EQ(phone.pull().outcome, Status::ok);
    phone.update(id, "{'complete':true}");
    EXPECT_EQ(phone->get("todo", id)->members.at(1).value, Value::boolean(true));
    ASSERT_EQ(phone.push().outcome, Status::ok);
    phone.remove(id);
    EXPECT_FALSE(phone->get("todo", id));
    ASSERT_EQ(phone.push().outcome, Status::ok);

    phone->purge("todo", {});

    EXPECT_EQ(world.writes(),
              (std::vector<std::string>{"POST todo", "PATCH todo/" + id, "DELETE todo/" + id}));
    EXPECT_EQ(phone->status().pending, 0U);
}

}  // namespace

}  // namespace syncline::journey
