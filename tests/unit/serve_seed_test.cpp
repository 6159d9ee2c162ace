#include "serve/seed.hpp"
#include "support/temp_dir.hpp"
#include "unit/served.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace syncline::server {
namespace {

class ServeSeed : public testing::Test {
  protected:
    void seed(const std::string& lines) {
        std::ofstream(file_) << lines;
        insert_seed(
            served_.tables(), file_, [] { return Timestamp(0); }, [] { return "made"; });
    }

    std::string complaint(const std::string& lines) {
        try {
            seed(lines);
        } catch (const DataError& error) {
            return error.what();
        }
        return "none";
    }

    const tests::TempDir folder_;
    const std::string file_ = (folder_ / "seed.ndjson").string();
    tests::Served served_;
};

TEST_F(ServeSeed, InsertsALineAsAnItemOfItsTable) {
    seed("{\"table\":\"t\",\"id\":\"a\",\"text\":\"x\"}\n\n{\"table\":\"u\",\"n\":1}\n");

    EXPECT_EQ(served_.get("/tables/t/a").body,
              R"({"text":"x","id":"a","createdAt":"1970-01-01T00:00:00.000Z",)"
              R"("updatedAt":"1970-01-01T00:00:00.000Z","version":"MQ==","deleted":false})");
    EXPECT_EQ(served_.ids("/tables/u"), "made");
}

TEST_F(ServeSeed, KeepsStampsFinerThanTheWireShows) {
    seed(R"({"table":"t","id":"late","updatedAt":"2026-01-01T00:00:00.1230009Z"})"
         "\n"
         R"({"table":"t","id":"early","updatedAt":"2026-01-01T00:00:00.1230001Z"})");

    EXPECT_EQ(served_.ids("/tables/t?$orderby=updatedAt"), "early late");
    EXPECT_EQ(served_.get("/tables/t?$orderby=updatedAt&$select=updatedAt&$top=1").body,
              R"([{"updatedAt":"2026-01-01T00:00:00.123Z"}])");
}

TEST_F(ServeSeed, AnItemMayLackItsUpdatedAtOrBeDeleted) {
    seed(R"({"table":"t","id":"a","updatedAt":null,"deleted":true})");

    EXPECT_EQ(served_.ids("/tables/t?$filter=updatedAt%20eq%20null&__includeDeleted=1"), "a");
    EXPECT_EQ(served_.ids("/tables/t?$filter=updatedAt%20ge%20datetime'1970-01-01T00:00:00Z'"
                          "&__includeDeleted=1"),
              "");
}

TEST_F(ServeSeed, NamesTheLineThatIsWrongAndInsertsNothing) {
    EXPECT_EQ(complaint("{\"table\":\"t\",\"id\":\"a\"}\n{\"table\":\"t\","),
              file_ + ", line 2: this is not valid JSON (at byte 14)");
    EXPECT_EQ(served_.ids("/tables/t"), "");
}

TEST_F(ServeSeed, RefusesWhatCannotBeAnItem) {
    EXPECT_EQ(complaint("{\"id\":\"a\"}"),
              file_ + ", line 1: \"table\" must name the table of the item");
    EXPECT_NE(complaint(R"({"table":"t","updatedAt":"yesterday"})"), "none");
    EXPECT_NE(complaint(R"({"table":"t","not a name":1})"), "none");
    EXPECT_EQ(complaint("{\"table\":\"t\",\"id\":\"a\"}\n{\"table\":\"t\",\"id\":\"a\"}"),
              file_ + ", line 2: the id \"a\" is there already in t");
}

TEST_F(ServeSeed, AFileThatIsNotThereIsAStoreError) {
    EXPECT_THROW(
        insert_seed(
            served_.tables(), "/nowhere/seed", [] { return Timestamp(0); }, [] { return "x"; }),
        StoreError);
}

}  // namespace
}  // namespace syncline::server
