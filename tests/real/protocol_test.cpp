#include "real/backend.hpp"
#include "real/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

/// A store that is told, or not, what the server speaks, with one item to push.
class Protocol : public testing::TestWithParam<Kind> {
  protected:
    void init(const Words& words) {
        Words all = {"init", "--url", backend.url()};
        all.insert(all.end(), words.begin(), words.end());
        program.must(all);
        program.define(backend, "todoitem", kTodoColumns);
        program.must({"insert", "todoitem", "--id", backend.id("a"), "--set", "text=mine"});
    }

    std::string spoken() { return text(program.json({"status"}), "protocol"); }
    const char* servers() const { return backend.speaks_v3() ? "v3" : "v2"; }
    const char* other() const { return backend.speaks_v3() ? "v2" : "v3"; }

    /// The command ends with 7 and one sentence; nothing is lost here or reaches the server.
    std::string expect_refused(const Words& words) {
        const Outcome outcome = program.run(words);
        EXPECT_EQ(outcome.status, 7) << outcome.out;
        EXPECT_EQ(program.pending(), 1U);
        EXPECT_THAT(program.items(), SizeIs(1));
        EXPECT_THAT(backend.table()->all(), SizeIs(0));
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        return outcome.err;
    }

    Backend backend{GetParam()};
    Program program;
};

TEST_P(Protocol, AutoIsSettledByAPush) {
    init({"--protocol", "auto"});
    EXPECT_EQ(spoken(), "auto");

    program.must({"push"});

    EXPECT_EQ(spoken(), servers());
    EXPECT_TRUE(backend.table()->has(backend.id("a")));
}

TEST_P(Protocol, AutoIsWhatAStoreHasWithoutAWordAndAPullSettlesIt) {
    init({});
    program.must({"pull", "todoitem", "--no-push"});

    EXPECT_EQ(spoken(), servers());
}

/// A v3 server takes an insert of whatever protocol, so only v2's can show this.
class ProtocolOfV2 : public Protocol {};

TEST_P(ProtocolOfV2, IsNotV3AndEndsAPushWith7AndKeepsTheQueue) {
    init({"--protocol", "v3"});

    const std::string sentence = expect_refused({"push"});

    EXPECT_THAT(sentence, AllOf(StartsWith("syncline: "), HasSubstr(backend.url())));
    EXPECT_THAT(sentence, HasSubstr("speaks protocol v3"));
    program.must({"remote", "set-protocol", "auto"});
    EXPECT_EQ(program.json({"push"}).at("pushed"), 1);
    EXPECT_EQ(spoken(), "v2");
}

TEST_P(Protocol, OfTheOtherKindEndsAPullWith7) {
    init({"--protocol", other()});

    const std::string sentence = expect_refused({"pull", "todoitem", "--no-push"});

    EXPECT_THAT(sentence, HasSubstr(std::string("speaks protocol ") + other()));
}

INSTANTIATE_TEST_SUITE_P(Against,
                         ProtocolOfV2,
                         testing::Values(Kind::node, Kind::serve_v2),
                         testing::PrintToStringParamName());

INSTANTIATE_TEST_SUITE_P(Against,
                         Protocol,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

std::map<std::string, std::string> deletes_of(const Program& program) {
    std::map<std::string, std::string> result;
    const Json status = program.json({"status"});
    for (const Json& table : status.at("tables")) {
        result[text(table, "table")] = text(table, "deletes");
    }
    return result;
}

TEST(StatusInV3, SaysOfEachTableHowItDeletes) {
    using Deletes = std::map<std::string, std::string>;
    const Backend backend(Kind::serve_v3);
    const Program program(backend);
    program.define(backend, "hardtodo", kTodoColumns);
    program.define(backend, "kept", {"text1:string"});
    const std::string a = backend.id("a");
    for (const char* table : {"todoitem", "hardtodo"}) {
        program.must({"insert", table, "--id", a});
    }
    program.must({"insert", "kept", "--id", a});
    program.must({"push"});
    EXPECT_EQ(deletes_of(program),
              (Deletes{{"todoitem", "unknown"}, {"hardtodo", "unknown"}, {"kept", "unknown"}}))
        << "nothing was deleted yet";
    program.must({"delete", "todoitem", a});
    program.must({"delete", "hardtodo", a});

    program.must({"push"});

    EXPECT_EQ(deletes_of(program),
              (Deletes{{"todoitem", "soft"}, {"hardtodo", "hard"}, {"kept", "unknown"}}));
    const std::string status = program.must({"status"});
    EXPECT_THAT(
        status,
        HasSubstr(
            "table: todoitem, 0 items, 0 pending, 0 failed, 0 conflicts, 0 held, deletes soft\n"));
    EXPECT_THAT(status, HasSubstr("deletes hard\n"));
    EXPECT_THAT(
        status,
        HasSubstr(
            "table: kept, 1 item, 0 pending, 0 failed, 0 conflicts, 0 held, deletes unknown\n"));
}

TEST(StatusInV3, LearnsSoftDeleteFromADeletedItemThatComes) {
    const Backend backend(Kind::serve_v3);
    const Program program(backend);
    const auto server = backend.table();
    const std::string a = backend.id("a");
    RemoteTable::body(server->insert({{"id", a}}), 201);
    server->remove(a);

    program.must({"pull", "todoitem"});

    EXPECT_EQ(deletes_of(program).at("todoitem"), "soft");
}

}  // namespace
}  // namespace syncline::tests
