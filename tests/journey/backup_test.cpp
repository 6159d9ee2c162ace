#include "journey/device.hpp"
#include "store/store.hpp"
#include "sync/lock.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

namespace syncline::journey {

namespace {

std::string shown(Client& client) {
    std::string lines;
    client.query("todo", {}, [&lines](const Item& item) {
        lines += shown_line(item);
        return true;
    });
    return lines;
}

class Backup : public testing::Test {
  protected:
    Backup() {
        world.backend.insert("todo", "{'id':'a','rank':1}");
        world.clock.advance(std::chrono::minutes(5));
        phone.pull();
        phone.update("a", "{'rank':2}");
        phone.insert("{'id':'b'}");
    }

    /// More than one step of SQLite's copying.
    void fill() {
        const std::string text(4000, 'x');
        std::string json;
        phone->insert_many("todo",
                           [&, n = 0](std::string_view& object, std::string& /*where*/) mutable {
                               if (n == 2500) return false;
                               json = R"({"id":"n)" + std::to_string(++n) + R"(","text":")" + text +
                                      "\"}";
                               object = json;
                               return true;
                           },
                           OnExisting::refuse,
                           {});
    }

    World world;
    Device phone{world};
    tests::TempDir folder;
    std::string path = (folder / "backup.db").string();
};

TEST_F(Backup, IsAStoreOfItsOwnInOneFile) {
    const auto other = phone.second_process();
    phone->backup(path);

    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_NE(::access((path + "-wal").c_str(), F_OK), 0);
    store::Database file(path, store::OpenMode::read_only, std::chrono::seconds(1));
    auto mode = file.prepare("PRAGMA journal_mode");
    ASSERT_TRUE(mode.step());
    EXPECT_EQ(mode.text(0), "delete");
    Client copy(path, OpenOptions{}, world.environment("copy"));
    EXPECT_EQ(shown(copy), phone.shown());
    EXPECT_TRUE(copy.check({}).findings.empty());
    EXPECT_EQ(copy.status().pending, 2U);
    EXPECT_EQ(copy.status().url, "http://service");
}

TEST_F(Backup, LeavesAFileThatIsThereAloneUnlessItMayReplaceIt) {
    phone->backup(path);
    phone.insert("{'id':'c'}");

    EXPECT_THROW(phone->backup(path), DataError);
    EXPECT_EQ(Client(path).status().pending, 2U);
    BackupOptions options;
    options.replace = true;
    EXPECT_GT(phone->backup(path, options).bytes, 4096U);
    EXPECT_EQ(Client(path).status().pending, 3U);
    EXPECT_THROW(phone->backup(phone.path(), options), UsageError);
    EXPECT_THROW(phone->backup((folder / "none" / "x.db").string()), StoreError);
}

TEST_F(Backup, IsOfOneMomentAndEndsWhileAnotherProcessGoesOnWriting) {
    fill();
    const std::uint64_t items = phone->status().tables[0].items;
    const auto other = phone.second_process();
    BackupOptions options;
    std::uint64_t steps = 0;
    std::uint64_t last = 0;
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_GT(done, last);
        last = done;
        EXPECT_LE(done, total);
        other->insert("todo", members("{'id':'w" + std::to_string(++steps) + "'}"));
    };

    phone->backup(path, options);

    EXPECT_GT(steps, 1U);
    EXPECT_LT(steps, 20U);
    Client copy(path);
    EXPECT_EQ(copy.status().tables[0].items, items);
    EXPECT_TRUE(copy.check({}).findings.empty());
    EXPECT_EQ(phone->status().tables[0].items, items + steps);
}

TEST_F(Backup, BeginsAStoreThatGoesOnWhereItWas) {
    phone->backup(path);
    const std::string store = (folder / "store.db").string();
    InitOptions options;
    options.from_backup = path;

    Client::create(store, options);

    Client restored(store, OpenOptions{}, world.environment("phone"));
    EXPECT_EQ(shown(restored), phone.shown());
    store::Database file(store, store::OpenMode::read_only, std::chrono::seconds(1));
    auto mode = file.prepare("PRAGMA journal_mode");
    ASSERT_TRUE(mode.step());
    EXPECT_EQ(mode.text(0), "wal");
    EXPECT_EQ(restored.push({}, phone.remote).pushed, 2U);
    struct stat info {};
    ASSERT_EQ(::stat(store.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_THROW(Client::create(store, options), DataError);
}

TEST_F(Backup, ThatIsNoneLeavesTheStoreThatItWouldReplace) {
    const std::string store = (folder / "store.db").string();
    Client::create(store, {});
    InitOptions options;
    options.force = true;
    options.from_backup = (folder / "none.db").string();

    EXPECT_THROW(Client::create(store, options), StoreError);
    EXPECT_EQ(::access(store.c_str(), F_OK), 0);
}

TEST_F(Backup, OfAStoreInUseWaitsForNobody) {
    // A run holds the store's lock, another process a write transaction.
    const sync::StoreLock lock(phone.path(), {}, world.environment("run"));
    store::Database writer(phone.path(), store::OpenMode::read_write, std::chrono::seconds(1));
    const store::Transaction transaction(writer);
    writer.execute("DELETE FROM todo");

    phone->backup(path);

    Client copy(path);
    EXPECT_EQ(shown(copy), phone.shown());
}

TEST_F(Backup, CompactGivesTheDiskBackWhatIsNotUsed) {
    fill();
    phone->remove_where("todo", "startswith(id, 'n')");
    const std::string before = phone.shown();
    const auto queued = phone.queued();
    const auto token = phone.token();
    for (int i = 0; i < 1010; ++i) {
        store::Store store(phone.path(), store::OpenMode::read_write, std::chrono::seconds(1));
        store.database.execute(
            "INSERT INTO __runs (command, started, ended, outcome, summary)"
            " VALUES ('pull', '', '', 0, '{}')");
    }

    const CompactResult result = phone->compact();

    EXPECT_LT(result.bytes_after, result.bytes_before / 4);
    EXPECT_GE(result.runs, 10U);
    struct stat info {};
    EXPECT_TRUE(::stat((phone.path() + "-wal").c_str(), &info) != 0 || info.st_size == 0);
    EXPECT_EQ(phone.shown(), before);
    EXPECT_EQ(phone.queued(), queued);
    EXPECT_EQ(phone.token(), token);
    EXPECT_TRUE(phone->check({}).findings.empty());
}

TEST_F(Backup, CompactNeedsTheStoresLock) {
    const sync::StoreLock lock(phone.path(), {}, world.environment("run"));

    EXPECT_THROW(phone->compact(), StoreError);
}

TEST_F(Backup, CompactInARehearsalWritesNothing) {
    fill();
    phone->remove_where("todo", "startswith(id, 'n')");
    OpenOptions open;
    open.rehearse = true;
    Client rehearsal(phone.path(), open, world.environment("rehearsal"));

    const CompactResult result = rehearsal.compact();

    EXPECT_LT(result.bytes_after, result.bytes_before / 4);
    EXPECT_GT(store::Database(phone.path(), store::OpenMode::read_only, std::chrono::seconds(1))
                  .integer("PRAGMA freelist_count"),
              1000);
}

}  // namespace

}  // namespace syncline::journey
