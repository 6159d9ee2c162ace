#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace syncline::tests {
namespace {

TEST(TempDir, IsThereAndEmpty) {
    const TempDir folder;

    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(TempDir, GoesWithAllThatIsInIt) {
    std::filesystem::path path;
    {
        const TempDir folder;
        path = folder.path();
        std::filesystem::create_directory(folder / "inner");
        std::ofstream(folder / "inner/file") << "text";
    }

    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TempDir, IsAnotherOneEachTime) {
    const TempDir one;
    const TempDir two;

    EXPECT_NE(one.path(), two.path());
}

}  // namespace
}  // namespace syncline::tests
