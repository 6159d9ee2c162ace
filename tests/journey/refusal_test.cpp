#include "journey/device.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace syncline::journey {

namespace {

const char* const kPortal = "<html><title>Sign in to the network</title></html>";

class Refusal : public testing::Test {
  protected:
    Refusal() {
        backend.insert("todo", "{'id':'a','text':'milk','rank':1}");
        phone.pull();
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

/// What stands in the way of a service, and how it answers a delete.
struct Obstacle {
    const char* name;
    int status;
    const char* body;
};

/// GoogleTest would print its bytes, those between the members too.
void PrintTo(const Obstacle& obstacle, std::ostream* out) {
    *out << obstacle.name;
}

class Delete : public Refusal, public testing::WithParamInterface<Obstacle> {};

TEST_P(Delete, IsNotTakenForDoneAndThePushEndsWithSeven) {
    phone.remove("a");
    world.answer_with(9, GetParam().status, GetParam().body);

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(result.status, PushStatus::internal_error);
    EXPECT_EQ(result.pushed, 0U);
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"delete todo/a pending"}));
    EXPECT_FALSE(backend.item("todo", "a")->deleted);
}

TEST_P(Delete, IsCarriedOutOnceTheWayIsFree) {
    phone.remove("a");
    world.answer_with(9, GetParam().status, GetParam().body);
    phone.push();
    world.forget_faults();

    EXPECT_EQ(phone.push().outcome, Status::ok);

    EXPECT_TRUE(backend.item("todo", "a")->deleted);
    EXPECT_TRUE(phone.queued().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Against,
    Delete,
    testing::Values(Obstacle{"AWrongPath", 404, "{'error':'no such resource'}"},
                    Obstacle{"AProxysPage", 404, "<html><title>Not found</title></html>"},
                    Obstacle{"APortal", 200, "<html><title>Sign in to the network</title></html>"},
                    Obstacle{"ATextAnswer", 200, "OK"},
                    Obstacle{"ARedirect", 302, ""}),
    [](const auto& obstacle) { return obstacle.param.name; });

TEST_F(Refusal, ADeleteAgainstAMissingTableOfTheRealServerIsNotDone) {
    phone.remove("a");
    world.answer_with(1, 404, "<html><title>Error</title></html>");
    world.answer_with(1, 404, "<html><title>Error</title></html>");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(result.http_status, 404);
}

TEST_F(Refusal, ADeleteOfAnItemThatIsGoneIsDoneOnceTheTableIsProven) {
    backend.remove("todo", "a");
    phone.remove("a");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(world.log.at(world.log.size() - 2).status, 404);
    EXPECT_EQ(world.log.back().request.method, "GET");
}

TEST_F(Refusal, ADeleteThatIsAnsweredWith410IsDone) {
    phone.remove("a");
    world.answer_with(1, 410, "");

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Refusal, ADeleteThatIsAnsweredWith204IsDone) {
    phone.remove("a");
    world.fail({Fault::Kind::answer_after, 1, "", {204, {}, ""}});

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Refusal, AnInsertThatAPortalAnswersIsKept) {
    phone.insert("{'id':'b','text':'tea'}");
    world.answer_with(1, 200, kPortal);

    EXPECT_EQ(phone.push().outcome, Status::refused);
    EXPECT_EQ(phone.queue().size(), 1U);
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Refusal, AnAnswerWithoutBodyToAWriteIsFetched) {
    phone.update("a", "{'text':'oat milk'}");
    const std::string id = phone.insert("{'text':'tea'}");
    world.fail({Fault::Kind::answer_after, 2, "", {204, {}, ""}});

    EXPECT_EQ(phone.push().outcome, Status::ok);

    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone->get("todo", "a")->version, backend.item("todo", "a")->version);
    EXPECT_EQ(phone->get("todo", id)->version, backend.item("todo", id)->version);
}

TEST_F(Refusal, AnUpdateOfAnItemChangedElsewhereIsAConflictThatKeepsTheValues) {
    backend.update("todo", "a", "{'text':'goat milk'}");
    phone.update("a", "{'text':'oat milk'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::complete);
    EXPECT_EQ(result.outcome, Status::conflict);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].http_status, 412);
    EXPECT_EQ(result.issues[0].kind, OperationKind::update);
    EXPECT_EQ(phone.text("a"), "oat milk");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a conflict"}));
    EXPECT_NE(phone.queue().at(0).newest->find("goat milk"), std::string::npos);
}

TEST_F(Refusal, AConflictIsNotTriedAgainByTheNextPush) {
    backend.update("todo", "a", "{'text':'goat milk'}");
    phone.update("a", "{'text':'oat milk'}");
    phone.push();
    const std::size_t from = world.log.size();

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(result.conflicts, 1U);
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Refusal, ADeleteOfAnItemChangedElsewhereIsAConflict) {
    backend.update("todo", "a", "{'text':'goat milk'}");
    phone.remove("a");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"delete todo/a conflict"}));
    EXPECT_FALSE(backend.item("todo", "a")->deleted);
}

TEST_F(Refusal, AnUpdateOfAnItemDeletedElsewhereIsADeleteConflict) {
    for (const bool soft : {true, false}) {
        const std::string table = soft ? "softly" : "hardly";
        backend.define(table, soft);
        phone.define(table);
        backend.insert(table, "{'id':'x','text':'milk'}");
        PullOptions options;
        options.tables = {table};
        phone.pull(options);
        backend.remove(table, "x");
        phone->update(table, "x", members("{'text':'oat milk'}"));

        const PushResult result = phone.push();

        EXPECT_EQ(result.outcome, Status::conflict);
        EXPECT_NE(result.issues.back().message.find("deleted"), std::string::npos);
        EXPECT_EQ(phone.shown(table), "x \"oat milk\" null null\n");
        EXPECT_EQ(backend.count(table), 0U);
    }
}

TEST_F(Refusal, OfOneOperationDoesNotHoldUpTheOthers) {
    phone.update("a", "{'text':'oat milk'}");
    phone.insert("{'id':'b','text':'tea'}");
    phone.remote.parallel = 1;
    world.fail(
        {Fault::Kind::answer, 2, world.update_method(), {403, {}, "{\"error\":\"read only\"}"}});

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::complete);
    EXPECT_EQ(result.outcome, Status::partial);
    EXPECT_EQ(result.pushed, 1U);
    EXPECT_EQ(result.failed, 1U);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].message, "read only");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a failed"}));
    EXPECT_EQ(backend.count("todo"), 2U);
}

TEST_F(Refusal, IsTriedAgainAfterSomethingWasAccepted) {
    phone.remote.parallel = 1;
    phone.insert("{'id':'child'}");
    phone.insert("{'id':'parent'}");
    world.answer_with(1, 400, "{'error':'no such parent'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(result.pushed, 2U);
    EXPECT_EQ(result.requests, 3U);
}

TEST_F(Refusal, IsNotTriedAgainWhenNothingWasAccepted) {
    phone.insert("{'id':'b'}");
    world.answer_with(1, 400, "{'error':'no'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.requests, 1U);
    EXPECT_EQ(result.outcome, Status::partial);
}

TEST_F(Refusal, OfAnEarlierPushIsTriedOnceByTheNext) {
    phone.insert("{'id':'b'}");
    world.answer_with(2, 400, "{'error':'no'}");
    phone.push();

    const PushResult second = phone.push();
    const PushResult third = phone.push();

    EXPECT_EQ(second.requests, 1U);
    EXPECT_EQ(second.outcome, Status::partial);
    EXPECT_EQ(third.outcome, Status::ok);
}

TEST_F(Refusal, WithA500IsLookedAtAndFoundDone) {
    phone.update("a", "{'text':'oat milk'}");
    phone.insert("{'id':'b','text':'tea'}");
    world.fail(
        {Fault::Kind::answer_after, 1, world.update_method(), {500, {}, "{\"error\":\"oops\"}"}});
    world.fail({Fault::Kind::answer_after, 1, "POST", {500, {}, "{\"error\":\"oops\"}"}});

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Refusal, WithA500ThatIsLookedAtAndNotFoundDoneIsAFailure) {
    phone.update("a", "{'text':'oat milk'}");
    world.answer_with(1, 500, "{'error':'oops'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::partial);
    EXPECT_EQ(result.requests, 2U);
    EXPECT_EQ(result.issues.at(0).message, "oops");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a failed"}));
}

TEST_F(Refusal, OfWhatWasSentBeforeDoesNotKeepTheEditThatMendsIt) {
    // The first answer is lost, and the service refuses this body for good.
    phone.remote.retries = 0;
    phone.insert("{'id':'b','text':'bad'}");
    world.fail({Fault::Kind::lose_request, 1, "", {}});
    phone.push();
    phone.update("b", "{'text':'good'}");

    for (const int status : {500, 400}) {
        world.answer_with(1, status, "{'error':'oops'}");
        const PushResult result = phone.push();

        EXPECT_EQ(result.outcome, Status::ok) << status;
        EXPECT_EQ(result.pending, 0U) << status;
        EXPECT_EQ(phone.shown(), backend.shown("todo"));

        phone.update("b", "{'text':'bad again'}");
        world.fail({Fault::Kind::lose_request, 1, "", {}});
        phone.push();
        phone.update("b", "{'text':'good again'}");
    }
}

TEST_F(Refusal, FailsThePushOnlyUntilTheItemIsMended) {
    phone.insert("{'id':'b','text':'bad'}");
    world.answer_with(1, 400, "{'error':'no'}");
    ASSERT_EQ(phone.push().outcome, Status::partial);
    phone.update("b", "{'text':'good'}");

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.text("b"), "good");
}

TEST_F(Refusal, OfAnInsertThatIsThenDeletedHereLeavesNothing) {
    phone.insert("{'id':'b','text':'bad'}");
    world.answer_with(1, 400, "{'error':'no'}");
    phone.push();
    phone.remove("b");
    const std::size_t from = world.log.size();

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Refusal, StopsThePushWhenAskedTo) {
    phone.remote.parallel = 1;
    phone.insert("{'id':'b'}");
    phone.insert("{'id':'c'}");
    world.answer_with(1, 400, "{'error':'no'}");
    PushOptions options;
    options.stop_on_error = true;

    const PushResult result = phone.push(options);

    EXPECT_EQ(result.status, PushStatus::cancelled_by_operation);
    EXPECT_EQ(result.outcome, Status::partial);
    EXPECT_EQ(phone.queued(),
              (std::vector<std::string>{"insert todo/b failed", "insert todo/c pending"}));
}

}  // namespace

}  // namespace syncline::journey
