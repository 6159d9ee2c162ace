#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

using Lines = std::vector<std::string>;

/// Journeys in protocol v3, or between the protocols.
class ProtocolV3 : public testing::Test {
  protected:
    ProtocolV3() { backend.define("todo", true); }

    PullResult pull(std::uint32_t page_size = 1'000) {
        PullOptions options;
        options.page_size = page_size;
        options.settle = std::chrono::milliseconds(0);
        return phone->pull(options, phone.remote);
    }

    Deletes deletes() { return phone->status().tables.at(0).deletes; }

    struct WorldOfV3 : World {
        WorldOfV3() { protocol = "v3"; }
    };
    WorldOfV3 world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(ProtocolV3, IsSpokenThroughAWholeLife) {
    phone.insert("{'id':'a','text':'milk'}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().line(), "POST todo");
    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","text":"milk"})");

    const std::string version = backend.item("todo", "a")->version;
    phone.update("a", "{'complete':true}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().line(), "PUT todo/a");
    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","text":"milk","complete":true})");
    EXPECT_EQ(world.log.back().header("if-match"), '"' + version + '"');

    phone.remove("a");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_TRUE(backend.item("todo", "a")->deleted);

    EXPECT_EQ(pull().outcome, Status::ok);
    for (const Exchange& exchange : world.log) {
        EXPECT_EQ(exchange.header("zumo-api-version"), "3.0.0");
        if (exchange.path == "todo" && exchange.request.method == "GET") {
            EXPECT_NE(exchange.query.find("__includedeleted=true"), std::string::npos);
        }
    }
}

TEST_F(ProtocolV3, CarriesTheTokenAsABearer) {
    phone.remote.token = "secret";
    backend.token = "secret";
    phone.insert("{'id':'a'}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().header("authorization"), "Bearer secret");
    EXPECT_EQ(world.log.back().header("x-zumo-auth"), "");
}

TEST_F(ProtocolV3, FollowsPagesOfAHundredByKey) {
    phone.remote.parallel = 1;
    for (int i = 0; i < 7; ++i) {
        backend.seed(
            "todo", "p" + std::to_string(i), 50, "2020-01-01T00:00:0" + std::to_string(i) + "Z");
    }
    EXPECT_EQ(pull().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
    for (const Exchange& exchange : world.log) {
        EXPECT_EQ(exchange.query.find("$skip"), std::string::npos) << exchange.query;
    }
}

TEST_F(ProtocolV3, LearnsTheLargestPageFromARefusal) {
    backend.max_top = 40;
    backend.seed("todo", "a", 90, "2020-01-01T00:00:00Z");
    EXPECT_EQ(pull().outcome, Status::ok);
    EXPECT_EQ(phone->count("todo", {}), 90U);
    EXPECT_NE(world.log.back().query.find("$top=40"), std::string::npos);
}

TEST_F(ProtocolV3, FollowsTheServicesLinksWhereItCannotCompareIds) {
    backend.page_cut = 20;
    backend.seed("todo", "tie", 90, "2020-01-01T00:00:12.345Z");
    std::size_t links = 0;
    world.on_request = [this, &links](const Exchange& exchange) {
        if (exchange.query.find("id gt") != std::string::npos) {
            world.answer_with(1, 400, "");
        }
        if (exchange.query.find("$skip") != std::string::npos) ++links;
    };
    EXPECT_EQ(pull().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
    EXPECT_GE(links, 4U);
}

TEST_F(ProtocolV3, LearnsSoftDeleteFromItsOwnDelete) {
    phone.insert("{'id':'a'}");
    phone.push();
    EXPECT_EQ(deletes(), Deletes::unknown);
    phone.remove("a");
    phone.push();
    EXPECT_EQ(deletes(), Deletes::soft);
}

TEST_F(ProtocolV3, LearnsHardDeleteFromItsOwnDelete) {
    backend.define("child", false);
    phone.define("child");
    phone->insert("child", members("{'id':'a'}"));
    phone->insert("child", members("{'id':'b'}"));
    phone.push();
    phone->remove("child", "a");
    phone->remove("child", "b");
    const std::size_t from = world.log.size();
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone->status().tables.at(1).deletes, Deletes::hard);
    EXPECT_EQ(world.log.size() - from, 3U) << "one question for the table, not one for each item";
}

TEST_F(ProtocolV3, LearnsSoftDeleteFromADeletedItem) {
    backend.insert("todo", "{'id':'a'}");
    pull();
    EXPECT_EQ(deletes(), Deletes::unknown);
    backend.remove("todo", "a");
    pull();
    EXPECT_EQ(deletes(), Deletes::soft);
}

TEST_F(ProtocolV3, RefusesAnIdThatBreaksItsServers) {
    EXPECT_THROW(phone.insert("{'id':'a b'}"), DataError);
    EXPECT_THROW(phone.insert("{'id':'ä'}"), DataError);
    EXPECT_NO_THROW(phone.insert("{'id':'a.b|c:d-e_f'}"));
}

TEST_F(ProtocolV3, AnItemThatWasDeletedHereAndMadeAgainIsUndeletedByOneWrite) {
    phone.insert("{'id':'a','text':'old'}");
    phone.push();
    phone.remove("a");
    world.lose_answers(4, "DELETE");
    phone.push();
    phone.insert("{'id':'a','text':'new'}");
    world.forget_faults();
    const std::size_t from = world.log.size();
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
    EXPECT_EQ(world.writes(from).back(), "PUT todo/a");
    EXPECT_NE(world.log.back().query.find("__includedeleted=true"), std::string::npos);
}

TEST_F(ProtocolV3, AnItemThatWasMadeAgainSendsNoNullThatNobodySet) {
    // A null for a member that is not nullable is a 500 on the real server (datasync-v3.md §1.5).
    phone.insert("{'id':'a','text':'old','complete':true}");
    phone.push();
    phone.remove("a");
    phone.insert("{'id':'a','text':'new'}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().line(), "PUT todo/a");
    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","text":"new"})");
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

// ---- a service that speaks another protocol --------------------------------------------------

TEST_F(ProtocolV3, OfAStoreIsNotTheServicesIsSaidByAPull) {
    backend.speaks_v3 = false;
    const PullResult result = pull();
    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_NE(result.reason.find("400"), std::string::npos) << result.reason;
}

TEST_F(ProtocolV3, OfAStoreIsNotTheServicesStopsAPushAndLosesNothing) {
    backend.speaks_v3 = false;
    phone.insert("{'id':'a'}");
    const PushResult result = phone.push();
    EXPECT_EQ(result.outcome, Status::refused) << result.reason;
    EXPECT_EQ(phone.queued().size(), 1U);
    EXPECT_EQ(phone->status().failed, 0U);
    phone->set_protocol("auto");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone->status().protocol, "v2");
    EXPECT_EQ(backend.count("todo"), 1U);
}

TEST_F(ProtocolV3, OfTheServiceIsNotTheStores) {
    phone->set_protocol("v2");
    backend.speaks_v2 = false;
    backend.insert("todo", "{'id':'a'}");
    const PullResult result = pull();
    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_NE(result.hint.find("protocol v2"), std::string::npos) << result.hint;
    phone->set_protocol("v3");
    EXPECT_EQ(pull().outcome, Status::ok);
    phone->set_protocol("v2");
    phone.update("a", "{'text':'x'}");
    EXPECT_EQ(phone.push().outcome, Status::refused);
    EXPECT_EQ(phone.queued().size(), 1U);
}

// ---- a protocol that is found out -------------------------------------------------------------

class AutoProtocol : public testing::TestWithParam<const char*> {
  protected:
    AutoProtocol() {
        world.protocol = "auto";
        backend.speaks_v2 = GetParam() == std::string("v2");
        backend.speaks_v3 = !backend.speaks_v2;
    }

    World world;
    Backend& backend = world.backend;
};

TEST_P(AutoProtocol, IsSettledByTheFirstPushAndKept) {
    Device phone(world);
    EXPECT_EQ(phone->status().protocol, "auto");
    phone.insert("{'id':'a','text':'x'}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone->status().protocol, GetParam());
    phone.restart();
    phone.update("a", "{'text':'y'}");
    const std::size_t from = world.log.size();
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.size() - from, 1U) << "nothing is asked a second time";
    EXPECT_EQ(backend.shown("todo"), phone.shown());
}

TEST_P(AutoProtocol, IsSettledByTheFirstPull) {
    backend.insert("todo", "{'id':'a','text':'x'}");
    Device phone(world);
    EXPECT_EQ(phone.pull().outcome, Status::ok);
    EXPECT_EQ(phone->status().protocol, GetParam());
    EXPECT_EQ(backend.shown("todo"), phone.shown());
}

TEST_P(AutoProtocol, IsSettledBehindALogin) {
    backend.token = "secret";
    Device phone(world);
    phone.insert("{'id':'a'}");
    EXPECT_EQ(phone.push().outcome, Status::auth);
    EXPECT_EQ(phone->status().protocol, "auto");
    phone.remote.token = "secret";
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone->status().protocol, GetParam());
}

TEST_P(AutoProtocol, IsNotSettledByAnAnswerOfNeither) {
    Device phone(world);
    phone.insert("{'id':'a'}");
    world.answer_with(2, 200, "<html><title>Sign in</title></html>");
    const PushResult result = phone.push();
    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_NE(result.reason.find("no page of items"), std::string::npos) << result.reason;
    EXPECT_EQ(phone->status().protocol, "auto");
    EXPECT_EQ(phone.push().outcome, Status::ok);
}

TEST_P(AutoProtocol, IsNotSettledOffline) {
    Device phone(world);
    phone.insert("{'id':'a'}");
    world.offline = true;
    EXPECT_EQ(phone.push().status, PushStatus::cancelled_by_network_error);
    EXPECT_EQ(phone->status().protocol, "auto");
    world.offline = false;
    EXPECT_EQ(phone.push().outcome, Status::ok);
}

TEST_P(AutoProtocol, IsForgottenWithTheUrl) {
    Device phone(world);
    phone.pull();
    phone->set_url("http://service");
    EXPECT_EQ(phone->status().protocol, "auto");
}

TEST_P(AutoProtocol, RejectsAnIdThatWasMadeBeforeItWasKnown) {
    Device phone(world);
    phone.insert("{'id':'a b','text':'x'}");
    phone.insert("{'id':'c','text':'x'}");
    const PushResult result = phone.push();
    const bool allowed = backend.speaks_v2;
    EXPECT_EQ(result.outcome, allowed ? Status::ok : Status::partial);
    EXPECT_EQ(result.pushed, allowed ? 2U : 1U);
    if (!allowed) {
        EXPECT_NE(result.issues.at(0).message.find("protocol v3"), std::string::npos);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, AutoProtocol, testing::Values("v2", "v3"), [](const auto& protocol) {
    return std::string(protocol.param);
});

// ---- both protocols ---------------------------------------------------------------------------

class EitherProtocol : public testing::TestWithParam<const char*> {
  protected:
    EitherProtocol() {
        world.protocol = GetParam();
        backend.define("todo", true);
    }

    PullResult pull(Device& phone, std::uint32_t page_size = 1'000) {
        PullOptions options;
        options.page_size = page_size;
        options.settle = std::chrono::milliseconds(0);
        return phone->pull(options, phone.remote);
    }

    World world;
    Backend& backend = world.backend;
};

constexpr const char* kTenMembers =
    "{'id':'a','text':'milk','complete':false,'c':1.50,'d':null,'e':'','f':[1,{'g':2}],"
    "'h':'2024-01-01T00:00:00.1234567Z','i':true,'j':9007199254740993}";

TEST_P(EitherProtocol, MembersThatAreNotDeclaredSurviveAnEdit) {
    backend.insert("todo", kTenMembers);
    const Item before = *backend.item("todo", "a");
    Device phone(world);
    phone.pull();
    phone.update("a", "{'text':'oat milk'}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    Item expected = before;
    expected.members.at(0).value = Value::string("oat milk");
    EXPECT_EQ(backend.item("todo", "a")->members, expected.members);
}

TEST_P(EitherProtocol, MembersThatAreNotDeclaredSurviveAnEditUnderAnothersEdit) {
    backend.insert("todo", kTenMembers);
    Device phone(world);
    phone.pull();
    backend.update("todo", "a", "{'c':2.75,'e':'theirs'}");
    const Item theirs = *backend.item("todo", "a");
    phone.update("a", "{'text':'oat milk'}");
    EXPECT_EQ(phone.push().outcome, Status::conflict);
    EXPECT_EQ(backend.item("todo", "a")->members, theirs.members);
    EXPECT_EQ(world.log.back().status, 412);
    EXPECT_EQ(phone.shown(), "a \"oat milk\" false null\n");
}

TEST_P(EitherProtocol, AnItemThatCannotBeShownIsNamedAndTheRestIsTaken) {
    for (const char* second : {"01", "02", "03"}) {
        backend.seed("todo",
                     std::string("s") + second + "-",
                     30,
                     std::string("2020-01-01T00:00:") + second + "Z");
    }
    backend.poisoned = {"s02-00017", "s03-00029"};
    Device phone(world);
    const PullResult result = pull(phone, 25);
    EXPECT_EQ(result.outcome, Status::partial) << result.reason;
    EXPECT_EQ(result.queries.at(0).skipped, 2U);
    ASSERT_EQ(result.warnings.size(), 2U);
    EXPECT_NE(result.warnings.at(0).find("s02-00017"), std::string::npos) << result.warnings.at(0);
    EXPECT_NE(result.warnings.at(1).find("s03-00029"), std::string::npos) << result.warnings.at(1);
    EXPECT_EQ(phone->count("todo", {}), 88U);

    // A repair stamps it anew, and it comes.
    backend.poisoned.clear();
    backend.update("todo", "s02-00017", "{'text':'mended'}");
    backend.update("todo", "s03-00029", "{'text':'mended'}");
    EXPECT_EQ(pull(phone, 25).outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_P(EitherProtocol, AnItemWithoutATimeThatCannotBeShownIsNamed) {
    backend.seed("todo", "none", 20, "");
    backend.poisoned = {"none00007"};
    Device phone(world);
    EXPECT_EQ(pull(phone, 50).outcome, Status::partial);
    EXPECT_EQ(phone->count("todo", {}), 19U);
}

TEST_P(EitherProtocol, ADeletedItemThatCannotBeShownIsRemovedAllTheSame) {
    backend.insert("todo", "{'id':'a'}");
    Device phone(world);
    pull(phone);
    // That its table deletes softly must be known: v2 may not be asked for what a table lacks.
    backend.insert("todo", "{'id':'b'}");
    pull(phone);
    backend.remove("todo", "a");
    backend.poisoned = {"a"};
    EXPECT_EQ(pull(phone).outcome, Status::ok);
    EXPECT_EQ(phone->count("todo", {}), 1U);
}

TEST_P(EitherProtocol, AnErrorThatIsNoItemsFaultEndsThePullOfThatTableOnly) {
    backend.insert("todo", "{'id':'a'}");
    backend.insert("other", "{'id':'a'}");
    Device phone(world);
    phone.define("other");
    world.on_request = [this](const Exchange& exchange) {
        if (exchange.path == "todo") world.answer_with(1, 500, "");
    };
    const PullResult result = pull(phone);
    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_EQ(phone->count("other", {}), 1U);
}

TEST_P(EitherProtocol, ALongListIsPulledInPiecesAndItsTokenLosesNothing) {
    std::string list;
    for (int i = 0; i < 200; ++i) {
        const std::string id = "item-" + std::to_string(1'000 + i) + std::string(20, 'x');
        backend.insert("todo", "{'id':'" + id + "','text':'x'}");
        if (i % 2 == 0) list += (list.empty() ? "'" : ",'") + id + "'";
        world.clock.advance(std::chrono::milliseconds(1));
    }
    Device phone(world);
    PullOptions options;
    options.filter = "id in (" + list + ")";
    EXPECT_EQ(phone.pull(options).outcome, Status::ok);
    EXPECT_EQ(phone->count("todo", {}), 100U);
    for (const Exchange& exchange : world.log) {
        EXPECT_LT(exchange.request.url.size(), 2'048U);
    }
    // What is written while the later pieces are read is found by the next pull, in every piece.
    world.clock.advance(std::chrono::hours(1));
    backend.update("todo", "item-1000" + std::string(20, 'x'), "{'text':'first'}");
    world.after(2, [this] {
        backend.update("todo", "item-1002" + std::string(20, 'x'), "{'text':'early piece'}");
        backend.update("todo", "item-1198" + std::string(20, 'x'), "{'text':'late piece'}");
    });
    phone.pull(options);
    world.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(phone.pull(options).outcome, Status::ok);
    EXPECT_EQ(phone.text("item-1000" + std::string(20, 'x')), "first");
    EXPECT_EQ(phone.text("item-1002" + std::string(20, 'x')), "early piece");
    EXPECT_EQ(phone.text("item-1198" + std::string(20, 'x')), "late piece");
}

INSTANTIATE_TEST_SUITE_P(In, EitherProtocol, testing::Values("v2", "v3"), [](const auto& protocol) {
    return std::string(protocol.param);
});

}  // namespace

}  // namespace syncline::journey
