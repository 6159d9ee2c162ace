#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// One store without retries, so that a lost answer ends its push.
class LostAnswer : public testing::Test {
  protected:
    LostAnswer() { phone.remote.retries = 0; }

    /// An item that the service and the store agree on.
    void share(const std::string& id, const std::string& json) {
        backend.insert("todo", "{'id':'" + id + "'," + json.substr(1));
        phone.pull();
        ASSERT_EQ(phone.shown(), backend.shown("todo"));
    }

    void push_without_answer(const std::string& method) {
        world.lose_answers(1, method);
        ASSERT_EQ(phone.push().status, PushStatus::cancelled_by_network_error);
        ASSERT_EQ(phone.queue().size(), 1U);
    }

    void push_with_the_delete_refused(int status) {
        world.fail({Fault::Kind::answer, 9, "DELETE", {status, {}, "{\"error\":\"no\"}"}});
        EXPECT_EQ(phone.push().outcome, Status::partial);
        EXPECT_EQ(phone.queue().at(0).state, OperationState::failed);
        world.forget_faults();
    }

    void expect_settled() {
        const PushResult result = phone.push();
        EXPECT_EQ(result.outcome, Status::ok) << result.reason;
        EXPECT_TRUE(phone.queued().empty());
        EXPECT_EQ(phone.shown(), backend.shown("todo"));
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(LostAnswer, OfAnInsertIsNoConflictWhenTheInsertGoesAgain) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");

    expect_settled();

    EXPECT_EQ(backend.count("todo"), 1U);
    EXPECT_EQ(phone->get("todo", id)->version, backend.item("todo", id)->version);
}

TEST_F(LostAnswer, OfAnInsertWithAGivenIdIsRecognisedByItsValues) {
    phone.insert("{'id':'a','text':'milk','complete':false}");
    push_without_answer("POST");

    expect_settled();

    EXPECT_EQ(backend.count("todo"), 1U);
}

TEST_F(LostAnswer, OfAnInsertWithAGivenIdDoesNotTakeOverAnotherClientsItem) {
    phone.insert("{'id':'a','text':'milk'}");
    backend.insert("todo", "{'id':'a','text':'bread'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.text("a"), "milk");
    EXPECT_EQ(backend.shown("todo"), "a \"bread\" null null\n");
}

TEST_F(LostAnswer, OfAnInsertKeepsTheEditMadeSince) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");
    phone.update(id, "{'text':'oat milk'}");

    expect_settled();

    EXPECT_EQ(phone.text(id), "oat milk");
    EXPECT_EQ(backend.count("todo"), 1U);
}

TEST_F(LostAnswer, OfAnInsertIsSentAgainAsItWasBeforeTheEditGoes) {
    const std::string id = phone.insert("{'text':'milk'}");
    world.fail({Fault::Kind::lose_request, 1, "POST", {}});
    phone.push();
    phone.update(id, "{'text':'oat milk'}");
    const std::size_t from = world.log.size();

    phone.push();

    ASSERT_EQ(world.log.at(from).line(), "POST todo");
    EXPECT_NE(world.log.at(from).request.body.find("\"milk\""), std::string::npos);
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.shown("todo"), phone.shown());
    EXPECT_EQ(phone.text(id), "oat milk");
}

TEST_F(LostAnswer, OfAnInsertTwiceInARowWithAnEditEachTime) {
    const std::string id = phone.insert("{'text':'milk','rank':1}");
    push_without_answer("POST");
    phone.update(id, "{'text':'oat milk'}");
    push_without_answer("POST");
    phone.update(id, "{'rank':2}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), id + " \"oat milk\" null 2\n");
}

TEST_F(LostAnswer, OfAnInsertThatAnotherClientEditedSinceIsStillOurs) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");
    backend.update("todo", id, "{'text':'rye bread','rank':7}");

    expect_settled();

    EXPECT_EQ(phone.text(id), "rye bread");
}

TEST_F(LostAnswer, OfAnInsertEditedHereAndByAnotherClientEndsWithBothEdits) {
    const std::string id = phone.insert("{'text':'milk','rank':1}");
    push_without_answer("POST");
    phone.update(id, "{'text':'oat milk'}");
    backend.update("todo", id, "{'rank':7}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), id + " \"oat milk\" null 7\n");
}

TEST_F(LostAnswer, OfAnInsertDeletedByAnotherClientIsADeleteConflict) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");
    backend.remove("todo", id);

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.text(id), "milk");
    EXPECT_TRUE(backend.item("todo", id)->deleted);
}

TEST_F(LostAnswer, OfAnUpdateIsNoConflict) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());

    expect_settled();

    EXPECT_EQ(backend.item("todo", "a")->version, phone->get("todo", "a")->version);
}

TEST_F(LostAnswer, OfAnUpdateKeepsAnEditOfTheSameField) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.update("a", "{'text':'soy milk'}");

    expect_settled();

    EXPECT_EQ(phone.text("a"), "soy milk");
}

TEST_F(LostAnswer, OfAnUpdateKeepsAnEditOfAnotherField) {
    share("a", "{'text':'milk','rank':1}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.update("a", "{'rank':2}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), "a \"oat milk\" null 2\n");
}

TEST_F(LostAnswer, OfAnUpdateThatIsTakenBackIsTakenBackOnTheService) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.update("a", "{'text':'milk'}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), "a \"milk\" null null\n");
}

TEST_F(LostAnswer, OfAnUpdateTwiceInARowWithAnEditEachTime) {
    share("a", "{'text':'milk','rank':1}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.update("a", "{'text':'soy milk'}");
    push_without_answer(world.update_method());
    phone.update("a", "{'rank':3}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), "a \"soy milk\" null 3\n");
}

TEST_F(LostAnswer, OfAnUpdateWithAnotherClientsEditOfAnotherFieldInBetweenIsOurs) {
    share("a", "{'text':'milk','rank':1}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    backend.update("todo", "a", "{'rank':9}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), "a \"oat milk\" null 9\n");
}

TEST_F(LostAnswer, OfAnUpdateWithAnotherClientsEditOfTheSameFieldIsAConflict) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    backend.update("todo", "a", "{'text':'goat milk'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.text("a"), "oat milk");
    EXPECT_EQ(backend.shown("todo"), "a \"goat milk\" null null\n");
}

TEST_F(LostAnswer, OfAnUpdateEditedHereAndByAnotherClientKeepsBothFields) {
    share("a", "{'text':'milk','rank':1}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.update("a", "{'complete':true}");
    backend.update("todo", "a", "{'rank':9}");

    expect_settled();

    EXPECT_EQ(backend.shown("todo"), "a \"oat milk\" true 9\n");
}

TEST_F(LostAnswer, OfADeleteIsNoConflict) {
    share("a", "{'text':'milk'}");
    phone.remove("a");
    push_without_answer("DELETE");

    expect_settled();

    EXPECT_TRUE(backend.item("todo", "a")->deleted);
}

TEST_F(LostAnswer, OfADeleteOnATableThatDeletesHardIsNoConflict) {
    backend.define("todo", false);
    share("a", "{'text':'milk'}");
    phone.remove("a");
    push_without_answer("DELETE");

    expect_settled();

    EXPECT_FALSE(backend.item("todo", "a"));
}

TEST_F(LostAnswer, OfAnUpdateThenDeletedHereIsDeletedThere) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.remove("a");

    expect_settled();

    EXPECT_TRUE(backend.item("todo", "a")->deleted);
}

TEST_F(LostAnswer, OfAnUpdateThatNeverArrivedThenDeletedHereIsDeletedThere) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    world.fail({Fault::Kind::lose_request, 1, "", {}});
    phone.push();
    phone.remove("a");

    expect_settled();

    EXPECT_TRUE(backend.item("todo", "a")->deleted);
}

TEST_F(LostAnswer, OfAnUpdateAndOfTheDeleteAfterItIsNoConflictForAPull) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.remove("a");
    push_without_answer("");
    PullOptions options;
    options.no_push = true;

    EXPECT_EQ(phone.pull(options).queries.at(0).conflicts, 0U);

    expect_settled();
    EXPECT_TRUE(backend.item("todo", "a")->deleted);
}

TEST_F(LostAnswer, OfAnUpdateThenDeletedHereDoesNotDeleteAnotherClientsEdit) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    backend.update("todo", "a", "{'text':'goat milk'}");
    phone.remove("a");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_FALSE(backend.item("todo", "a")->deleted);
}

TEST_F(LostAnswer, OfAnInsertThenDeletedHereIsDeletedThere) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");
    phone.remove(id);

    expect_settled();

    EXPECT_TRUE(backend.item("todo", id)->deleted);
}

TEST_F(LostAnswer, OfAnInsertThatNeverArrivedThenDeletedHereLeavesNothing) {
    const std::string id = phone.insert("{'text':'milk'}");
    world.fail({Fault::Kind::lose_request, 1, "POST", {}});
    phone.push();
    phone.remove(id);

    expect_settled();

    EXPECT_FALSE(backend.item("todo", id));
}

TEST_F(LostAnswer, OfAnInsertThatIsCarriedOutLateThenDeletedHereIsDeletedThere) {
    const std::string id = phone.insert("{'text':'milk'}");
    world.fail({Fault::Kind::lose_request, 1, "", {}});
    ASSERT_EQ(phone.push().status, PushStatus::cancelled_by_network_error);
    phone.remove(id);
    // It was on its way all the time, and is there only after the push has looked for it.
    world.before(2, [&] { backend.insert("todo", "{'id':'" + id + "','text':'milk'}"); });

    expect_settled();

    EXPECT_TRUE(backend.item("todo", id)->deleted);
}

TEST_F(LostAnswer, OfAnInsertThenDeletedHereDoesNotDeleteAnotherClientsEdit) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");
    backend.update("todo", id, "{'text':'goat milk'}");
    phone.remove(id);

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_FALSE(backend.item("todo", id)->deleted);
}

TEST_F(LostAnswer, OfAnInsertIsNotForgottenWhenTheDeleteAfterItIsRefused) {
    const std::string id = phone.insert("{'text':'milk'}");
    push_without_answer("POST");
    phone.remove(id);
    push_with_the_delete_refused(403);
    backend.update("todo", id, "{'text':'goat milk'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_FALSE(backend.item("todo", id)->deleted);
}

TEST_F(LostAnswer, OfAnUpdateIsNotForgottenWhenTheDeleteAfterItFails) {
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.remove("a");
    push_with_the_delete_refused(500);

    expect_settled();

    EXPECT_TRUE(backend.item("todo", "a")->deleted);
}

TEST_F(LostAnswer, WithinOnePushIsSettledByTheRetry) {
    phone.remote.retries = 3;
    share("a", "{'text':'milk'}");
    phone.update("a", "{'text':'oat milk'}");
    phone.insert("{'text':'bread'}");
    world.lose_answers(2);

    expect_settled();

    EXPECT_EQ(backend.count("todo"), 2U);
}

}  // namespace

}  // namespace syncline::journey
