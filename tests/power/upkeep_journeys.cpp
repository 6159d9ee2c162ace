// Journeys of the store as a whole: made, brought up to date, changed in its shape, copied.

#include "power/scene.hpp"
#include "store/database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <unistd.h>

namespace syncline::power {

namespace {

constexpr const char* kUrl = "http://elsewhere";

/// Items, one of them changed here, and one whose member `note` has no column.
void fill(Scene& scene) {
    for (int i = 0; i < 6; ++i) {
        scene.world.backend.insert(
            "todo", "{'id':'old" + std::to_string(i) + "','text':'old','rank':1,'note':'kept'}");
    }
    scene.pull();
    scene.phone.update("old0", "{'text':'changed'}");
    scene.promises.take(scene.phone);
}

/// Only these files lie beside the store and its own.
void expect_tidy(Scene& scene, std::set<std::string> files) {
    if (!scene.tidy) return;
    for (const char* own : {"store.db", "store.db-wal", "store.db-shm", "store.db-lock"})
        files.insert(own);
    for (const auto& entry : std::filesystem::directory_iterator(scene.path(""))) {
        const std::string name = entry.path().filename().string();
        EXPECT_EQ(files.count(name), 1U) << name;
    }
}

// ---- one store -------------------------------------------------------------------------------

/// As the first version of the program made stores.
void make_old(Scene& scene) {
    fill(scene);
    store::Database database(
        scene.phone.path(), store::OpenMode::read_write, std::chrono::seconds(5));
    database.execute(
        "PRAGMA synchronous = FULL;"
        "BEGIN; DROP TABLE __runs; ALTER TABLE __tables DROP COLUMN conflict;"
        "PRAGMA user_version = 1; COMMIT");
}

void define(Scene& scene) {
    scene.phone.define("other");
    TableDefinition more;
    more.name = "todo";
    more.columns = {{"note", Type::string}};
    DefineOptions options;
    options.alter = true;
    scene.phone->define_table(more, options);
}

void expect_columns(Scene& scene) {
    const auto item = scene.phone->get("todo", "old1");
    ASSERT_TRUE(item);
    const Value* const note = find_member(item->members, "note");
    EXPECT_EQ(note != nullptr ? note->text() : "(none)", "kept");
    EXPECT_NE(scene.phone->table("todo").column("note"), nullptr);
}

void look_defined(Scene& scene) {
    keep(scene);
    if (scene.has_acted) expect_columns(scene);
}

void expect_defined(Scene& scene) {
    expect_columns(scene);
    scene.phone->insert("other", journey::members("{'text':'x'}"));
    scene.converge();
}

/// Alters a table, which is refused while it has operations.
void prepare_define(Scene& scene) {
    fill(scene);
    scene.push();
}

void compact(Scene& scene) {
    scene.phone->compact();
}

void purge(Scene& scene) {
    Promises::Lines gone;
    for (int i = 0; i < 6; ++i) gone["old" + std::to_string(i)] = "";
    scene.promises.change(gone, [&] { scene.phone->purge("todo", {}); });
}

/// The token went with the items: they come back.
void expect_back(Scene& scene) {
    scene.pull();
    EXPECT_EQ(scene.phone.shown(), scene.world.backend.shown("todo"));
}

// ---- files beside the store ------------------------------------------------------------------

std::string backup_path(const Scene& scene) {
    return scene.path("backup.db");
}

std::string new_path(const Scene& scene) {
    return scene.path("new.db");
}

std::string shown(const std::string& path) {
    OpenOptions options;
    options.read_only = true;
    Client client(path, options);
    EXPECT_TRUE(client.check({}).findings.empty());
    std::string lines;
    client.query("todo", {}, [&lines](const Item& item) {
        lines += journey::shown_line(item);
        return true;
    });
    return lines;
}

void back_up(Scene& scene) {
    BackupOptions options;
    options.replace = std::filesystem::exists(backup_path(scene));
    scene.phone->backup(backup_path(scene), options);
}

/// It is complete or not there.
void look_for_backup(Scene& scene) {
    keep(scene);
    expect_tidy(scene, {"backup.db"});
    if (!scene.has_acted && !std::filesystem::exists(backup_path(scene))) return;
    EXPECT_EQ(shown(backup_path(scene)), scene.phone.shown());
}

/// An older one is there.
void prepare_second_backup(Scene& scene) {
    fill(scene);
    back_up(scene);
    scene.phone.update("old1", "{'text':'changed since'}");
    scene.promises.take(scene.phone);
}

/// It is the old one or the new one.
void look_for_either(Scene& scene) {
    keep(scene);
    expect_tidy(scene, {"backup.db"});
    const std::string lines = shown(backup_path(scene));
    EXPECT_NE(lines.find("old0 \"changed\""), std::string::npos);
    const bool is_old = lines.find("changed since") == std::string::npos;
    EXPECT_TRUE((is_old && !scene.has_acted) || lines == scene.phone.shown()) << lines;
}

InitOptions init_options() {
    InitOptions options;
    options.url = kUrl;
    options.protocol = "v3";
    options.if_missing = true;
    return options;
}

void init(Scene& scene) {
    Client::create(new_path(scene), init_options());
}

/// It is all that was asked for or not there.
void look_for_new(Scene& scene) {
    expect_tidy(
        scene,
        {"new.db", "new.db-wal", "new.db-shm", "new.db-lock", "new.db-journal", "backup.db"});
    if (!scene.has_acted && !std::filesystem::exists(new_path(scene))) return;
    Client client(new_path(scene));
    EXPECT_EQ(client.url(), kUrl);
    EXPECT_EQ(client.status().protocol, "v3");
    EXPECT_TRUE(client.check({}).findings.empty());
}

/// And nothing of another store is in it.
void look_for_empty(Scene& scene) {
    look_for_new(scene);
    if (!scene.has_acted && !std::filesystem::exists(new_path(scene))) return;
    Client client(new_path(scene));
    EXPECT_TRUE(client.tables().empty());
}

/// It is the old one or the new one.
void look_for_either_store(Scene& scene) {
    if (scene.has_acted) return look_for_empty(scene);
    EXPECT_TRUE(std::filesystem::exists(new_path(scene)));
    look_for_new(scene);
}

/// A store with an empty queue, to be replaced; something of it is in its log.
void prepare_replacement(Scene& scene) {
    InitOptions options = init_options();
    Client::create(new_path(scene), options);
    Client client(new_path(scene));
    client.define_table(scene.phone->table("todo"));
}

void replace(Scene& scene) {
    InitOptions options = init_options();
    options.if_missing = false;
    options.force = true;
    Client::create(new_path(scene), options);
}

/// Somebody has removed the store, but not what SQLite keeps beside it.
void prepare_leftovers(Scene& scene) {
    prepare_replacement(scene);
    unlink(new_path(scene).c_str());
    scene.disk.synced_folder();
}

void prepare_restore(Scene& scene) {
    fill(scene);
    back_up(scene);
}

void restore(Scene& scene) {
    InitOptions options = init_options();
    options.from_backup = backup_path(scene);
    Client::create(new_path(scene), options);
}

void look_for_restored(Scene& scene) {
    look_for_new(scene);
    if (std::filesystem::exists(new_path(scene))) {
        EXPECT_EQ(shown(new_path(scene)), scene.phone.shown());
    }
}

}  // namespace

std::vector<Journey> upkeep_journeys() {
    return {
        {"migrate", make_old, nothing, keep, converge},
        {"define", prepare_define, define, look_defined, expect_defined},
        {"compact", fill, compact, keep, converge},
        {"purge", prepare_define, purge, keep, expect_back},
        {"backup", fill, back_up, look_for_backup, look_for_backup},
        {"second_backup", prepare_second_backup, back_up, look_for_either, look_for_either},
        {"init", nothing, init, look_for_new, look_for_new},
        {"init_anew", prepare_replacement, replace, look_for_either_store, look_for_either_store},
        {"init_beside_a_log", prepare_leftovers, init, look_for_empty, look_for_empty},
        {"restore", prepare_restore, restore, look_for_restored, look_for_restored},
    };
}

}  // namespace syncline::power
