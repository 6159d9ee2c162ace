#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

class Pull : public testing::Test {
  protected:
    Pull() {
        backend.insert("todo", "{'id':'a','text':'milk','complete':false,'rank':1}");
        backend.insert("todo", "{'id':'b','text':'tea','complete':true,'rank':2}");
        phone.pull();
    }

    PulledQuery pull_without_push() {
        PullOptions options;
        options.no_push = true;
        return phone.pull(options).queries.at(0);
    }

    PullResult pull_open(const std::string& filter = "complete eq false") {
        PullOptions options;
        options.query_id = "open";
        options.filter = filter;
        return phone.pull(options);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Pull, BringsWhatOthersAddedChangedAndDeleted) {
    backend.insert("todo", "{'id':'c','text':'bread'}");
    backend.update("todo", "a", "{'text':'oat milk'}");
    backend.remove("todo", "b");

    const PulledQuery query = phone.pull().queries.at(0);

    EXPECT_EQ(phone.shown(), "a \"oat milk\" false 1\nc \"bread\" null null\n");
    EXPECT_EQ(query.applied, 2U);
    EXPECT_EQ(query.removed, 1U);
}

TEST_F(Pull, OfATableWithQueuedChangesPushesFirst) {
    phone.define("list");
    phone.insert("{'id':'c'}");
    phone->insert("list", members("{'id':'x'}"));
    const std::size_t from = world.log.size();

    const PullResult result = phone.pull();

    ASSERT_TRUE(result.push);
    EXPECT_EQ(result.push->pushed, 2U);
    EXPECT_EQ(world.writes(from), (std::vector<std::string>{"POST todo", "POST list"}));
}

TEST_F(Pull, OfACleanTableDoesNotPushTheOthers) {
    phone.define("list");
    phone->insert("list", members("{'id':'x'}"));
    const std::size_t from = world.log.size();

    const PullResult result = phone.pull();

    EXPECT_FALSE(result.push);
    EXPECT_TRUE(world.writes(from).empty());
}

TEST_F(Pull, SendsNoQuestionWhenItsPushWasStopped) {
    phone.insert("{'id':'c'}");
    world.offline = true;
    const std::size_t from = world.log.size();

    const PullResult result = phone.pull();

    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_EQ(world.lines(from), (std::vector<std::string>{"POST todo"}));
    EXPECT_TRUE(result.queries.empty());
}

TEST_F(Pull, GoesOnWhenItsPushLeftConflicts) {
    backend.update("todo", "a", "{'text':'goat milk'}");
    backend.update("todo", "b", "{'text':'green tea'}");
    phone.update("a", "{'text':'oat milk'}");

    const PullResult result = phone.pull();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.shown(), "a \"oat milk\" false 1\nb \"green tea\" true 2\n");
}

TEST_F(Pull, KeepsTheValuesAndTheBaseOfAChangedItem) {
    phone.update("a", "{'text':'oat milk'}");
    const auto base = phone.queue().at(0).base;
    backend.update("todo", "a", "{'rank':9}");

    const PulledQuery query = pull_without_push();

    EXPECT_EQ(phone.shown(), "a \"oat milk\" false 1\nb \"tea\" true 2\n");
    EXPECT_EQ(query.kept, 1U);
    EXPECT_EQ(query.conflicts, 1U);
    const store::Operation operation = phone.queue().at(0);
    EXPECT_EQ(operation.state, OperationState::conflict);
    EXPECT_EQ(operation.base, base);
    EXPECT_NE(operation.newest->find("\"rank\":9"), std::string::npos);
}

TEST_F(Pull, DoesNotRecordTheSameConflictTwice) {
    phone.update("a", "{'text':'oat milk'}");
    backend.update("todo", "a", "{'rank':9}");
    pull_without_push();

    EXPECT_EQ(pull_without_push().conflicts, 0U);
}

TEST_F(Pull, OfAChangedItemThatTheServiceDidNotTouchIsNoConflict) {
    phone.update("a", "{'text':'oat milk'}");
    PullOptions options;
    options.no_push = true;
    options.full = true;

    const PullResult result = phone.pull(options);

    EXPECT_EQ(result.queries.at(0).conflicts, 0U);
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a pending"}));
}

TEST_F(Pull, OfAnItemDeletedThereAndChangedHereIsADeleteConflict) {
    phone.update("a", "{'text':'oat milk'}");
    backend.remove("todo", "a");

    EXPECT_EQ(pull_without_push().conflicts, 1U);

    EXPECT_EQ(phone.text("a"), "oat milk");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a conflict"}));
}

TEST_F(Pull, OfAnItemDeletedOnBothSidesSettlesTheDelete) {
    phone.remove("a");
    backend.remove("todo", "a");

    EXPECT_EQ(pull_without_push().conflicts, 0U);

    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone.text("a"), "(none)");
}

TEST_F(Pull, OfAnItemDeletedHereAndChangedThereIsAConflict) {
    phone.remove("a");
    backend.update("todo", "a", "{'text':'goat milk'}");

    EXPECT_EQ(pull_without_push().conflicts, 1U);

    EXPECT_EQ(phone.text("a"), "(none)");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"delete todo/a conflict"}));
}

TEST_F(Pull, RecognisesAnInsertWhoseAnswerWasLost) {
    phone.remote.retries = 0;
    const std::string id = phone.insert("{'text':'bread'}");
    world.lose_answers(1);
    phone.push();
    phone.update(id, "{'rank':5}");

    EXPECT_EQ(pull_without_push().conflicts, 0U);

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/" + id + " pending"}));
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Pull, RecognisesAnUpdateWhoseAnswerWasLost) {
    phone.remote.retries = 0;
    phone.update("a", "{'text':'oat milk'}");
    world.lose_answers(1);
    phone.push();

    EXPECT_EQ(pull_without_push().conflicts, 0U);

    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone->get("todo", "a")->version, backend.item("todo", "a")->version);
}

TEST_F(Pull, RecognisesADeleteWhoseAnswerWasLost) {
    phone.remote.retries = 0;
    phone.remove("a");
    world.lose_answers(1);
    phone.push();

    EXPECT_EQ(pull_without_push().conflicts, 0U);

    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Pull, OfTwoQueryIdsKeepsTwoTokens) {
    world.clock.advance(std::chrono::minutes(5));
    pull_open();
    const auto all = phone.token("all");

    backend.insert("todo", "{'id':'c','complete':false}");
    pull_open();

    EXPECT_EQ(phone.token("all"), all);
    EXPECT_NE(phone.token("open"), all);
}

TEST_F(Pull, WithAFilterAsksOnlyForThat) {
    Device tablet(world, "tablet");
    PullOptions options;
    options.query_id = "open";
    options.filter = "complete eq false";

    tablet.pull(options);

    EXPECT_EQ(tablet.shown(), "a \"milk\" false 1\n");
}

TEST_F(Pull, WithAFilterLearnsOfDeletedItems) {
    pull_open();
    backend.remove("todo", "a");
    backend.remove("todo", "b");

    const PullResult result = pull_open();

    EXPECT_EQ(result.queries.at(0).removed, 2U);
    EXPECT_EQ(phone.shown(), "");
}

TEST_F(Pull, WithAFilterOnATableThatDeletesHardAsksNothingAboutDeletedItems) {
    backend.define("hard", false);
    phone.define("hard");
    backend.insert("hard", "{'id':'x','complete':false}");
    backend.insert("hard", "{'id':'y','complete':true}");
    PullOptions options;
    options.tables = {"hard"};
    options.query_id = "open";
    options.filter = "complete eq false";

    phone.pull(options);

    EXPECT_EQ(phone.shown("hard"), "x null false null\n");
    EXPECT_EQ(world.log.back().query.find("deleted eq"), std::string::npos);
}

TEST_F(Pull, WithAFilterThatTheServiceCannotAnswerIsFilteredHere) {
    Device tablet(world, "tablet");
    backend.insert("todo", "{'id':'c','text':'Milk'}");
    PullOptions options;
    options.query_id = "m";
    options.filter = "startswith(text,'m')";

    const PullResult result = tablet.pull(options);

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    EXPECT_EQ(tablet.shown(), "a \"milk\" false 1\n");
}

TEST_F(Pull, OfAQueryIdWithAnotherFilterIsRefused) {
    pull_open();
    const std::size_t from = world.log.size();

    try {
        pull_open("complete eq true");
        FAIL() << "it was not refused";
    } catch (const UsageError& error) {
        EXPECT_NE(std::string(error.what()).find("complete eq false"), std::string::npos);
        EXPECT_NE(error.hint().find("--query-id open"), std::string::npos);
    }
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Pull, OfAStoredQueryIdWithoutAFilterRepeatsItsFilter) {
    pull_open();
    backend.insert("todo", "{'id':'c','complete':true}");
    PullOptions options;
    options.query_id = "open";

    phone.pull(options);

    EXPECT_EQ(phone.text("c"), "(none)");
}

TEST_F(Pull, RefusesABadQueryIdBeforeAnyRequest) {
    const std::size_t from = world.log.size();
    PullOptions options;
    for (const std::string& id : {std::string("a|b"), std::string(256, 'x')}) {
        options.query_id = id;
        EXPECT_THROW(phone.pull(options), Error) << id;
    }
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Pull, RefusesABadFilterBeforeAnyRequest) {
    const std::size_t from = world.log.size();

    EXPECT_THROW(pull_open("complete eq"), UsageError);
    EXPECT_THROW(pull_open("nothing eq 1"), UsageError);

    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Pull, WithoutATableRepeatsEveryStoredQuery) {
    phone.define("list");
    backend.insert("list", "{'id':'x'}");
    pull_open();

    const PullResult result = phone->pull({}, phone.remote);

    ASSERT_EQ(result.queries.size(), 3U);
    EXPECT_EQ(result.queries[0].query_id, "all");
    EXPECT_EQ(result.queries[1].query_id, "open");
    EXPECT_EQ(result.queries[2].table, "list");
    EXPECT_EQ(result.queries[2].query_id, "default");
}

TEST_F(Pull, OfAMissingTableEndsWithSeven) {
    world.answer_with(9, 404, "<html><title>Not found</title></html>");

    const PullResult result = phone.pull();

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(result.http_status, 404);
    EXPECT_NE(result.reason.find("Not found"), std::string::npos) << result.reason;
}

TEST_F(Pull, AnsweredByAPortalEndsWithSevenAndKeepsTheItems) {
    world.answer_with(9, 200, "<html><title>Sign in</title></html>");

    const PullResult result = phone.pull();

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Pull, AnsweredWith401EndsWithFour) {
    world.answer_with(9, 401, "no");

    EXPECT_EQ(phone.pull().outcome, Status::auth);
}

TEST_F(Pull, AnsweredWith403EndsWithFour) {
    world.answer_with(9, 403, "no");

    EXPECT_EQ(phone.pull().outcome, Status::auth);
}

TEST_F(Pull, AnsweredWith500EndsWithFive) {
    world.answer_with(9, 500, "{'error':'oops'}");

    EXPECT_EQ(phone.pull().outcome, Status::retry);
}

TEST_F(Pull, OfOneTableThatFailsDoesNotKeepTheOthersFromComing) {
    phone.define("list");
    backend.insert("list", "{'id':'x'}");
    world.on_request = [this](const Exchange& exchange) {
        if (exchange.path == "todo") world.answer_with(1, 404, "{'error':'no table'}");
    };

    const PullResult result = phone->pull({}, phone.remote);

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(phone.shown("list"), "x null null null\n");
}

TEST_F(Pull, ReadsAnObjectWithResultsAndACount) {
    world.answer_with(
        1, 200, "{'count':1,'results':[{'id':'c','text':'x','updatedAt':'2026-03-01T12:00:01Z'}]}");

    EXPECT_EQ(phone.pull().outcome, Status::ok);
    EXPECT_EQ(phone.text("c"), "x");
}

TEST_F(Pull, SyncPushesAndThenPulls) {
    phone.update("a", "{'complete':true}");
    backend.insert("todo", "{'id':'c'}");

    const SyncResult result = phone.sync();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(result.push.pushed, 1U);
    ASSERT_TRUE(result.pull);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

}  // namespace

}  // namespace syncline::journey
