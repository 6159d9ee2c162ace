#include "journey/device.hpp"
#include "store/store.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline::journey {

namespace {

/// A store with an item of each kind: `a` as the service has it, `b` changed, `c` deleted and `d`
/// made here.
class Soundness : public testing::Test {
  protected:
    Soundness() {
        for (const char* id : {"a", "b", "c"}) {
            world.backend.insert("todo", std::string("{'id':'") + id + "','rank':1,'more':7}");
        }
        world.clock.advance(std::chrono::minutes(5));
        phone.pull();
        phone.update("b", "{'rank':2}");
        phone.remove("c");
        phone.insert("{'id':'d'}");
    }

    /// What another program does to the file.
    /// With a connection of its own: the store's own may not write to a schema.
    void plant(const std::string& sql) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(phone.path().c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    CheckResult check(bool fix = false) {
        CheckOptions options;
        options.fix = fix;
        return phone->check(options);
    }

    World world;
    Device phone{world};
};

const Finding* find(const CheckResult& result, const std::string& what) {
    const auto found = std::find_if(result.findings.begin(),
                                    result.findings.end(),
                                    [&what](const Finding& each) { return each.what == what; });
    return found == result.findings.end() ? nullptr : &*found;
}

std::string all_of(const CheckResult& result) {
    std::string text;
    for (const Finding& each : result.findings) text += each.what + ": " + each.sentence + "\n";
    return text;
}

/// How one kind of breach is made, and what becomes of it.
struct Breach {
    const char* what;
    const char* sql;
    bool fixable;
};

constexpr const char* kCopyOperation =
    "CREATE TEMP TABLE x AS SELECT * FROM __operations WHERE item = 'b';"
    "UPDATE x SET sequence = NULL; INSERT INTO __operations SELECT * FROM x";

const std::vector<Breach> kBreaches{
    {"operation-of-no-table", "UPDATE __operations SET table_id = 99 WHERE item = 'c'", false},
    {"two-operations", kCopyOperation, false},
    {"unknown-kind", "UPDATE __operations SET kind = 'upsert' WHERE item = 'b'", false},
    {"unknown-kind", "UPDATE __operations SET sent = 'upsert' WHERE item = 'b'", false},
    {"unknown-state", "UPDATE __operations SET state = 'lost' WHERE item = 'b'", true},
    {"conflict-without-server-item",
     "UPDATE __operations SET state = 'conflict' WHERE item = 'd'",
     true},
    {"update-without-base", "UPDATE __operations SET base = NULL WHERE item = 'b'", true},
    {"sequence-behind", "UPDATE sqlite_sequence SET seq = 0 WHERE name = '__operations'", true},
    {"token-of-no-table", "UPDATE __queries SET table_id = 99", true},
    {"unreadable-token", "UPDATE __queries SET phase = 'later'", true},
    {"unreadable-token", "UPDATE __queries SET since = 'today'", true},
    {"unreadable-token", "UPDATE __queries SET since = 9223372036854775807", true},
    {"unknown-delete-mode", "UPDATE __tables SET deletes = 'gently'", true},
    {"unknown-policy", "UPDATE __tables SET conflict = 'nobody'", true},
    {"unreadable-filter", "UPDATE __queries SET filter = 'rank gt'", false},
    {"unreadable-operation", "UPDATE __operations SET base = '{' WHERE item = 'b'", false},
    {"unreadable-operation", "UPDATE __operations SET newest = '{}' WHERE item = 'b'", false},
    {"operation-without-item", "DELETE FROM todo WHERE id = 'd'", false},
    {"deleted-item", "INSERT INTO todo (id) VALUES ('c')", false},
    {"item-without-its-operation", "UPDATE todo SET __op = NULL WHERE id = 'b'", true},
    {"dangling-operation", "DELETE FROM __operations WHERE item = 'b'", true},
    {"dangling-operation", "UPDATE todo SET __op = 3 WHERE id = 'a'", true},
    {"unreadable-rest", "UPDATE todo SET __rest = '[1' WHERE id = 'a'", true},
    {"unreadable-rest", "UPDATE todo SET __rest = '[1' WHERE id = 'b'", false},
    {"unreadable-item", "UPDATE todo SET __rest = '{\"members\":5}' WHERE id = 'a'", false},
    {"value-of-another-type", "UPDATE todo SET rank = 'many' WHERE id = 'a'", false},
    {"unreadable-definition", "UPDATE __tables SET columns = '{\"text\":\"strin\"}'", false},
    {"unreadable-definition", "UPDATE __tables SET columns = '{'", false},
    {"missing-index", "DROP INDEX __deletes", true},
    {"missing-index", "DROP INDEX __deletes; CREATE INDEX __deletes ON __operations (item)", true},
    {"missing-table", "DROP TABLE __runs", false},
    {"missing-table", "DROP TABLE todo", false},
    {"missing-column", "ALTER TABLE todo DROP COLUMN text", false},
};

TEST(SoundnessBreaches, AreFoundAndMendedWhereNothingIsLost) {
    for (const Breach& breach : kBreaches) {
        SCOPED_TRACE(breach.sql);
        class Store : public Soundness {
          public:
            void TestBody() override {}
            using Soundness::check;
            using Soundness::phone;
            using Soundness::plant;
        } store;
        ASSERT_EQ(all_of(store.check()), "");
        store.plant(breach.sql);

        const CheckResult found = store.check();
        ASSERT_NE(find(found, breach.what), nullptr) << all_of(found);
        EXPECT_GT(found.faults, 0U);
        EXPECT_EQ(find(found, breach.what)->severity, Severity::fault);
        EXPECT_EQ(found.fixed, 0U);
        const CheckResult mended = store.check(true);
        ASSERT_NE(find(mended, breach.what), nullptr) << all_of(mended);
        EXPECT_EQ(find(mended, breach.what)->fixed, breach.fixable) << all_of(mended);
        const CheckResult again = store.check();
        EXPECT_EQ(find(again, breach.what) == nullptr, breach.fixable) << all_of(again);
        EXPECT_EQ(again.faults, mended.faults) << all_of(again);
    }
}

TEST_F(Soundness, KeepsAChangeWhoseOperationIsMissingInTheQueue) {
    plant("DELETE FROM __operations WHERE item = 'b'");

    check(true);

    EXPECT_EQ(phone.queued(),
              (std::vector<std::string>{
                  "delete todo/c pending", "insert todo/d pending", "insert todo/b pending"}));
    // The service's item is not overwritten unseen: somebody has to decide.
    const PushResult pushed = phone.push();
    EXPECT_EQ(pushed.conflicts, 1U);
    EXPECT_EQ(phone->get("todo", "b")->members[2].value, Value::number("2"));
}

TEST_F(Soundness, BringsBackWhatAnUnreadableRestHeld) {
    plant("UPDATE todo SET __rest = '[1' WHERE id = 'a'");

    EXPECT_EQ(check(true).faults, 0U);
    phone.pull();

    store::Store store(phone.path(), store::OpenMode::read_only, std::chrono::seconds(1));
    const auto row = store.rows.find(store.table("todo"), "a");
    EXPECT_NE(find_member(row->item.members, "more"), nullptr);
}

TEST_F(Soundness, InARehearsalSaysWhatItWouldMendAndWritesNothing) {
    plant("UPDATE todo SET __op = NULL WHERE id = 'b'");
    OpenOptions open;
    open.rehearse = true;
    Client rehearsal(phone.path(), open, world.environment("rehearsal"));
    CheckOptions options;
    options.fix = true;

    EXPECT_EQ(rehearsal.check(options).fixed, 1U);
    EXPECT_EQ(check().faults, 1U);
}

TEST_F(Soundness, NamesWhatIsNotItsOwnAsNotes) {
    plant(
        "CREATE TABLE mine (a); CREATE INDEX mine_too ON todo (text);"
        "ALTER TABLE todo ADD COLUMN extra; CREATE VIEW seen AS SELECT 1");

    const CheckResult result = check();

    EXPECT_EQ(result.faults, 0U) << all_of(result);
    for (const char* what : {"foreign-table", "foreign-index", "foreign-column", "foreign-view"}) {
        ASSERT_NE(find(result, what), nullptr) << what;
        EXPECT_EQ(find(result, what)->severity, Severity::note);
    }
    EXPECT_EQ(result.notes, 4U);
}

TEST_F(Soundness, ANoteTellsWhatTheServiceSendsOfAnotherType) {
    world.backend.define("loose", true);
    plant(
        "UPDATE todo SET rank = 'many', __rest = '{\"wire\":{\"rank\":\"many\"}}' WHERE id = 'a'");

    const CheckResult result = check();

    ASSERT_NE(find(result, "service-sends-another-type"), nullptr) << all_of(result);
    EXPECT_EQ(result.faults, 0U);
    CheckOptions quick;
    quick.quick = true;
    EXPECT_EQ(phone->check(quick).notes, 0U);
}

TEST_F(Soundness, ClosesAFileThatOthersCanRead) {
    ::chmod(phone.path().c_str(), 0644);

    ASSERT_NE(find(check(), "open-mode"), nullptr);
    EXPECT_TRUE(find(check(), "open-mode")->fixable);
    check(true);
    struct stat info {};
    ASSERT_EQ(::stat(phone.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(find(check(), "open-mode"), nullptr);
}

TEST_F(Soundness, WritesAnIndexAnewThatLacksARow) {
    const std::string change = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ";
    const std::string of = " WHERE name = '__deletes'";
    plant(change + "replace(sql, '''delete''', '''none''')" + of);
    plant("UPDATE __operations SET kind = 'none' WHERE item = 'c'");
    plant("UPDATE __operations SET kind = 'delete' WHERE item = 'c'");
    plant(change + "replace(sql, '''none''', '''delete''')" + of);
    phone.restart();

    const CheckResult found = check();
    ASSERT_NE(find(found, "damaged"), nullptr) << all_of(found);
    EXPECT_TRUE(find(found, "damaged")->fixable) << all_of(found);
    EXPECT_EQ(check(true).faults, 0U);
    EXPECT_EQ(all_of(check()), "");
}

TEST_F(Soundness, NamesDamageThatNothingCanMend) {
    std::int64_t page = 0;
    {
        store::Database database(
            phone.path(), store::OpenMode::read_write, std::chrono::seconds(1));
        database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
        page = database.integer("SELECT rootpage FROM sqlite_schema WHERE name = 'todo'");
    }
    const std::string path = phone.path();
    {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp((page - 1) * 4096);
        file << std::string(4096, '\x07');
    }
    Client damaged(path, OpenOptions{}, world.environment("other"));

    const CheckResult result = damaged.check({});

    ASSERT_NE(find(result, "damaged"), nullptr);
    EXPECT_GT(result.faults, 0U);
}

/// One journey of random steps: changes here and there, pushes and pulls, answers lost on the way.
void wander(std::uint32_t seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto pick = [&random](unsigned below) { return random() % below; };
    World world;
    Device phone(world);
    for (int step = 0; step < 150; ++step) {
        const std::string id = "i" + std::to_string(pick(6));
        const std::string rank = "{'rank':" + std::to_string(pick(4)) + "}";
        try {
            switch (pick(9)) {
                case 0:
                case 1:
                    phone.insert("{'id':'" + id + "','text':'here'}");
                    break;
                case 2:
                    phone.update(id, rank);
                    break;
                case 3:
                    phone.remove(id);
                    break;
                case 4:
                    world.backend.insert("todo", "{'id':'" + id + "','text':'there'}");
                    break;
                case 5:
                    world.backend.update("todo", id, rank);
                    break;
                case 6:
                    if (pick(2) == 0) world.lose_answers(static_cast<int>(pick(9)));
                    phone.push();
                    world.forget_faults();
                    break;
                case 7:
                    world.backend.remove("todo", id);
                    break;
                default:
                    phone.pull();
            }
        } catch (const Error&) {
            // A step that is not possible now.
        } catch (const std::exception&) {
            // The same on the service's side.
        }
        world.clock.advance(std::chrono::seconds(pick(90)));
        const CheckResult result = phone->check({});
        ASSERT_EQ(all_of(result), "") << "step " << step;
    }
}

TEST(SoundnessJourney, FindsNothingAfterAnyStepOfARandomJourney) {
    for (std::uint32_t seed = 1; seed <= 8; ++seed) wander(seed);
}

}  // namespace

}  // namespace syncline::journey
