#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// An item that is deleted and made again, on a table with soft (true) or hard delete.
class Recreated : public testing::TestWithParam<bool> {
  protected:
    Recreated() {
        backend.define("todo", GetParam());
        phone.remote.retries = 0;
        backend.insert("todo", "{'id':'a','text':'milk','rank':1}");
        phone.pull();
    }

    /// What brings a deleted item back: v2 undeletes and then writes, v3 writes; where nothing is
    /// left it is inserted.
    const char* bring_back_method() const {
        return GetParam() && world.protocol == "v3" ? "PUT" : "POST";
    }

    void push_without_answer(const std::string& method) {
        world.lose_answers(1, method);
        ASSERT_EQ(phone.push().status, PushStatus::cancelled_by_network_error);
        phone.restart();
    }

    void push_that_never_arrives() {
        world.fail({Fault::Kind::lose_request, 1, "", {}});
        ASSERT_EQ(phone.push().status, PushStatus::cancelled_by_network_error);
        phone.restart();
    }

    void expect_settled(const std::string& shown) {
        const PushResult result = phone.push();
        EXPECT_EQ(result.outcome, Status::ok) << result.reason;
        EXPECT_EQ(phone.queued(), std::vector<std::string>());
        EXPECT_EQ(backend.shown("todo"), shown);
        EXPECT_EQ(phone.shown(), shown);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_P(Recreated, BeforeAnyPushIsAnUpdate) {
    phone.remove("a");
    phone.insert("{'id':'a','text':'bread'}");

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a pending"}));
    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, JustAsItWasLeavesNothingToSend) {
    phone.remove("a");
    phone.insert("{'id':'a','text':'milk','rank':1}");
    const std::size_t from = world.log.size();

    expect_settled("a \"milk\" null 1\n");

    EXPECT_TRUE(world.writes(from).empty());
}

TEST_P(Recreated, AfterThePushedDeleteIsThereAgain) {
    phone.remove("a");
    ASSERT_EQ(phone.push().outcome, Status::ok);
    phone.insert("{'id':'a','text':'bread'}");

    const PushResult result = phone.push();

    if (GetParam()) {
        // Nobody knows here that the deleted item was ours: the service's tombstone decides.
        EXPECT_EQ(result.outcome, Status::conflict);
        EXPECT_EQ(phone.text("a"), "bread");
    } else {
        EXPECT_EQ(backend.shown("todo"), "a \"bread\" null null\n");
    }
}

TEST_P(Recreated, AfterTheDeletesAnswerWasLostIsBroughtBack) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, AfterTheDeleteNeverArrivedIsUpdated) {
    phone.remove("a");
    push_that_never_arrives();
    phone.insert("{'id':'a','text':'bread'}");

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, WithBothAnswersLostIsBroughtBackOnce) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");
    push_without_answer(bring_back_method());

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, WithBothAnswersLostAndEditedAgainEndsWithTheLastEdit) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");
    push_without_answer(bring_back_method());
    phone.update("a", "{'text':'rye bread'}");

    expect_settled("a \"rye bread\" null null\n");
}

TEST_P(Recreated, WithBothAnswersLostAndTriedAgainInTheSamePushIsBroughtBack) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");
    phone.remote.retries = 3;
    world.lose_answers(1, "POST");

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, WithBothAnswersLostIsNoConflictForAPull) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");
    push_without_answer(bring_back_method());
    PullOptions options;
    options.no_push = true;

    EXPECT_EQ(phone.pull(options).queries.at(0).conflicts, 0U);

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, NewItemBroughtBackWithALostAnswerInTheSamePushIsThereOnce) {
    phone.insert("{'id':'b','text':'tea'}");
    push_without_answer("POST");
    phone.remove("b");
    push_without_answer("DELETE");
    phone.insert("{'id':'b','text':'coffee'}");
    phone.remote.retries = 3;
    world.lose_answers(3);

    expect_settled("a \"milk\" null 1\nb \"coffee\" null null\n");
}

/// A write, a delete and an insert: what the first wrote is ours, whatever was heard of the delete.
TEST_P(Recreated, AfterTheAnswersOfAnUpdateAndOfADeleteWereLostIsThereAsItWasMade) {
    for (const std::string lost : {"", "DELETE"}) {
        SCOPED_TRACE(lost);
        phone.update("a", "{'text':'oat milk'}");
        push_without_answer(world.update_method());
        phone.remove("a");
        push_without_answer(lost);
        phone.insert("{'id':'a','text':'bread','rank':2}");

        expect_settled("a \"bread\" null 2\n");
    }
}

TEST_P(Recreated, AfterALostUpdateAndADeleteThatNeverArrivedIsThereAsItWasMade) {
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.remove("a");
    push_that_never_arrives();
    phone.insert("{'id':'a','text':'bread'}");

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, AfterALostUpdateAndALostDeleteIsNoConflictForAPull) {
    phone.update("a", "{'text':'oat milk'}");
    push_without_answer(world.update_method());
    phone.remove("a");
    push_without_answer("");
    phone.insert("{'id':'a','text':'bread'}");
    PullOptions options;
    options.no_push = true;

    EXPECT_EQ(phone.pull(options).queries.at(0).conflicts, 0U);

    expect_settled("a \"bread\" null null\n");
}

TEST_P(Recreated, AndDeletedAgainAfterALostDeleteIsGone) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");
    phone.remove("a");

    expect_settled("");
}

TEST_P(Recreated, AndDeletedAgainAfterBothAnswersWereLostIsGone) {
    phone.remove("a");
    push_without_answer("DELETE");
    phone.insert("{'id':'a','text':'bread'}");
    push_without_answer(bring_back_method());
    phone.remove("a");

    expect_settled("");
}

TEST_P(Recreated, WhileTheDeleteIsInFlightIsThereAfterwards) {
    phone.remove("a");
    world.before(1, [this] { phone.second_process()->insert("todo", members("{'id':'a'}")); });
    phone.push();

    expect_settled("a null null null\n");
}

TEST_P(Recreated, AfterAnotherClientDeletedItIsADeleteConflict) {
    backend.remove("todo", "a");
    phone.remove("a");
    phone.insert("{'id':'a','text':'bread'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.text("a"), "bread");
    EXPECT_EQ(backend.shown("todo"), "");
}

TEST_P(Recreated, AfterALostDeleteAndAnotherClientsNewItemIsAConflict) {
    phone.remove("a");
    push_without_answer("DELETE");
    // Where the item stays as a tombstone, another client can only bring it back.
    if (GetParam()) backend.undelete("todo", "a");
    if (!GetParam()) backend.insert("todo", "{'id':'a'}");
    backend.update("todo", "a", "{'text':'theirs'}");
    phone.insert("{'id':'a','text':'bread'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(phone.text("a"), "bread");
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "theirs");
}

TEST_P(Recreated, NewItemDeletedAndMadeAgainBeforeItsFirstPushIsOneInsert) {
    phone.insert("{'id':'b','text':'tea'}");
    phone.remove("b");
    phone.insert("{'id':'b','text':'coffee'}");
    const std::size_t from = world.log.size();

    expect_settled("a \"milk\" null 1\nb \"coffee\" null null\n");

    EXPECT_EQ(world.writes(from), (std::vector<std::string>{"POST todo"}));
}

TEST_P(Recreated, NewItemWhoseInsertWasLostDeletedAndMadeAgainIsThereOnce) {
    phone.insert("{'id':'b','text':'tea'}");
    push_without_answer("POST");
    phone.remove("b");
    phone.insert("{'id':'b','text':'coffee'}");

    expect_settled("a \"milk\" null 1\nb \"coffee\" null null\n");
}

TEST_P(Recreated, NewItemWhoseInsertAndDeleteWereLostAndMadeAgainIsThereOnce) {
    phone.insert("{'id':'b','text':'tea'}");
    push_without_answer("POST");
    phone.remove("b");
    push_without_answer("DELETE");
    phone.insert("{'id':'b','text':'coffee'}");

    expect_settled("a \"milk\" null 1\nb \"coffee\" null null\n");
}

INSTANTIATE_TEST_SUITE_P(OnATable, Recreated, testing::Values(true, false), [](const auto& table) {
    return table.param ? "soft" : "hard";
});

}  // namespace

}  // namespace syncline::journey
