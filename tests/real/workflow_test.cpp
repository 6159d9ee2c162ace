#include "real/backend.hpp"
#include "real/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <chrono>

namespace syncline::tests {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class Workflow : public testing::TestWithParam<Kind> {};

/// Far less than the retries that are allowed here would take together.
constexpr std::chrono::seconds kAtOnce{5};

void expect_offline(const Program& program, Words words) {
    words.insert(words.end(), {"--retry", "20"});
    const auto before = std::chrono::steady_clock::now();
    const Json push = program.json(words, 5);
    EXPECT_EQ(push.at("status"), "CancelledByNetworkError");
    EXPECT_EQ(push.at("pushed"), 0);
    EXPECT_EQ(push.at("pending"), 3);
    EXPECT_LT(std::chrono::steady_clock::now() - before, kAtOnce);
}

Json only_query(const Json& pull) {
    EXPECT_THAT(pull.at("queries"), SizeIs(1));
    return pull.at("queries").at(0);
}

void insert_three(const Backend& backend, const Program& program) {
    for (const char* name : {"one", "two", "three"}) {
        program.must({"insert",
                      "todoitem",
                      "--id",
                      backend.id(name),
                      "--set",
                      "text=mine",
                      "--set",
                      "complete=false"});
    }
}

/// A service that has one item, and is down.
void fill_and_stop(Backend& backend) {
    const Json other = {
        {"id", backend.id("other")}, {"text", "theirs"}, {"complete", false}, {"priority", 7}};
    RemoteTable::body(backend.table()->insert(other), 201);
    backend.stop();
}

TEST_P(Workflow, SurvivesAnOutageAndLosesNothing) {
    Backend backend(GetParam());
    fill_and_stop(backend);
    const Program program(backend);
    insert_three(backend, program);

    // Each command is a new process, so items and queue have survived restarts by now.
    expect_offline(program, {"push"});
    expect_offline(program, {"push", "--url", "https://no-such-host.invalid"});
    EXPECT_EQ(program.pending(), 3U);
    EXPECT_THAT(program.items(), SizeIs(3));
    EXPECT_THAT(program.must({"status"}), HasSubstr("pending: 3"));

    backend.start();
    const auto server = backend.table();
    EXPECT_THAT(items_of(*server), SizeIs(1)) << "nothing may have reached the server";

    const Json push = program.json({"push"});
    EXPECT_EQ(push.at("status"), "Complete");
    EXPECT_EQ(push.at("pushed"), 3);
    EXPECT_EQ(program.pending(), 0U);
    EXPECT_THAT(items_of(*server), SizeIs(4));
}

TEST_P(Workflow, BringsWhatOthersAddedAndSendsWhatIsCompleted) {
    const Backend backend(GetParam());
    const auto server = backend.table();
    RemoteTable::body(
        server->insert({{"id", backend.id("other")}, {"text", "theirs"}, {"complete", false}}),
        201);
    const Program program(backend);
    insert_three(backend, program);
    program.must({"push"});

    const Json pull = program.json({"pull", "todoitem", "--query-id", "allTodoItems"});
    EXPECT_EQ(pull.at("pulled"), 1) << "only the item of others is new";
    EXPECT_EQ(program.items().at(backend.id("other")).at("text"), "theirs");

    program.must({"complete", "todoitem", backend.id("two")});
    EXPECT_EQ(server->item(backend.id("two")).at("complete"), false);
    const Json sync = program.json({"sync"});
    EXPECT_EQ(sync.at("pushed"), 1);
    EXPECT_EQ(server->item(backend.id("two")).at("complete"), true);
    expect_equal(program, *server);

    const Json again = program.json({"pull", "todoitem", "--query-id", "allTodoItems"});
    EXPECT_EQ(again.at("pulled"), 0);
    EXPECT_EQ(again.at("removed"), 0);
    EXPECT_EQ(only_query(again).at("received"), only_query(again).at("unchanged"));
}

TEST_P(Workflow, KeepsATokenForEachQuery) {
    const Backend backend(GetParam());
    const auto server = backend.table();
    RemoteTable::body(
        server->insert({{"id", backend.id("open")}, {"text", "a"}, {"complete", false}}), 201);
    RemoteTable::body(
        server->insert({{"id", backend.id("done")}, {"text", "b"}, {"complete", true}}), 201);
    const Program program(backend);
    const Words open = {"pull", "todoitem", "--filter", "complete eq false", "--query-id", "open"};

    EXPECT_EQ(program.json(open).at("pulled"), 1);
    EXPECT_THAT(program.items(), SizeIs(1));
    EXPECT_EQ(program.json({"pull", "todoitem", "--query-id", "all"}).at("pulled"), 1)
        << "the token of the other query must not hide the item that is done";
    EXPECT_EQ(program.json(open).at("pulled"), 0);

    const Json queries = program.json({"status"}).at("tables").at(0).at("queries");
    ASSERT_THAT(queries, SizeIs(2));
    for (const Json& query : queries) EXPECT_NE(query.at("token"), nullptr) << query;
}

TEST_P(Workflow, PushesBeforeItPullsATableWithChanges) {
    const Backend backend(GetParam());
    const auto server = backend.table();
    const Program program(backend);
    insert_three(backend, program);

    const Json pull = program.json({"pull", "todoitem", "--query-id", "all"});

    EXPECT_EQ(pull.at("push").at("pushed"), 3);
    EXPECT_EQ(program.pending(), 0U);
    expect_equal(program, *server);
}

TEST_P(Workflow, TakesAnotherNameOfTheTableOnTheServer) {
    const Backend backend(GetParam());
    std::string name = backend.name_of("todoitem");
    name[0] = static_cast<char>(std::toupper(name[0]));
    const Program program;
    program.must({"init", "--url", backend.url()});
    program.must({"define-table", "mine", "text:string", "--remote-name", name});
    const std::string id = program.must({"insert", "mine", "--set", "text=x"});

    program.must({"push"});
    program.must({"pull", "mine"});

    const auto server = backend.table();
    EXPECT_EQ(server->item(id.substr(0, id.size() - 1)).at("text"), "x");
    expect_equal(program, *server, "mine");
}

TEST_P(Workflow, RemovesWhatOthersDeleted) {
    const Backend backend(GetParam());
    const auto server = backend.table();
    const Program program(backend);
    insert_three(backend, program);
    program.must({"sync"});
    server->remove(backend.id("one"));

    const Json sync = program.json({"sync"});

    EXPECT_EQ(sync.at("pull").at("removed"), 1);
    EXPECT_EQ(program.items().count(backend.id("one")), 0U);
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Workflow,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
