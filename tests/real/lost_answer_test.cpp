#include "real/backend.hpp"
#include "real/program.hpp"
#include "support/fault_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>

namespace syncline::tests {
namespace {

/// A server, the proxy before it, and a store that reaches it through the proxy.
class LostAnswer : public testing::TestWithParam<Kind> {
  protected:
    /// A new item that both sides have.
    std::string settled_item(const std::string& text = "base") {
        std::string id = insert(text);
        program.must({"push"});
        return id;
    }

    std::string insert(const std::string& text) {
        std::string id = program.must(
            {"insert", "todoitem", "--set", "text=" + text, "--set", "complete=false"});
        id.pop_back();
        return id;
    }

    void update(const std::string& id, const std::string& what) {
        program.must({"update", "todoitem", id, "--set", what});
    }

    /// Pushes; the answer to the `first` request with this method never arrives. Nor does the one
    /// to the next: libcurl sends a request again by itself if a connection that it used before
    /// ends without an answer.
    void push_and_lose(const std::string& method, std::size_t first = 1) {
        proxy.clear_faults();
        proxy.on({.method = method, .first = first, .count = 2}, drop_answer());
        const Json push = program.json({"push", "--retry", "0"}, 5);
        EXPECT_EQ(push.at("status"), "CancelledByNetworkError");
        EXPECT_EQ(push.at("pending"), 1);
        proxy.clear_faults();
    }

    /// A push that leaves nothing behind, and no conflict.
    void push_all() {
        const Json push = program.json({"push"});
        EXPECT_EQ(push.at("conflicts"), 0);
        EXPECT_EQ(push.at("failed"), 0);
        EXPECT_EQ(push.at("pending"), 0);
    }

    Json at_server(const std::string& id) { return server.item(id); }

    /// The server has this text, and so has the store after a pull that brings no conflict.
    void expect_everywhere(const std::string& id, const std::string& text) {
        EXPECT_EQ(at_server(id).at("text"), text);
        program.json({"pull", "todoitem", "--query-id", "all"});
        expect_equal(program, server);
    }

    Backend backend{GetParam()};
    const char* update_method = backend.update_method();
    FaultProxy proxy{backend.url()};
    std::unique_ptr<RemoteTable> table = backend.table();
    RemoteTable& server = *table;
    Program program{backend, proxy.url()};
};

TEST_P(LostAnswer, OfAnInsertIsNoConflict) {
    const std::string id = insert("mine");
    push_and_lose("POST");
    ASSERT_EQ(at_server(id).at("text"), "mine") << "the server has carried it out";

    push_all();

    expect_everywhere(id, "mine");
}

TEST_P(LostAnswer, OfAnInsertIsRepairedInTheSamePush) {
    const std::string id = insert("mine");
    proxy.on({.method = "POST"}, drop_answer());

    EXPECT_EQ(program.json({"push"}).at("pushed"), 1);

    EXPECT_EQ(program.pending(), 0U);
    expect_everywhere(id, "mine");
}

TEST_P(LostAnswer, OfAnInsertKeepsLaterEdits) {
    const std::string once = insert("mine");
    push_and_lose("POST");
    update(once, "text=later");
    push_all();
    expect_everywhere(once, "later");

    const std::string twice = insert("mine");
    push_and_lose("POST");
    update(twice, "text=later");
    update(twice, "text=latest");
    push_all();
    expect_everywhere(twice, "latest");
}

TEST_P(LostAnswer, OfAnInsertAndOfTheUpdateOnTopKeepsBoth) {
    const std::string id = insert("mine");
    push_and_lose("POST");
    update(id, "text=later");
    push_and_lose(update_method);
    update(id, "complete=true");

    push_all();

    EXPECT_EQ(at_server(id).at("complete"), true);
    expect_everywhere(id, "later");
}

TEST_P(LostAnswer, OfAnInsertThatAnotherClientEditedKeepsBothEdits) {
    const std::string id = insert("mine");
    push_and_lose("POST");
    server.update(id, {{"priority", 7}, {"text", "theirs"}});
    update(id, "complete=true");

    push_all();

    EXPECT_EQ(at_server(id).at("priority"), 7);
    EXPECT_EQ(at_server(id).at("complete"), true);
    expect_everywhere(id, "theirs");
}

TEST_P(LostAnswer, OfAnInsertThatIsDeletedHereDeletesIt) {
    const std::string id = insert("mine");
    push_and_lose("POST");
    program.must({"delete", "todoitem", id});

    push_all();

    EXPECT_FALSE(server.has(id));
    EXPECT_EQ(program.items().count(id), 0U);
}

TEST_P(LostAnswer, OfAnUpdateIsNoConflict) {
    const std::string id = settled_item();
    update(id, "text=mine");
    push_and_lose(update_method);

    push_all();

    expect_everywhere(id, "mine");
}

TEST_P(LostAnswer, OfAnUpdateKeepsLaterEdits) {
    const std::string once = settled_item();
    update(once, "text=mine");
    push_and_lose(update_method);
    update(once, "text=later");
    push_all();
    expect_everywhere(once, "later");

    const std::string twice = settled_item();
    update(twice, "text=mine");
    push_and_lose(update_method);
    update(twice, "text=later");
    update(twice, "complete=true");
    push_all();
    EXPECT_EQ(at_server(twice).at("complete"), true);
    expect_everywhere(twice, "later");
}

TEST_P(LostAnswer, OfAnUpdateThatIsTakenBackHereTakesItBackThere) {
    const std::string id = settled_item("base");
    update(id, "text=mine");
    push_and_lose(update_method);
    update(id, "text=base");

    push_all();

    expect_everywhere(id, "base");
}

TEST_P(LostAnswer, OfTwoUpdatesInARowIsNoConflict) {
    const std::string id = settled_item();
    update(id, "text=mine");
    push_and_lose(update_method);
    update(id, "text=later");
    push_and_lose(update_method, 2);  // the first is answered now
    update(id, "complete=true");

    push_all();

    EXPECT_EQ(at_server(id).at("complete"), true);
    expect_everywhere(id, "later");
}

TEST_P(LostAnswer, OfAnUpdateWithAnothersEditOfAnotherFieldKeepsBoth) {
    const std::string id = settled_item();
    update(id, "text=mine");
    push_and_lose(update_method);
    server.update(id, {{"priority", 7}});
    update(id, "complete=true");

    push_all();

    EXPECT_EQ(at_server(id).at("priority"), 7);
    EXPECT_EQ(at_server(id).at("complete"), true);
    expect_everywhere(id, "mine");
}

TEST_P(LostAnswer, OfAnUpdateWithAnothersEditOfTheSameFieldIsAConflict) {
    const std::string id = settled_item();
    update(id, "text=mine");
    push_and_lose(update_method);
    server.update(id, {{"text", "theirs"}});
    update(id, "text=later");

    EXPECT_EQ(program.json({"push"}, 6).at("conflicts"), 1);

    EXPECT_EQ(at_server(id).at("text"), "theirs");
    EXPECT_EQ(program.items().at(id).at("text"), "later") << "local values stay until decided";
}

TEST_P(LostAnswer, OfADeleteIsNoConflict) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    push_and_lose("DELETE");
    ASSERT_FALSE(server.has(id));

    push_all();

    EXPECT_EQ(program.items().count(id), 0U);
}

TEST_P(LostAnswer, OfADeleteOfWhatAnotherClientBroughtBackIsAConflict) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    push_and_lose("DELETE");
    ASSERT_LT(server.undelete(id).status, 300);
    RemoteTable::body(server.update(id, {{"text", "theirs"}}), 200);

    EXPECT_EQ(program.json({"push"}, 6).at("conflicts"), 1);

    EXPECT_EQ(at_server(id).at("text"), "theirs") << "a version that we never saw stays";
}

TEST_P(LostAnswer, OfADeleteOfAnItemThatIsMadeAgainBringsItBack) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    push_and_lose("DELETE");
    program.must({"insert", "todoitem", "--id", id, "--set", "text=again"});

    push_all();

    EXPECT_EQ(at_server(id).at("complete"), nullptr);
    expect_everywhere(id, "again");
}

TEST_P(LostAnswer, OfEachStepOfDeletingAndMakingAgainIsNoConflict) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    program.must({"insert", "todoitem", "--id", id, "--set", "text=again"});
    push_and_lose(update_method);
    program.must({"delete", "todoitem", id});
    push_and_lose("DELETE");  // which asked first for the version of the lost update
    program.must({"insert", "todoitem", "--id", id, "--set", "text=third"});

    push_all();

    expect_everywhere(id, "third");
}

TEST_P(LostAnswer, OfADeleteAndAnInsertOnATableThatDeletesHardIsNoConflict) {
    const std::string id = backend.id("h");
    program.define(backend, "hardtodo", {"text:string"});
    program.must({"insert", "hardtodo", "--id", id, "--set", "text=base"});
    program.must({"push"});
    program.must({"delete", "hardtodo", id});
    push_and_lose("DELETE");
    program.must({"insert", "hardtodo", "--id", id, "--set", "text=again"});
    push_and_lose("POST");

    push_all();

    EXPECT_EQ(backend.table("hardtodo")->item(id).at("text"), "again");
    EXPECT_EQ(program.items("hardtodo").at(id).at("text"), "again");
}

INSTANTIATE_TEST_SUITE_P(Against,
                         LostAnswer,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

class InFlight : public LostAnswer {
  protected:
    /// Edits the item here while the server has carried out our request and we do not know it yet.
    void edit_during(const std::string& method, std::function<void()> edit) {
        proxy.on({.method = method},
                 call_after([edit = std::move(edit)](const SeenRequest&) { edit(); }));
    }
};

TEST_P(InFlight, AnEditDuringAnInsertIsSentNext) {
    const std::string id = insert("mine");
    edit_during("POST", [&] { update(id, "text=meanwhile"); });

    program.must({"push"});
    EXPECT_EQ(program.pending(), 1U) << "the edit stays queued";
    EXPECT_EQ(at_server(id).at("text"), "mine");
    push_all();

    expect_everywhere(id, "meanwhile");
}

TEST_P(InFlight, AnEditDuringAnUpdateIsSentNext) {
    const std::string id = settled_item();
    update(id, "text=mine");
    edit_during(update_method, [&] { update(id, "complete=true"); });

    program.must({"push"});
    EXPECT_EQ(program.pending(), 1U) << "the edit stays queued";
    push_all();

    EXPECT_EQ(at_server(id).at("complete"), true);
    expect_everywhere(id, "mine");
}

TEST_P(InFlight, ADeleteDuringAnUpdateIsSentNext) {
    const std::string id = settled_item();
    update(id, "text=mine");
    edit_during(update_method, [&] { program.must({"delete", "todoitem", id}); });

    program.must({"push"});
    EXPECT_EQ(program.pending(), 1U);
    push_all();

    EXPECT_FALSE(server.has(id));
    EXPECT_EQ(program.items().count(id), 0U);
}

TEST_P(InFlight, MakingAnItemAgainDuringItsDeleteIsSentNext) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    edit_during("DELETE", [&] {
        program.must({"insert", "todoitem", "--id", id, "--set", "text=again"});
    });

    program.must({"push"});
    EXPECT_EQ(program.pending(), 1U);
    push_all();

    expect_everywhere(id, "again");
}

TEST_P(InFlight, AnEditDuringAPullIsKept) {
    const std::string id = settled_item();
    server.update(id, {{"text", "theirs"}});
    edit_during("GET", [&] { update(id, "complete=true"); });

    const Json pull = program.json({"pull", "todoitem", "--query-id", "all"}, 6);

    EXPECT_EQ(pull.at("queries").at(0).at("conflicts"), 1);
    EXPECT_EQ(program.items().at(id).at("complete"), true) << "what was edited here stays";
    EXPECT_EQ(program.items().at(id).at("text"), "base") << "the local values stay together";
    EXPECT_EQ(at_server(id).at("text"), "theirs");
}

INSTANTIATE_TEST_SUITE_P(Against,
                         InFlight,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
