#include "real/backend.hpp"
#include "real/killer.hpp"
#include "real/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace syncline::tests {
namespace {

/// A store with changes, a server and the proxy before it.
class Changes {
  protected:
    explicit Changes(Kind kind) : backend(kind) {}

    /// A store with one insert with an id made here, one with a given id, one update and two
    /// deletes to push; ids begin with `name`.
    std::unique_ptr<Program> store_with_changes(const std::string& name) {
        auto program = std::make_unique<Program>(backend, proxy.url());
        for (const char* suffix : {"-changed", "-deleted", "-again"}) {
            program->must({"insert", "todoitem", "--id", name + suffix, "--set", "text=base"});
        }
        program->must({"push"});
        program->must({"insert", "todoitem", "--set", "text=" + name});
        program->must({"insert", "todoitem", "--id", name + "-given", "--set", "text=mine"});
        program->must({"update", "todoitem", name + "-changed", "--set", "text=mine"});
        program->must({"delete", "todoitem", name + "-deleted"});
        program->must({"delete", "todoitem", name + "-again"});
        return program;
    }

    /// After a push, the server has each of those changes exactly once.
    void expect_all_arrived(const Program& program, const std::string& name) {
        const Json push = program.json({"push"});
        EXPECT_EQ(push.at("conflicts"), 0) << push;
        EXPECT_EQ(push.at("failed"), 0) << push;
        EXPECT_EQ(push.at("pending"), 0) << push;
        std::size_t made = 0;
        std::map<std::string, std::string> texts;
        for (const auto& [id, item] : items_of(server)) {
            if (item.at("text") == name) ++made;
            if (id.rfind(name + "-", 0) == 0) texts[id] = text(item, "text");
        }
        EXPECT_EQ(made, 1U) << "neither lost nor doubled";
        const std::map<std::string, std::string> expected = {{name + "-given", "mine"},
                                                             {name + "-changed", "mine"}};
        EXPECT_EQ(texts, expected);
        EXPECT_EQ(program.items().size(), 3U);
    }

    std::size_t requests_of(const Program& program, const Words& words) {
        proxy.forget_requests();
        program.must(words);
        return proxy.requests().size();
    }

    Backend backend;
    FaultProxy proxy{backend.url()};
    std::unique_ptr<RemoteTable> table = backend.table();
    RemoteTable& server = *table;
};

class Killed : public Changes, public testing::TestWithParam<Kind> {
  protected:
    Killed() : Changes(GetParam()) {}
};

TEST_P(Killed, AtEveryRequestOfAPushConverges) {
    const auto clean = store_with_changes(backend.id("clean"));
    const std::size_t requests = requests_of(*clean, {"push"});
    ASSERT_GE(requests, 5U);
    for (std::size_t number = 1; number <= requests; ++number) {
        for (const Moment moment : {Moment::before_the_server, Moment::after_the_server}) {
            const std::string name = backend.id("n" + std::to_string(number) +
                                                (moment == Moment::after_the_server ? "a" : "b"));
            SCOPED_TRACE(name);
            const auto program = store_with_changes(name);
            Killer killer;
            killer.lie_in_wait(proxy, number, moment);
            EXPECT_EQ(killer.run(program->command({"push", "--parallel", "2"})).signal, SIGKILL);
            proxy.clear_faults();

            expect_all_arrived(*program, name);
        }
    }
}

TEST_P(Killed, AtEveryRequestOfAPullConverges) {
    constexpr int kItems = 45;
    for (int i = 0; i < kItems; ++i) {
        RemoteTable::body(server.insert({{"text", std::to_string(i)}, {"complete", false}}), 201);
    }
    server.remove(items_of(server).begin()->first);
    // One at a time: pages asked for ahead are given up at the end, sent or not.
    const Words pull = {
        "pull", "todoitem", "--query-id", "all", "--page-size", "10", "--parallel", "1"};
    const std::size_t requests = requests_of(Program(backend, proxy.url()), pull);
    ASSERT_GE(requests, 5U);
    // A server that others use has deleted items, too; they come first.
    constexpr std::size_t kMost = 12;
    for (std::size_t number = requests > kMost ? requests - kMost + 1 : 1; number <= requests;
         ++number) {
        SCOPED_TRACE(number);
        const Program program(backend, proxy.url());
        Killer killer;
        killer.lie_in_wait(proxy, number, Moment::after_the_server);
        EXPECT_EQ(killer.run(program.command(pull)).signal, SIGKILL);
        proxy.clear_faults();

        EXPECT_EQ(program.json(pull).at("code"), "ok");

        expect_equal(program, server);
    }
}

TEST_P(Killed, BetweenTwoPullsLosesNothing) {
    const Program program(backend, proxy.url());
    const Words pull = {"pull", "todoitem", "--query-id", "all"};
    RemoteTable::body(server.insert({{"id", backend.id("a")}, {"text", "old"}}), 201);
    program.must(pull);
    RemoteTable::body(server.update(backend.id("a"), {{"text", "new"}}), 200);
    RemoteTable::body(server.insert({{"id", backend.id("b")}, {"text", "b"}}), 201);
    Killer killer;
    killer.lie_in_wait(proxy, 1, Moment::after_the_server);
    EXPECT_EQ(killer.run(program.command(pull)).signal, SIGKILL);
    proxy.clear_faults();

    EXPECT_EQ(program.json(pull).at("pulled"), 2);

    expect_equal(program, server);
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Killed,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

TEST(KilledInsert, HasStoredEverythingOnceItNamesTheFirst) {
    constexpr std::size_t kItems = 2000;  // more ids than a pipe's writer keeps back
    std::string input;
    for (std::size_t i = 0; i < kItems; ++i) input += "{\"text\":\"x\"}\n";
    for (const std::size_t lines : {1U, 500U, 1999U}) {
        SCOPED_TRACE(lines);
        const Program program("http://127.0.0.1:1");
        Command command = program.command({"insert", "todoitem", "--stdin"});
        command.input = input;

        Killer().run_until_line(command, lines);

        EXPECT_EQ(program.items().size(), kItems);
        EXPECT_EQ(program.pending(), kItems);
        program.must({"check"});
    }
}

class Interrupted : public Changes, public testing::TestWithParam<std::tuple<int, Kind>> {
  protected:
    Interrupted() : Changes(std::get<Kind>(GetParam())) {}

    int signal = std::get<int>(GetParam());
};

TEST_P(Interrupted, PushWritesWhatWasInFlightAndStops) {
    const Program program(backend, proxy.url());
    for (const char* id : {"a", "b", "c", "d"}) {
        program.must({"insert", "todoitem", "--id", backend.id(id), "--set", "text=x"});
    }
    Killer killer(signal);
    killer.lie_in_wait(proxy, 2, Moment::after_the_server, "POST");

    const Outcome outcome = killer.run(program.command({"push", "--parallel", "1", "--json"}));

    EXPECT_EQ(outcome.status, 128 + signal) << outcome.out << outcome.err;
    EXPECT_EQ(document(outcome).at("status"), "CancelledByToken");
    EXPECT_EQ(document(outcome).at("pushed"), 2) << "the answer in flight is written";
    EXPECT_EQ(program.pending(), 2U);
    EXPECT_EQ(items_of(server).size(), 2U) << "nothing new has left";
    EXPECT_EQ(program.json({"push"}).at("pushed"), 2);
}

TEST_P(Interrupted, PullKeepsWhatItHasAndGoesOnLater) {
    constexpr int kItems = 25;
    for (int i = 0; i < kItems; ++i) RemoteTable::body(server.insert({{"text", "x"}}), 201);
    const Program program(backend, proxy.url());
    const Words pull = {"pull", "todoitem", "--query-id", "all", "--page-size", "10"};
    Killer killer(signal);
    killer.lie_in_wait(proxy, 3, Moment::after_the_server);

    EXPECT_EQ(killer.run(program.command(pull)).status, 128 + signal);

    proxy.clear_faults();
    program.must(pull);
    expect_equal(program, server);
}

INSTANTIATE_TEST_SUITE_P(By,
                         Interrupted,
                         testing::Combine(testing::Values(SIGINT, SIGTERM),
                                          testing::ValuesIn(kEveryKind)),
                         [](const auto& tested) {
                             const int signal = std::get<int>(tested.param);
                             return std::string(signal == SIGINT ? "SIGINT_" : "SIGTERM_") +
                                    testing::PrintToString(std::get<Kind>(tested.param));
                         });

}  // namespace
}  // namespace syncline::tests
