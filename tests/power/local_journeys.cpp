// Journeys of changes made here: one transaction each, there as soon as the call has returned.

#include "power/scene.hpp"

namespace syncline::power {

namespace {

std::string line(const std::string& id, const std::string& text, int rank) {
    return id + " \"" + text + "\" null " + std::to_string(rank) + "\n";
}

std::string json(const std::string& id, const std::string& text, int rank) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\",\"rank\":" + std::to_string(rank) +
           "}";
}

// ---- inserts ---------------------------------------------------------------------------------

void insert_one_by_one(Scene& scene) {
    for (const char* id : {"a", "b", "c"}) {
        if (scene.phone->get("todo", id)) continue;
        scene.promises.change({{id, line(id, "new", 1)}},
                              [&] { scene.phone.insert(json(id, "new", 1)); });
    }
}

void insert_batch(Scene& scene, int count, const std::string& text) {
    if (scene.phone->count("todo", {}) > 0) return;
    Promises::Lines lines;
    for (int i = 0; i < count; ++i) {
        const std::string id = "item" + std::to_string(i);
        lines[id] = line(id, text, i);
    }
    scene.promises.change(lines, [&] {
        std::string object;
        int next = 0;
        const auto source = [&](std::string_view& json_text, std::string& /*where*/) {
            if (next == count) return false;
            object = json("item" + std::to_string(next), text, next);
            ++next;
            json_text = object;
            return true;
        };
        scene.phone->insert_many("todo", source, OnExisting::refuse, {});
    });
}

void insert_many(Scene& scene) {
    insert_batch(scene, 40, std::string(400, 'x'));
}

/// So much that the process folds the log back into the store when it ends.
void insert_much(Scene& scene) {
    insert_batch(scene, 30, std::string(40'000, 'x'));
    scene.phone.restart();
}

// ---- other changes ---------------------------------------------------------------------------

/// Items known to both sides.
void pull_items(Scene& scene) {
    for (int i = 0; i < 6; ++i) {
        scene.world.backend.insert("todo", json("old" + std::to_string(i), "old", i));
    }
    scene.pull();
    scene.promises.take(scene.phone);
}

void change(Scene& scene) {
    Device& phone = scene.phone;
    Promises& promises = scene.promises;
    promises.change({{"old0", line("old0", "changed", 0)}},
                    [&] { phone.update("old0", "{'text':'changed'}"); });
    promises.change({{"old4", line("old4", "old", 9)}, {"old5", line("old5", "old", 9)}}, [&] {
        phone->update_where("todo", "rank ge 4", journey::members("{'rank':9}"));
    });
    promises.change({{"old1", ""}}, [&] { phone->remove("todo", "old1", true); });
    promises.change({{"old2", ""}, {"old3", ""}},
                    [&] { phone->remove_where("todo", "id eq 'old2' or id eq 'old3'"); });
    promises.change({{"old1", line("old1", "again", 1)}},
                    [&] { phone.insert(json("old1", "again", 1)); });
}

void import_items(Scene& scene) {
    const std::vector<std::string> items = {json("old0", "imported", 0),
                                            json("new", "imported", 1)};
    scene.promises.change(
        {{"old0", line("old0", "imported", 0)}, {"new", line("new", "imported", 1)}}, [&] {
            ImportOptions options;
            options.table = "todo";
            std::size_t next = 0;
            scene.phone->import_items(options, [&](std::string_view& text, std::string& /*where*/) {
                if (next == items.size()) return false;
                text = items[next++];
                return true;
            });
        });
}

/// Changes that are given up: the service's items come back.
void prepare_drop(Scene& scene) {
    pull_items(scene);
    scene.phone.update("old0", "{'text':'changed'}");
    scene.phone.remove("old1");
    scene.phone.insert(json("new", "new", 1));
    scene.promises.take(scene.phone);
}

void drop(Scene& scene) {
    const Promises::Lines before = {
        {"old0", line("old0", "old", 0)}, {"old1", line("old1", "old", 1)}, {"new", ""}};
    scene.promises.change(before, [&] {
        scene.phone->drop(
            {}, GiveUp::revert, [](const OperationDetail& /*operation*/) { return true; });
    });
}

}  // namespace

std::vector<Journey> local_journeys() {
    return {
        {"insert", nothing, insert_one_by_one, keep, converge},
        {"insert_many", nothing, insert_many, keep, converge},
        {"insert_much", nothing, insert_much, keep, converge, 4},
        {"change", pull_items, change, keep, converge},
        {"import", pull_items, import_items, keep, converge},
        {"drop", prepare_drop, drop, keep, converge},
    };
}

}  // namespace syncline::power
