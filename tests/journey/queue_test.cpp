#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace syncline::journey {

namespace {

class QueueOf : public testing::Test {
  protected:
    QueueOf() { backend.define("todo", true); }

    /// `a` is known to both sides.
    void share(const std::string& json = "{'id':'a','text':'old','rank':1.50}") {
        backend.insert("todo", json);
        phone.pull();
    }

    std::vector<OperationDetail> queue(const QueueFilter& filter = {}) {
        std::vector<OperationDetail> all;
        phone->queue(filter, true, [&all](const OperationDetail& one) {
            all.push_back(one);
            return true;
        });
        return all;
    }

    std::vector<OperationDetail> drop(GiveUp how, const QueueFilter& filter = {}) {
        std::vector<OperationDetail> dropped;
        phone->drop(filter, how, [&dropped](const OperationDetail& one) {
            dropped.push_back(one);
            return true;
        });
        return dropped;
    }

    static QueueFilter of(const std::string& id) {
        QueueFilter filter;
        filter.ids = {id};
        return filter;
    }

    void make_conflict() {
        share();
        backend.update("todo", "a", "{'text':'theirs','complete':true}");
        phone.update("a", "{'text':'ours'}");
        EXPECT_EQ(phone.push().outcome, Status::conflict);
    }

    void refuse(int times, const std::string& words = "{'error':'too long'}") {
        world.answer_with(times, 422, words);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

// ---- seeing -----------------------------------------------------------------------------------

TEST_F(QueueOf, ShowsBaseLocalAndServer) {
    make_conflict();
    const OperationDetail detail = queue().at(0);
    EXPECT_EQ(detail.state, OperationState::conflict);
    EXPECT_EQ(find_member(detail.base->members, "text")->text(), "old");
    EXPECT_EQ(find_member(detail.local->members, "text")->text(), "ours");
    EXPECT_EQ(find_member(detail.server->members, "text")->text(), "theirs");
    EXPECT_EQ(detail.attempts, 1);
    EXPECT_EQ(detail.http_status, 412);
}

TEST_F(QueueOf, IsFiltered) {
    phone.define("other");
    phone.insert("{'id':'a'}");
    world.clock.advance(std::chrono::hours(1));
    phone->insert("other", members("{'id':'b'}"));
    QueueFilter filter;
    filter.table = "other";
    EXPECT_EQ(queue(filter).size(), 1U);
    filter = {};
    filter.since = "2026-03-01T12:30:00Z";
    EXPECT_EQ(queue(filter).at(0).id, "b");
    filter.since = "2026-03-01T14:30:00+02:00";
    EXPECT_EQ(queue(filter).size(), 1U);
    filter = {};
    filter.state = OperationState::failed;
    EXPECT_TRUE(queue(filter).empty());
    EXPECT_EQ(queue(of("a")).size(), 1U);
    filter = {};
    filter.since = "yesterday";
    EXPECT_THROW(queue(filter), UsageError);
    filter = {};
    filter.table = "nosuch";
    EXPECT_THROW(queue(filter), DataError);
}

// ---- holding ----------------------------------------------------------------------------------

TEST_F(QueueOf, AHeldOperationStaysUntilItIsReleasedAndCanBeEdited) {
    phone.insert("{'id':'a','text':'x'}");
    phone.insert("{'id':'b'}");
    EXPECT_EQ(phone->hold(of("a")), 1U);
    EXPECT_EQ(phone->hold(of("a")), 0U);
    EXPECT_EQ(phone.push().pushed, 1U);
    EXPECT_EQ(backend.count("todo"), 1U);
    phone.update("a", "{'text':'y'}");
    EXPECT_EQ(phone.push().pushed, 0U);
    EXPECT_EQ(phone->release(of("a")), 1U);
    EXPECT_EQ(phone.push().pushed, 1U);
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "y");
}

TEST_F(QueueOf, ARefusedOperationIsPendingAgainAfterRetry) {
    phone.insert("{'id':'a'}");
    refuse(1);
    EXPECT_EQ(phone.push().failed, 1U);
    EXPECT_EQ(queue().at(0).message, "too long");
    EXPECT_EQ(phone->retry({}), 1U);
    EXPECT_EQ(queue().at(0).state, OperationState::pending);
    EXPECT_EQ(queue().at(0).attempts, 0);
}

TEST_F(QueueOf, AnEditMendsARefusedOperationThroughTheChecksOfAnUpdate) {
    phone.insert("{'id':'a','text':'too long'}");
    refuse(1);
    phone.push();
    const std::int64_t sequence = queue().at(0).sequence;
    EXPECT_THROW(phone->edit(sequence, members("{'rank':'x'}")), DataError);
    EXPECT_THROW(phone->edit(sequence, members("{'nosuch':1}")), DataError);
    EXPECT_THROW(phone->edit(99, members("{'text':'x'}")), NotFoundError);
    EXPECT_EQ(queue().at(0).state, OperationState::failed);
    phone->edit(sequence, members("{'text':'short'}"));
    EXPECT_EQ(queue().at(0).state, OperationState::pending);
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "short");
}

// ---- giving up --------------------------------------------------------------------------------

TEST_F(QueueOf, DropAndRevertRestoresTheBaseByteForByte) {
    const std::string json =
        "{'id':'a','text':'old','rank':1.50,'extra':{'deep':[1,2.50]},'none':null}";
    share(json);
    Device fresh(world, "fresh");
    fresh.pull();
    phone.update("a", "{'text':'new','rank':2}");
    const auto dropped = drop(GiveUp::revert);
    ASSERT_EQ(dropped.size(), 1U);
    EXPECT_EQ(find_member(dropped[0].local->members, "text")->text(), "new");
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(write_item(*phone->get("todo", "a")), write_item(*fresh->get("todo", "a")));
    // Also what nobody here declared: an update later sends it back unchanged.
    phone.update("a", "{'text':'again'}");
    phone.push();
    EXPECT_EQ(write_value(*find_member(backend.item("todo", "a")->members, "extra")),
              R"({"deep":[1,2.50]})");
}

TEST_F(QueueOf, DropAndRevertRestoresTheNewestServerItemSeen) {
    make_conflict();
    drop(GiveUp::revert);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
    EXPECT_EQ(phone.push().requests, 0U);
}

TEST_F(QueueOf, DropAndRevertBringsADeletedItemBackAndTakesANewOneAway) {
    share();
    phone.remove("a");
    phone.insert("{'id':'b'}");
    EXPECT_EQ(drop(GiveUp::revert).size(), 2U);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(QueueOf, DropAndKeepLeavesTheValuesUntilAPullSeesTheItem) {
    share();
    phone.update("a", "{'text':'mine'}");
    drop(GiveUp::keep_local);
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone.text("a"), "mine");
    EXPECT_EQ(phone.push().requests, 0U);
    PullOptions full;
    full.full = true;
    phone.pull(full);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(QueueOf, AfterDropAndKeepTheNextChangeOverwritesNobody) {
    share();
    phone.update("a", "{'text':'mine'}");
    drop(GiveUp::keep_local);
    backend.update("todo", "a", "{'rank':9}");
    phone.update("a", "{'complete':true}");
    EXPECT_EQ(phone.push().outcome, Status::conflict);
    EXPECT_EQ(backend.shown("todo"), "a \"old\" null 9\n");
}

TEST_F(QueueOf, AfterDropAndKeepAnItemThatNobodyChangedCanBeChanged) {
    share();
    phone.update("a", "{'text':'mine'}");
    drop(GiveUp::keep_local);
    phone.update("a", "{'complete':true}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(QueueOf, AfterDropAndKeepANewItemIsInsertedByItsNextChange) {
    phone.insert("{'id':'a','text':'mine'}");
    drop(GiveUp::keep_local);
    EXPECT_EQ(phone.push().requests, 0U);
    phone.update("a", "{'complete':true}");
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.shown("todo"), "a \"mine\" true null\n");
}

TEST_F(QueueOf, DropOfWhatIsInDoubtNeedsTheStoresLock) {
    phone.insert("{'id':'a'}");
    world.before(1, [this] {
        const auto other = phone.second_process();
        EXPECT_THROW(other->drop({}, GiveUp::revert, [](const OperationDetail&) { return true; }),
                     StoreError);
    });
    EXPECT_EQ(phone.push().pushed, 1U);
}

// ---- moving -----------------------------------------------------------------------------------

TEST_F(QueueOf, MovesToAnotherStoreWithItsBases) {
    share("{'id':'a','text':'old','rank':1.50,'extra':1}");
    backend.insert("todo", "{'id':'d'}");
    phone.pull();
    phone.update("a", "{'text':'new'}");
    phone.insert("{'id':'b','text':'x','rank':null}");
    phone.remove("d");
    std::vector<std::string> lines;
    phone->export_queue({}, [&lines](const std::string& line) {
        lines.push_back(line);
        return true;
    });
    ASSERT_EQ(lines.size(), 3U);

    Device tablet(world, "tablet");
    const auto import = [&] {
        std::size_t next = 0;
        return tablet->import_queue([&](std::string_view& text, std::string& where) {
            if (next == lines.size()) return false;
            text = lines[next];
            where = "line " + std::to_string(++next);
            return true;
        });
    };
    EXPECT_EQ(import(), 3U);
    EXPECT_EQ(import(), 0U) << "a second time changes nothing";
    EXPECT_EQ(tablet.queued(), phone.queued());
    EXPECT_EQ(tablet.push().pushed, 3U);
    EXPECT_EQ(backend.shown("todo"), "a \"new\" null 1.50\nb \"x\" null null\n");
    EXPECT_EQ(find_member(backend.item("todo", "a")->members, "extra")->text(), "1");
}

TEST_F(QueueOf, IsNotTakenByAStoreOfAnotherServiceOrShape) {
    phone.insert("{'id':'a','text':'x'}");
    std::string line;
    phone->export_queue({}, [&line](const std::string& one) {
        line = one;
        return true;
    });
    const auto import = [&line](Device& device) {
        bool given = false;
        return device->import_queue([&](std::string_view& text, std::string& where) {
            if (std::exchange(given, true)) return false;
            text = line;
            where = "line 1";
            return true;
        });
    };
    Device elsewhere(world, "elsewhere");
    elsewhere->set_url("http://another");
    EXPECT_THROW(import(elsewhere), DataError);
    Device shaped(world, "shaped");
    TableDefinition table = shaped->table("todo");
    table.columns.pop_back();
    shaped->define_table(table);
    EXPECT_THROW(import(shaped), DataError);
    Device busy(world, "busy");
    busy.insert("{'id':'a','text':'another'}");
    EXPECT_THROW(import(busy), DataError);
    line = "{\"id\":\"a\"}";
    Device fresh(world, "fresh");
    EXPECT_THROW(import(fresh), DataError);
    EXPECT_TRUE(fresh.queued().empty());
}

// ---- deciding by hand -------------------------------------------------------------------------

TEST_F(QueueOf, AConflictIsDecidedHereAndAtOnce) {
    make_conflict();
    Resolution resolution;
    resolution.use = Resolution::Use::local;
    resolution.set = members("{'rank':7}");
    EXPECT_TRUE(phone->resolve("todo", "a", resolution));
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a pending"}));
    const std::string version = backend.item("todo", "a")->version;
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().header("if-match"), '"' + version + '"');
    EXPECT_EQ(backend.shown("todo"), "a \"ours\" null 7\n");
}

TEST_F(QueueOf, AConflictDecidedForTheServerIsOver) {
    make_conflict();
    Resolution resolution;
    resolution.use = Resolution::Use::server;
    EXPECT_FALSE(phone->resolve("todo", "a", resolution));
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(QueueOf, AMergeByHandWantsToKnowWhatClashes) {
    make_conflict();
    Resolution resolution;
    resolution.use = Resolution::Use::merge;
    try {
        phone->resolve("todo", "a", resolution);
        ADD_FAILURE() << "a clash was decided by nobody";
    } catch (const DataError& error) {
        EXPECT_NE(std::string(error.what()).find("text"), std::string::npos);
    }
    resolution.set = members("{'text':'both'}");
    EXPECT_TRUE(phone->resolve("todo", "a", resolution));
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.shown("todo"), "a \"both\" true 1.50\n");
}

TEST_F(QueueOf, AFinishedItemIsCheckedLikeAnyChange) {
    make_conflict();
    Resolution resolution;
    resolution.use = Resolution::Use::item;
    for (const char* bad : {"{'id':'b','text':'x'}", "{'rank':'x'}", "{'nosuch':1}"}) {
        resolution.item = members(bad);
        EXPECT_THROW(phone->resolve("todo", "a", resolution), DataError) << bad;
        EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update todo/a conflict"}));
    }
    resolution.item = members("{'id':'a','text':'made'}");
    EXPECT_TRUE(phone->resolve("todo", "a", resolution));
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "made");
}

TEST_F(QueueOf, WhatIsNoConflictCannotBeDecided) {
    phone.insert("{'id':'a'}");
    EXPECT_THROW(phone->resolve("todo", "a", {}), NotFoundError);
    EXPECT_THROW(phone->resolve("todo", "zzz", {}), NotFoundError);
    EXPECT_THROW(phone->resolve("nosuch", "a", {}), DataError);
}

TEST_F(QueueOf, AConflictMayBeDecidedWhileAPushRuns) {
    make_conflict();
    phone.insert("{'id':'b'}");
    world.before(1, [this] {
        Resolution resolution;
        resolution.use = Resolution::Use::local;
        EXPECT_TRUE(phone.second_process()->resolve("todo", "a", resolution));
    });
    phone.push();
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "ours");
    EXPECT_TRUE(phone.queued().empty());
}

// ---- seeing before doing ----------------------------------------------------------------------

TEST_F(QueueOf, APreviewIsWhatThePushSends) {
    share();
    backend.insert("todo", "{'id':'d'}");
    phone.pull();
    phone.update("a", "{'text':'new'}");
    phone.insert("{'id':'b','text':'x'}");
    phone.remove("d");
    phone.remote.token = "secret";
    phone.remote.headers = {"X-Api-Key: secret", "X-Tenant: blue"};
    phone.remote.parallel = 1;
    std::vector<RequestPreview> previews;
    const std::vector<std::string> before = phone.queued();
    EXPECT_EQ(phone->preview({},
                             phone.remote,
                             [&previews](const RequestPreview& one) {
                                 previews.push_back(one);
                                 return true;
                             }),
              3U);
    EXPECT_EQ(phone.queued(), before);
    EXPECT_EQ(queue().at(0).attempts, 0);

    const std::size_t from = world.log.size();
    phone.push();

    for (std::size_t i = 0; i < previews.size(); ++i) {
        const Request& sent = world.log.at(from + i).request;
        EXPECT_EQ(previews[i].method, sent.method);
        EXPECT_EQ(previews[i].url, sent.url);
        EXPECT_EQ(previews[i].body, sent.body);
        ASSERT_EQ(previews[i].headers.size(), sent.headers.size());
        for (const auto& [name, value] : previews[i].headers) {
            EXPECT_EQ(value.find("secret"), std::string::npos) << name;
        }
        for (std::size_t h = 0; h < sent.headers.size(); ++h) {
            EXPECT_EQ(previews[i].headers[h].first, sent.headers[h].first);
            const bool secret = sent.headers[h].second.find("secret") != std::string::npos;
            // What the user adds may be a secret, whatever its name.
            if (!secret && sent.headers[h].first != "x-tenant") {
                EXPECT_EQ(previews[i].headers[h].second, sent.headers[h].second);
            }
        }
    }
}

TEST_F(QueueOf, APreviewShowsThatUserAndPasswordGoAlongWhereNoOtherAuthorizationDoes) {
    phone.insert("{'id':'b'}");
    const tests::TempDir folder;
    phone.remote.netrc_file = (folder / "netrc").string();
    std::ofstream(phone.remote.netrc_file) << "machine service login me password secret\n";
    const auto authorizations = [this] {
        std::vector<std::string> values;
        phone->preview({}, phone.remote, [&values](const RequestPreview& one) {
            for (const auto& [name, value] : one.headers) {
                if (name == "authorization") values.push_back(value);
            }
            return true;
        });
        return values;
    };

    EXPECT_EQ(authorizations(), (std::vector<std::string>{"***"}));
    phone.remote.headers = {"Authorization: Digest secret"};
    EXPECT_EQ(authorizations(), (std::vector<std::string>{"***"}));
}

TEST_F(QueueOf, AnExplanationSendsNothingAndAsksForNoSafeWay) {
    phone.insert("{'id':'b'}");
    phone.remote.allow_http = false;
    phone.remote.ca_file = "/no/such/file";

    EXPECT_TRUE(phone->explain("todo", "b", phone.remote).request.has_value());
}

TEST_F(QueueOf, APreviewNeedsToKnowTheProtocol) {
    phone->set_protocol("auto");
    phone.insert("{'id':'a'}");
    EXPECT_THROW(phone->preview({}, phone.remote, [](const RequestPreview&) { return true; }),
                 UsageError);
}

TEST_F(QueueOf, AnExplanationSaysWhatWouldBeSentAndWhatStandsInTheWay) {
    share();
    Explanation clean = phone->explain("todo", "a", phone.remote);
    EXPECT_TRUE(clean.exists);
    EXPECT_FALSE(clean.operation);
    phone.define("parent");
    phone->insert("parent", members("{'id':'p'}"));
    phone.update("a", "{'text':'new'}");
    phone->hold(of("a"));
    const Explanation held = phone->explain("todo", "a", phone.remote);
    ASSERT_EQ(held.changes.size(), 1U);
    EXPECT_EQ(held.changes[0].name, "text");
    EXPECT_EQ(held.changes[0].before.text(), "old");
    EXPECT_EQ(held.changes[0].after.text(), "new");
    ASSERT_TRUE(held.request);
    EXPECT_EQ(held.request->method, world.update_method());
    ASSERT_EQ(held.blockers.size(), 2U);
    EXPECT_NE(held.blockers[0].find("held"), std::string::npos);
    EXPECT_NE(held.blockers[1].find("parent"), std::string::npos);
    EXPECT_THROW(phone->explain("todo", "zzz", phone.remote), NotFoundError);
}

TEST_F(QueueOf, TheHistoryOfRunsTellsWhatMovedAndHowItEnded) {
    phone.insert("{'id':'a'}");
    phone.push();
    world.offline = true;
    phone.insert("{'id':'b'}");
    phone.push();
    world.offline = false;
    phone.pull();
    const auto runs = phone->runs(10);
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[0].command, "pull");
    EXPECT_EQ(runs[0].pushed, 1U);
    EXPECT_EQ(runs[1].outcome, Status::retry);
    EXPECT_NE(runs[1].reason, "");
    EXPECT_EQ(runs[2].pushed, 1U);
    EXPECT_EQ(phone->runs(1).size(), 1U);
}

// ---- safety rails -----------------------------------------------------------------------------

TEST_F(QueueOf, APullRemovesNoMoreThanItMay) {
    backend.seed("todo", "a", 10, "2020-01-01T00:00:00Z");
    phone.pull();
    for (int i = 0; i < 5; ++i) backend.remove("todo", "a0000" + std::to_string(i));
    PullOptions options;
    options.max_delete = 4;
    EXPECT_EQ(phone.pull(options).outcome, Status::limit);
    EXPECT_EQ(phone->count("todo", {}), 10U);
    options.max_delete.reset();
    options.max_delete_percent = 40;
    EXPECT_EQ(phone.pull(options).outcome, Status::limit);
    options.max_delete_percent = 50;
    EXPECT_EQ(phone.pull(options).outcome, Status::ok);
    EXPECT_EQ(phone->count("todo", {}), 5U);
}

TEST_F(QueueOf, AnotherServiceIsRefusedOnceItHasAnswered) {
    share();
    phone.update("a", "{'text':'new'}");
    phone.remote.url = "http://another";
    world.offline = true;
    EXPECT_EQ(phone.push().outcome, Status::retry) << "no answer is no other service";
    world.offline = false;
    const PushResult push = phone.push();
    EXPECT_EQ(push.outcome, Status::refused);
    EXPECT_NE(push.hint.find("--rebase"), std::string::npos) << push.hint;
    EXPECT_EQ(phone.queued().size(), 1U);
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "old");
    PullOptions options;
    options.no_push = true;
    EXPECT_EQ(phone.pull(options).outcome, Status::refused);
}

TEST_F(QueueOf, AServiceThatMovedIsCarriedOnWith) {
    share();
    phone.update("a", "{'text':'new'}");
    const auto token = phone.token();
    phone.remote.url = "http://another";
    phone.remote.rebase = Rebase::keep;
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.token(), token);
    phone.remote.rebase = Rebase::refuse;
    EXPECT_EQ(phone.pull().outcome, Status::ok);
}

TEST_F(QueueOf, AnotherServiceBegunAnewOverwritesNothingUnseen) {
    share();
    backend.insert("todo", "{'id':'d','text':'kept'}");
    phone.pull();
    phone.update("a", "{'text':'new'}");
    phone.remove("d");
    phone.insert("{'id':'b'}");
    backend.update("todo", "d", "{'text':'changed there'}");
    phone.remote.url = "http://another";
    phone.remote.rebase = Rebase::reset;
    const PushResult result = phone.push();
    EXPECT_EQ(result.outcome, Status::conflict);
    EXPECT_FALSE(phone.token());
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "old");
    EXPECT_FALSE(backend.item("todo", "d")->deleted);
    EXPECT_TRUE(backend.item("todo", "b"));
    PushOptions ours;
    ours.conflict = read_policy("local");
    EXPECT_EQ(phone.push(ours).outcome, Status::ok);
    EXPECT_EQ(backend.item("todo", "a")->members.at(0).value.text(), "new");
}

TEST_F(QueueOf, AServiceWhoseClockIsBeforeTheTokenIsNamed) {
    share();
    world.clock.advance(std::chrono::hours(1));
    phone.pull();
    backend.date_ahead = -std::chrono::hours(24 * 400);
    const PullResult result = phone.pull();
    ASSERT_EQ(result.warnings.size(), 1U);
    EXPECT_NE(result.warnings[0].find("backup"), std::string::npos);
}

}  // namespace

}  // namespace syncline::journey
