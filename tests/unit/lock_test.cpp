#include "sync/lock.hpp"

#include "support/temp_dir.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace syncline::sync {
namespace {

using std::chrono::milliseconds;

/// How many descriptors of this process are of the file.
int descriptors_of(const std::string& path) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry.path(), gone) == path) ++count;
    }
    return count;
}

TEST(StoreLock, LeavesNothingOpenWhereWhatItWaitsWithThrows) {
    const tests::TempDir folder;
    const std::string path = (folder / "store.db").string();
    Environment environment;
    environment.now = [] { return Timestamp(0); };
    environment.ticks = [] { return Ticks(0); };
    environment.sleep_until = [](Ticks) { throw std::string("interrupted"); };
    const StoreLock held(path, milliseconds(0), environment);

    EXPECT_THROW(StoreLock(path, milliseconds(1'000), environment), std::string);
    EXPECT_THROW(StoreLock(path, milliseconds(0), environment), StoreError);

    EXPECT_EQ(descriptors_of(path + "-lock"), 1);
}

}  // namespace
}  // namespace syncline::sync
