#include "progress.hpp"

#include "cli/captured.hpp"

#include <gtest/gtest.h>

namespace syncline::cmd {
namespace {

using std::chrono::milliseconds;

constexpr const char* kErase = "\r\x1b[K";

/// A meter whose clock is set by hand.
class Meter : public testing::Test {
  protected:
    ProgressMeter& begin(ProgressStyle style, bool as_json = false, std::size_t width = 80) {
        Look look;
        look.width = width;
        meter = std::make_unique<ProgressMeter>(
            err, style, look, as_json, [this] { return milliseconds(time); });
        return *meter;
    }

    void push(std::uint64_t done, int at) {
        time = at;
        meter->heard({"push", "", done, 5'000});
    }

    std::string shown() {
        err.flush();
        return file.text();
    }

    int time = 7'000;
    Captured file;
    Output err{file.descriptor()};
    std::unique_ptr<ProgressMeter> meter;
};

TEST_F(Meter, SaysHowManyHowFastAndHowMuchLonger) {
    begin(ProgressStyle::line);

    push(1'200, 10'000);

    EXPECT_EQ(shown(), kErase + std::string("push: 1200 of 5000 operations, 400/s, 10s left"));
}

TEST_F(Meter, NamesTheTableAndLeavesOutWhatIsNotKnown) {
    begin(ProgressStyle::line);
    time += 2'000;

    meter->heard({"pull", "todo", 3, {}});

    EXPECT_EQ(shown(), kErase + std::string("pull todo: 3 items, 1.5/s"));
}

TEST_F(Meter, AddsTablesUp) {
    begin(ProgressStyle::line);
    meter->heard({"pull", "a", 1'000, {}});
    time += 1'000;

    meter->heard({"pull", "b", 500, {}});

    EXPECT_EQ(shown(), kErase + std::string("pull: 1500 items, 1500/s"));
}

TEST_F(Meter, CountsTheTimeOfEachWorkApart) {
    begin(ProgressStyle::line);
    push(5'000, 8'000);
    time = 10'000;

    meter->heard({"pull", "todo", 400, {}});

    EXPECT_NE(shown().find("pull todo: 400 items, 200/s"), std::string::npos);
}

TEST_F(Meter, ShowsNothingInTheFirstSecond) {
    begin(ProgressStyle::line);

    push(10, 7'999);
    EXPECT_EQ(shown(), "");
    push(20, 8'000);
    EXPECT_NE(shown(), "");
}

TEST_F(Meter, DoesNotDrawMoreOftenThanAnybodyReads) {
    begin(ProgressStyle::line);
    push(10, 9'000);
    const std::string before = shown();

    push(20, 9'099);
    EXPECT_EQ(shown(), before);
    push(30, 9'100);
    EXPECT_NE(shown(), before);
}

TEST_F(Meter, IsNotWiderThanTheTerminal) {
    begin(ProgressStyle::line, false, 20);

    push(1'200, 10'000);

    EXPECT_EQ(shown(), kErase + std::string("push: 1200 of 5000~"));
}

TEST_F(Meter, LeavesNothingBehind) {
    begin(ProgressStyle::line);
    push(1'200, 10'000);
    const std::string drawn = shown();

    meter->erase();
    meter->erase();

    EXPECT_EQ(shown(), drawn + kErase);
}

TEST_F(Meter, WritesALineEveryHalfMinuteWhereItCannotDraw) {
    begin(ProgressStyle::lines);

    push(1'000, 36'999);
    EXPECT_EQ(shown(), "");
    push(3'000, 37'000);
    push(3'001, 66'999);
    EXPECT_EQ(shown(), "syncline: push: 3000 of 5000 operations, 100/s, 20s left\n");
}

TEST_F(Meter, ShowsWhatIsDueEvenWhileNothingMoves) {
    begin(ProgressStyle::lines);
    push(1'000, 8'000);
    time = 37'000;

    meter->tick();

    EXPECT_NE(shown(), "");
}

TEST_F(Meter, WritesObjectsForPrograms) {
    begin(ProgressStyle::lines, true);

    push(3'000, 37'000);

    EXPECT_EQ(shown(),
              R"({"type":"progress","work":"push","table":null,"done":3000,"total":5000,)"
              R"("milliseconds":30000})"
              "\n");
}

TEST_F(Meter, IsSilentUntilAsked) {
    begin(ProgressStyle::none);
    push(1'000, 90'000);
    EXPECT_EQ(shown(), "");

    meter->show();

    EXPECT_EQ(shown(), "syncline: push: 1000 of 5000 operations, 12/s, 5m32s left\n");
}

TEST_F(Meter, SaysSoWhenNothingHasBeenDone) {
    begin(ProgressStyle::none).show();

    EXPECT_EQ(shown(), "syncline: nothing has been done yet\n");
}

TEST(BriefDuration, HasTwoUnitsAtMost) {
    EXPECT_EQ(brief_duration(std::chrono::seconds(59)), "59s");
    EXPECT_EQ(brief_duration(std::chrono::seconds(80)), "1m20s");
    EXPECT_EQ(brief_duration(std::chrono::seconds(7'400)), "2h03m");
}

}  // namespace
}  // namespace syncline::cmd
