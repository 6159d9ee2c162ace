#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace syncline::journey {

namespace {

/// What happened to one item on both sides since they were the same.
enum class Divergence : std::uint8_t {
    clash,          ///< both changed the same member
    disjoint,       ///< they changed different members
    deleted_there,  ///< changed here, deleted there
    deleted_here,
    deleted_both,
    both_new,
};

struct Case {
    const char* protocol;
    bool soft;
    Divergence kind;
    const char* policy;
};

const char* name_of(Divergence kind) {
    switch (kind) {
        case Divergence::clash:
            return "Clash";
        case Divergence::disjoint:
            return "Disjoint";
        case Divergence::deleted_there:
            return "DeletedThere";
        case Divergence::deleted_here:
            return "DeletedHere";
        case Divergence::deleted_both:
            return "DeletedBoth";
        case Divergence::both_new:
            break;
    }
    return "BothNew";
}

/// How a conflict has to end.
enum class End : std::uint8_t { recorded, ours, theirs, both };

End expected(const Case& c) {
    const std::string policy = c.policy;
    if (c.kind == Divergence::deleted_both) return End::theirs;
    if (policy == "ask") return End::recorded;
    if (policy == "local" || policy == "command:echo '{\"use\":\"local\"}'") return End::ours;
    if (policy == "server") return End::theirs;
    if (policy == "merge") return c.kind == Divergence::disjoint ? End::both : End::recorded;
    // newer: ours is the later change; where nothing is left there, no time says so.
    const bool time_is_gone = c.kind == Divergence::deleted_there && !c.soft;
    return time_is_gone ? End::recorded : End::ours;
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const char* protocol : {"v2", "v3"}) {
        for (const bool soft : {true, false}) {
            for (const Divergence kind : {Divergence::clash,
                                          Divergence::disjoint,
                                          Divergence::deleted_there,
                                          Divergence::deleted_here,
                                          Divergence::deleted_both,
                                          Divergence::both_new}) {
                for (const char* policy : {"ask",
                                           "local",
                                           "server",
                                           "newer",
                                           "merge",
                                           "command:echo '{\"use\":\"local\"}'"}) {
                    all.push_back({protocol, soft, kind, policy});
                }
            }
        }
    }
    return all;
}

class Conflict : public testing::TestWithParam<Case> {
  protected:
    struct CaseWorld : World {
        CaseWorld() {
            protocol = GetParam().protocol;
            backend.define("todo", GetParam().soft);
        }
    };

    /// Both sides change the item; what is theirs is first, and reaches the service at once.
    void make() {
        const Divergence kind = GetParam().kind;
        if (kind != Divergence::both_new)
            backend.insert("todo", "{'id':'a','text':'old','rank':1}");
        phone.pull();
        tablet.pull();
        world.clock.advance(std::chrono::minutes(1));
        const bool deletes = kind == Divergence::deleted_there || kind == Divergence::deleted_both;
        if (kind == Divergence::both_new) {
            backend.insert("todo", "{'id':'a','text':'theirs','rank':2}");
        } else if (deletes) {
            backend.remove("todo", "a");
        } else if (kind == Divergence::disjoint) {
            backend.update("todo", "a", "{'rank':2}");
        } else {
            backend.update("todo", "a", "{'text':'theirs','rank':2}");
        }
        world.clock.advance(std::chrono::minutes(1));
        if (kind == Divergence::both_new) {
            phone.insert("{'id':'a','text':'ours','rank':1}");
        } else if (kind == Divergence::deleted_here || kind == Divergence::deleted_both) {
            phone.remove("a");
        } else {
            phone.update("a", "{'text':'ours'}");
        }
    }

    /// The item as each end leaves it.
    std::string line(End end) const {
        const Divergence kind = GetParam().kind;
        const bool deleted_here =
            kind == Divergence::deleted_here || kind == Divergence::deleted_both;
        const bool deleted_there =
            kind == Divergence::deleted_there || kind == Divergence::deleted_both;
        if (end == End::ours) return deleted_here ? "" : "a \"ours\" null 1\n";
        if (end == End::both) return "a \"ours\" null 2\n";
        if (deleted_there) return "";
        return kind == Divergence::disjoint ? "a \"old\" null 2\n" : "a \"theirs\" null 2\n";
    }

    CaseWorld world;
    Backend& backend = world.backend;
    Device phone{world};
    Device tablet{world, "tablet"};
};

TEST_P(Conflict, EndsInTheSameItemEverywhereOrIsRecorded) {
    make();
    PushOptions options;
    options.conflict = read_policy(GetParam().policy);

    const PushResult result = phone.push(options);

    const End end = expected(GetParam());
    if (end == End::recorded) {
        EXPECT_EQ(result.outcome, Status::conflict);
        EXPECT_EQ(result.decided, 0U);
        EXPECT_EQ(backend.shown("todo"), line(End::theirs));
        EXPECT_EQ(phone.shown(), line(End::ours)) << "what is ours stays until it is decided";
        phone.pull();
        EXPECT_EQ(phone.shown(), line(End::ours)) << "a pull does not decide it";
        return;
    }
    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(backend.shown("todo"), line(end));
    EXPECT_EQ(phone.shown(), line(end));
    PullOptions full;
    full.full = true;
    tablet.pull(full);
    // A pull cannot learn that a table without tombstones deleted something.
    if (GetParam().soft || !line(end).empty()) {
        EXPECT_EQ(tablet.shown(), line(end));
    }
}

TEST_P(Conflict, OfATableIsDecidedByItsOwnPolicyAndARecordedOneToo) {
    make();
    EXPECT_EQ(phone.push().outcome,
              GetParam().kind == Divergence::deleted_both ? Status::ok : Status::conflict);
    TableDefinition table = phone->table("todo");
    table.conflict = GetParam().policy;
    phone->define_table(table);

    const PushResult result = phone.push();

    const End end = expected(GetParam());
    EXPECT_EQ(result.outcome, end == End::recorded ? Status::conflict : Status::ok)
        << result.reason;
    EXPECT_EQ(backend.shown("todo"), line(end == End::recorded ? End::theirs : end));
    EXPECT_EQ(phone.shown(), line(end == End::recorded ? End::ours : end));
}

INSTANTIATE_TEST_SUITE_P(Of, Conflict, testing::ValuesIn(cases()), [](const auto& one) {
    const Case& c = one.param;
    const std::string policy = std::string(c.policy).substr(0, std::string(c.policy).find(':'));
    return std::string(c.protocol) + (c.soft ? "Soft" : "Hard") + name_of(c.kind) + "_" + policy;
});

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// ---- deciding --------------------------------------------------------------------------------

class Deciding : public testing::Test {
  protected:
    void clash() {
        backend.insert("todo", "{'id':'a','text':'old','rank':1}");
        phone.pull();
        backend.update("todo", "a", "{'text':'theirs','rank':2}");
        phone.update("a", "{'text':'ours'}");
    }

    PushResult push(const std::string& policy) {
        PushOptions options;
        options.conflict = read_policy(policy);
        options.conflict_timeout = std::chrono::milliseconds(300);
        return phone.push(options);
    }

    std::string message() { return phone->status().issues.at(0).message; }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Deciding, TheWinnerIsSentUnderTheServersVersion) {
    clash();
    const std::string version = backend.item("todo", "a")->version;
    EXPECT_EQ(push("local").outcome, Status::ok);
    EXPECT_EQ(world.log.back().header("if-match"), '"' + version + '"');
}

TEST_F(Deciding, GivesInAfterThreeRoundsAgainstAServerThatKeepsChanging) {
    clash();
    int change = 0;
    world.on_request = [this, &change](const Exchange& exchange) {
        if (exchange.request.method != world.update_method()) return;
        backend.update("todo", "a", "{'text':'again " + std::to_string(++change) + "'}");
    };
    const PushResult result = push("local");
    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_EQ(change, 4) << "the first try and three decisions";
    EXPECT_EQ(result.decided, 3U);
    EXPECT_EQ(phone.text("a"), "ours");
    EXPECT_NE(message().find("three"), std::string::npos) << message();
}

TEST_F(Deciding, ATieOfTimesGoesToTheServer) {
    backend.insert("todo", "{'id':'a','text':'old','rank':1}");
    phone.pull();
    world.backend.dates = false;
    backend.update("todo", "a", "{'text':'theirs'}");
    phone.update("a", "{'text':'ours'}");
    EXPECT_EQ(push("newer").outcome, Status::ok);
    EXPECT_EQ(phone.text("a"), "theirs");
}

TEST_F(Deciding, NewerCorrectsOurClockByTheServices) {
    world.backend.date_ahead = -std::chrono::hours(2);  // our clock is two hours ahead
    clash();
    EXPECT_EQ(push("newer").outcome, Status::ok);
    EXPECT_EQ(phone.text("a"), "theirs");
}

TEST_F(Deciding, ACommandGetsAllThreeSides) {
    clash();
    const std::string file = phone.path() + ".question";
    EXPECT_EQ(push("command:sh -c 'cat > \"" + file + "\"; echo \"{\\\"use\\\":\\\"server\\\"}\"'")
                  .outcome,
              Status::ok);
    const std::string question = read_file(file);
    EXPECT_NE(question.find(R"("table":"todo","id":"a","base":{)"), std::string::npos) << question;
    EXPECT_NE(question.find(R"("local":{"id":"a","text":"ours")"), std::string::npos) << question;
    EXPECT_NE(question.find(R"("text":"theirs")"), std::string::npos) << question;
    EXPECT_NE(question.find(R"("attempt":1})"), std::string::npos) << question;
    EXPECT_EQ(phone.text("a"), "theirs");
}

TEST_F(Deciding, ACommandMayAnswerWithAFinishedItem) {
    clash();
    EXPECT_EQ(push(R"(command:echo '{"item":{"text":"made","rank":9}}')").outcome, Status::ok);
    EXPECT_EQ(backend.shown("todo"), "a \"made\" null 9\n");
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Deciding, ACommandThatFailsLeavesTheConflictAndSaysWhy) {
    const std::vector<std::pair<std::string, std::string>> bad{
        {"command:sleep 600", "too long"},
        {"command:false", "status 1"},
        {"command:sh -c 'kill -9 $$'", "status 137"},
        {"command:echo nonsense", "JSON"},
        {"command:echo '{\"use\":\"mine\"}'", "neither"},
        {"command:echo '{\"item\":{\"id\":\"b\",\"text\":\"x\"}}'", "another id"},
        {"command:echo '{\"item\":{\"rank\":\"x\"}}'", "rank"},
        {"command:echo '{\"item\":{\"nosuch\":1}}'", "nosuch"},
        {"command:/no/such/program", "cannot be run"},
    };
    clash();
    for (const auto& [policy, reason] : bad) {
        EXPECT_EQ(push(policy).outcome, Status::conflict) << policy;
        EXPECT_NE(message().find(reason), std::string::npos) << policy << ": " << message();
        EXPECT_EQ(phone.text("a"), "ours");
        EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "theirs");
    }
}

TEST_F(Deciding, AConflictHoldsNothingElseBack) {
    clash();
    phone.insert("{'id':'b','text':'other'}");
    backend.insert("todo", "{'id':'c','text':'new'}");
    EXPECT_EQ(phone.push().pushed, 1U);
    phone.pull();
    EXPECT_EQ(phone.text("c"), "new");
    EXPECT_EQ(backend.count("todo"), 3U);
}

TEST_F(Deciding, MembersThatAreNotDeclaredStayTheServers) {
    backend.insert("todo", "{'id':'a','text':'old','extra':1}");
    phone.pull();
    backend.update("todo", "a", "{'text':'theirs','extra':2}");
    phone.update("a", "{'text':'ours'}");
    EXPECT_EQ(push("local").outcome, Status::ok);
    EXPECT_EQ(find_member(backend.item("todo", "a")->members, "extra")->text(), "2");
}

TEST_F(Deciding, AnUnknownPolicyIsRefused) {
    EXPECT_THROW(read_policy("mine"), UsageError);
    EXPECT_THROW(read_policy("command:"), UsageError);
    TableDefinition table = phone->table("todo");
    table.conflict = "mine";
    EXPECT_THROW(phone->define_table(table), UsageError);
}

}  // namespace

}  // namespace syncline::journey
