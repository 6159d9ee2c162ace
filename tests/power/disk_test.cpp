// The disk itself: that it loses what a disk may lose, and nothing else.

#include "power/disk.hpp"

#include "store/database.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <unistd.h>

namespace syncline::power {

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

class DiskTest : public testing::Test {
  protected:
    static void SetUpTestSuite() { make_disk_default_vfs(); }

    /// A database with one row, on the disk as a whole.
    DiskTest() {
        close(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
        store::Database database = opened();
        database.execute("PRAGMA synchronous = FULL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        disk.synced_folder();
    }

    store::Database opened() const {
        return {path, store::OpenMode::read_write, std::chrono::seconds(5)};
    }

    std::int64_t rows() const {
        store::Database database = opened();
        EXPECT_EQ(database.integer(
                      "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
                  0);
        return database.integer("SELECT count(*) FROM t");
    }

    /// Inserts 100 rows; the power goes when they are committed.
    void insert_and_lose_power(const char* pragmas, Disk::Unsynced unsynced) {
        {
            store::Database database = opened();
            database.execute(pragmas);
            database.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100)"
                "INSERT INTO t SELECT randomblob(900) FROM n");
            disk.fail({Fault::Kind::power_loss, 1, false});
        }
        disk.restore_power(unsynced);
    }

    tests::TempDir folder;
    std::string path = (folder / "test.db").string();
    Disk disk{1};
};

TEST_F(DiskTest, KeepsACommitThatWasSynced) {
    insert_and_lose_power("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
                          Disk::Unsynced::lost);
    EXPECT_EQ(rows(), 101);
}

// What every other test here relies on.
TEST_F(DiskTest, LosesACommitThatWasNotSynced) {
    insert_and_lose_power("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF",
                          Disk::Unsynced::lost);
    EXPECT_EQ(rows(), 1);
}

TEST_F(DiskTest, TearsAWriteBetweenSectors) {
    const std::string other = (folder / "other").string();
    close(open(other.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    disk.synced_folder();
    std::set<std::size_t> sectors_kept;
    for (char fill = 'a'; fill < 'z'; ++fill) {
        disk.wrote(*disk.find(other), 0, std::string(2048, fill));
        disk.restore_power(Disk::Unsynced::some);
        const std::string contents = read_file(other);
        const auto kept =
            static_cast<std::size_t>(std::count(contents.begin(), contents.end(), fill));
        EXPECT_EQ(kept % 512, 0U);
        sectors_kept.insert(kept / 512);
    }
    EXPECT_EQ(sectors_kept, (std::set<std::size_t>{0, 1, 2, 3, 4}));
}

TEST_F(DiskTest, LosesANameThatItsFolderDoesNotHaveYet) {
    const std::string other = (folder / "other").string();
    close(open(other.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    disk.restore_power(Disk::Unsynced::lost);
    EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(DiskTest, BringsBackANameWhoseRemovalWasNotSynced) {
    unlink(path.c_str());
    disk.restore_power(Disk::Unsynced::lost);
    EXPECT_EQ(rows(), 1);
}

TEST_F(DiskTest, KnowsAFileByOneOfTheNamesThatItWasGiven) {
    const std::string other = (folder / "other").string();
    rename(path.c_str(), other.c_str());
    disk.restore_power(Disk::Unsynced::some);
    EXPECT_NE(std::filesystem::exists(path), std::filesystem::exists(other));
}

}  // namespace

}  // namespace syncline::power
