#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// Edits by another process of the same store, while a request of the item is in flight.
class InFlight : public testing::Test {
  protected:
    InFlight() {
        backend.insert("todo", "{'id':'a','text':'milk','rank':1}");
        phone.pull();
    }

    /// Changes the store from a process of its own while the next request is on its way.
    void meanwhile(const std::function<void(Client&)>& change) {
        world.before(1, [this, change] { change(*phone.second_process()); });
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

TEST_F(InFlight, AnEditDuringAnInsertStaysQueuedAsAnUpdate) {
    phone.insert("{'id':'b','text':'tea'}");
    meanwhile([](Client& other) { other.update("todo", "b", members("{'text':'coffee'}")); });

    phone.push();

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/b pending"}));
    EXPECT_EQ(phone.text("b"), "coffee");
    expect_settled("a \"milk\" null 1\nb \"coffee\" null null\n");
}

TEST_F(InFlight, TwoEditsDuringAnInsertBecomeOneUpdate) {
    phone.insert("{'id':'b','text':'tea'}");
    meanwhile([](Client& other) {
        other.update("todo", "b", members("{'text':'coffee'}"));
        other.update("todo", "b", members("{'rank':4}"));
    });
    phone.push();
    const std::size_t from = world.log.size();

    expect_settled("a \"milk\" null 1\nb \"coffee\" null 4\n");

    EXPECT_EQ(world.writes(from),
              (std::vector<std::string>{world.update_method() + std::string(" todo/b")}));
}

TEST_F(InFlight, ADeleteDuringAnInsertDeletesWhatArrived) {
    phone.insert("{'id':'b','text':'tea'}");
    meanwhile([](Client& other) { other.remove("todo", "b"); });

    phone.push();

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"delete todo/b pending"}));
    expect_settled("a \"milk\" null 1\n");
    EXPECT_TRUE(backend.item("todo", "b")->deleted);
}

TEST_F(InFlight, AnEditOfTheSameFieldDuringAnUpdateStaysQueued) {
    phone.update("a", "{'text':'oat milk'}");
    meanwhile([](Client& other) { other.update("todo", "a", members("{'text':'soy milk'}")); });

    phone.push();

    EXPECT_EQ(backend.shown("todo"), "a \"oat milk\" null 1\n");
    EXPECT_EQ(phone.text("a"), "soy milk");
    expect_settled("a \"soy milk\" null 1\n");
}

TEST_F(InFlight, AnEditOfAnotherFieldDuringAnUpdateSendsOnlyThatField) {
    phone.update("a", "{'text':'oat milk'}");
    meanwhile([](Client& other) { other.update("todo", "a", members("{'rank':2}")); });
    phone.push();

    expect_settled("a \"oat milk\" null 2\n");

    const std::string& body = world.log.back().request.body;
    EXPECT_EQ(body.find("text"), std::string::npos) << body;
}

TEST_F(InFlight, AnUpdateTakenBackWhileInFlightIsTakenBackThere) {
    phone.update("a", "{'text':'oat milk'}");
    meanwhile([](Client& other) { other.update("todo", "a", members("{'text':'milk'}")); });
    phone.push();

    expect_settled("a \"milk\" null 1\n");
}

TEST_F(InFlight, ADeleteDuringAnUpdateFollowsIt) {
    phone.update("a", "{'text':'oat milk'}");
    meanwhile([](Client& other) { other.remove("todo", "a"); });
    phone.push();

    expect_settled("");
}

TEST_F(InFlight, AnEditDuringAnUpdateThatConflictsStaysPending) {
    phone.update("a", "{'text':'oat milk'}");
    backend.update("todo", "a", "{'text':'goat milk'}");
    meanwhile([](Client& other) { other.update("todo", "a", members("{'rank':2}")); });

    phone.push();

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a pending"}));
    EXPECT_EQ(phone.push().conflicts, 1U);
    EXPECT_EQ(phone.shown(), "a \"oat milk\" null 2\n");
}

TEST_F(InFlight, AnEditDuringARefusedUpdateStaysPendingAndGoesNextTime) {
    phone.update("a", "{'text':'oat milk'}");
    world.answer_with(1, 400, "{'error':'no'}");
    meanwhile([](Client& other) { other.update("todo", "a", members("{'text':'soy milk'}")); });

    phone.push();

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a pending"}));
    expect_settled("a \"soy milk\" null 1\n");
}

TEST_F(InFlight, AnEditDuringARequestWhoseAnswerIsLostIsKept) {
    phone.remote.retries = 0;
    phone.update("a", "{'text':'oat milk'}");
    world.lose_answers(1);
    meanwhile([](Client& other) { other.update("todo", "a", members("{'rank':2}")); });
    phone.push();

    expect_settled("a \"oat milk\" null 2\n");
}

TEST_F(InFlight, AnItemInsertedDuringAPushWaitsForTheNext) {
    phone.update("a", "{'text':'oat milk'}");
    meanwhile([](Client& other) { other.insert("todo", members("{'id':'b','text':'tea'}")); });

    const PushResult result = phone.push();

    EXPECT_EQ(result.pushed, 1U);
    EXPECT_EQ(result.pending, 1U);
    expect_settled("a \"oat milk\" null 1\nb \"tea\" null null\n");
}

TEST_F(InFlight, AnEditDuringAPullIsKept) {
    backend.update("todo", "a", "{'text':'goat milk'}");
    meanwhile([](Client& other) { other.update("todo", "a", members("{'rank':2}")); });

    const PullResult result = phone.pull();

    EXPECT_EQ(phone.shown(), "a \"milk\" null 2\n");
    EXPECT_EQ(result.queries.at(0).kept, 1U);
    EXPECT_EQ(result.queries.at(0).conflicts, 1U);
}

TEST_F(InFlight, ADeleteDuringAPullIsNotUndoneByIt) {
    meanwhile([](Client& other) { other.remove("todo", "a"); });

    phone.pull();

    EXPECT_EQ(phone.shown(), "");
    expect_settled("");
}

TEST_F(InFlight, TwoProcessesInsertWhileOnePushes) {
    const auto other = phone.second_process();
    int inserted = 0;
    world.on_request = [&](const Exchange&) {
        if (inserted >= 30) return;
        other->insert("todo", members("{'text':'other'}"));
        phone.second_process()->insert("todo", members("{'text':'third'}"));
        inserted += 2;
    };
    for (int i = 0; i < 10; ++i) phone.insert("{'text':'first'}");

    for (int i = 0; i < 10 && !phone.queue().empty(); ++i) {
        ASSERT_EQ(phone.push().outcome, Status::ok);
    }

    EXPECT_EQ(inserted, 30);
    EXPECT_EQ(backend.count("todo"), 41U);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(InFlight, ASecondPushIsToldThatTheStoreIsInUse) {
    phone.update("a", "{'text':'oat milk'}");
    std::string said;
    meanwhile([&](Client& other) {
        try {
            other.push({}, phone.remote);
        } catch (const StoreError& error) {
            EXPECT_EQ(error.status(), Status::locked);
            said = error.what();
        }
    });

    EXPECT_EQ(phone.push().outcome, Status::ok);

    EXPECT_NE(said.find("in use"), std::string::npos) << said;
}

}  // namespace

}  // namespace syncline::journey
