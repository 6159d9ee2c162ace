// Journeys of runs: what the service has accepted is never forgotten, and a token is never ahead of
// the items.

#include "power/scene.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::power {

namespace {

// ---- push ------------------------------------------------------------------------------------

/// Items known to both sides, then changes here; two answers of the service will be lost.
void change_much(Scene& scene) {
    Device& phone = scene.phone;
    for (int i = 0; i < 5; ++i) {
        scene.world.backend.insert("todo",
                                   "{'id':'old" + std::to_string(i) + "','text':'old','rank':1}");
    }
    scene.pull();
    for (int i = 0; i < 3; ++i) phone.insert("{'text':'new'}");
    phone.insert("{'id':'given','text':'new'}");
    phone.update("old0", "{'text':'changed'}");
    phone.update("old1", "{'rank':2}");
    phone.remove("old2");
    phone.remove("old3");
    phone.remove("old4");
    phone.insert("{'id':'old4','text':'again'}");
    scene.promises.take(phone);
    scene.world.lose_answers(2);
}

void push(Scene& scene) {
    scene.push();
}

/// What has no operation is as the service has it; nothing has changed here.
void look_pushed(Scene& scene) {
    keep(scene);
    EXPECT_TRUE(!scene.has_acted || scene.phone.queued().empty());
    std::vector<std::string> queued;
    for (const store::Operation& operation : scene.phone.queue()) queued.push_back(operation.item);
    scene.phone->query("todo", {}, [&](const Item& item) {
        if (std::find(queued.begin(), queued.end(), item.id) != queued.end()) return true;
        const auto there = scene.world.backend.item("todo", item.id);
        EXPECT_EQ(there ? journey::shown_line(*there) : "(none)", journey::shown_line(item));
        return true;
    });
}

/// Edits made where it is not known whether what came before them has arrived.
void edit(Scene& scene) {
    look_pushed(scene);
    scene.phone.update("given", "{'rank':3}");
    scene.phone.update("old0", "{'text':'changed again'}");
    scene.phone.update("old1", "{'complete':true}");
    scene.phone.remove("old4");
    scene.phone.insert("{'id':'old4','text':'once more'}");
    scene.promises.take(scene.phone);
}

// ---- pull ------------------------------------------------------------------------------------

/// Several pages, stored in several transactions; some items have been here before.
void prepare_pull(Scene& scene) {
    journey::Backend& backend = scene.world.backend;
    backend.seed("todo", "none", 12, "");
    backend.seed("todo", "tie", 25, "2020-01-01T00:00:00.123Z");
    backend.seed("todo", "first", 5, "2020-06-01T00:00:00Z");
    scene.pull();
    for (int i = 0; i < 30; ++i) {
        const std::string second = std::to_string(10 + i);
        backend.seed("todo", "at" + second, 1, "2021-01-01T00:00:" + second + "Z");
    }
    backend.update("todo", "tie00001", "{'text':'changed there'}");
    backend.remove("todo", "first00001");
    // No page is young enough for its items to be asked for again.
    scene.world.clock.advance(std::chrono::minutes(10));
    scene.world.round_trip = std::chrono::milliseconds(1'200);
}

/// The same from the beginning, with a drain of one millisecond in between.
void prepare_first_pull(Scene& scene) {
    journey::Backend& backend = scene.world.backend;
    backend.seed("todo", "none", 12, "");
    backend.seed("todo", "tie", 25, "2020-01-01T00:00:00.123Z");
    backend.seed("todo", "later", 25, "2020-06-01T00:00:00Z");
    scene.world.round_trip = std::chrono::milliseconds(1'200);
}

void pull(Scene& scene) {
    scene.pull();
}

void expect_pulled(Scene& scene) {
    EXPECT_EQ(scene.phone.queued(), std::vector<std::string>());
    EXPECT_EQ(scene.phone.shown(), scene.world.backend.shown("todo"));
}

void look_pulled(Scene& scene) {
    if (scene.has_acted) expect_pulled(scene);
}

// ---- conflicts -------------------------------------------------------------------------------

/// Both sides change three items.
void contest(Scene& scene) {
    for (const char* id : {"a", "b", "c"}) {
        scene.world.backend.insert("todo",
                                   "{'id':'" + std::string(id) + "','text':'old','rank':1}");
    }
    scene.pull();
    for (const char* id : {"a", "b", "c"}) {
        scene.world.backend.update("todo", id, "{'text':'theirs'}");
        scene.phone.update(id, "{'text':'ours','rank':2}");
    }
    scene.promises.take(scene.phone);
}

void expect_recorded(const PushResult& result) {
    if (result.status == PushStatus::cancelled_by_sync_store_error) {
        throw StoreError(result.outcome, result.reason, result.hint);
    }
    EXPECT_EQ(result.outcome, Status::conflict) << result.reason;
    EXPECT_EQ(result.conflicts, 3U);
}

/// The conflicts are found, and found again by a pull.
void meet_conflicts(Scene& scene) {
    expect_recorded(scene.phone.push());
    PullOptions options;
    options.no_push = true;
    EXPECT_EQ(scene.phone.pull(options).outcome, Status::ok);
}

bool is_contested(Scene& scene, const std::string& id) {
    const auto queued = scene.phone.queued();
    return std::find(queued.begin(), queued.end(), "update todo/" + id + " conflict") !=
           queued.end();
}

void resolve(Scene& scene, const char* id, const Resolution& resolution, const char* line) {
    if (!is_contested(scene, id)) return;
    scene.promises.change({{id, line}}, [&] { scene.phone->resolve("todo", id, resolution); });
}

void resolve_all(Scene& scene) {
    resolve(scene, "a", {Resolution::Use::local, {}, {}}, "a \"ours\" null 2\n");
    resolve(scene, "b", {Resolution::Use::server, {}, {}}, "b \"theirs\" null 1\n");
    resolve(scene,
            "c",
            {Resolution::Use::merge, journey::members("{'text':'both'}"), {}},
            "c \"both\" null 2\n");
}

void resolve_and_converge(Scene& scene) {
    resolve_all(scene);
    scene.converge();
}

void contest_and_meet(Scene& scene) {
    contest(scene);
    expect_recorded(scene.phone.push());
}

/// A policy decides: ours wins, under the version of theirs.
void decide(Scene& scene) {
    PushOptions options;
    options.conflict = read_policy("local");
    const PushResult result = scene.phone.push(options);
    if (result.status == PushStatus::cancelled_by_sync_store_error) {
        throw StoreError(result.outcome, result.reason, result.hint);
    }
    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
}

/// Changes on both sides, none of them contested.
void prepare_sync(Scene& scene) {
    change_much(scene);
    scene.world.forget_faults();
    scene.world.backend.insert("todo", "{'id':'theirs','text':'theirs'}");
    scene.world.clock.advance(std::chrono::minutes(10));
}

void sync(Scene& scene) {
    const SyncResult result = scene.phone.sync();
    if (result.push.status == PushStatus::cancelled_by_sync_store_error) {
        throw StoreError(result.push.outcome, result.push.reason, result.push.hint);
    }
    EXPECT_EQ(result.outcome, Status::ok);
}

void expect_synced(Scene& scene) {
    EXPECT_EQ(scene.phone.queued(), std::vector<std::string>());
    EXPECT_EQ(scene.phone.shown(), scene.world.backend.shown("todo"));
    EXPECT_EQ(scene.world.backend.count("todo"), 8U);
}

void look_synced(Scene& scene) {
    if (scene.has_acted) expect_synced(scene);
}

}  // namespace

std::vector<Journey> run_journeys() {
    return {
        {"push", change_much, push, look_pushed, converge},
        {"push_then_edit", change_much, push, edit, converge},
        {"pull", prepare_pull, pull, look_pulled, expect_pulled},
        {"first_pull", prepare_first_pull, pull, look_pulled, expect_pulled},
        {"sync", prepare_sync, sync, look_synced, expect_synced},
        {"conflict", contest, meet_conflicts, keep, resolve_and_converge},
        {"resolve", contest_and_meet, resolve_all, keep, converge},
        {"decide", contest, decide, keep, converge},
    };
}

}  // namespace syncline::power
