#include "cli/transcript.hpp"

#include "cli/sandbox.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace syncline::tests {

namespace {

std::vector<std::string> transcript_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(SYNCLINE_TRANSCRIPTS)) {
        names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

class Transcript : public testing::TestWithParam<std::string> {};

TEST_P(Transcript, SaysWhatTheProgramDoes) {
    const std::string path = std::string(SYNCLINE_TRANSCRIPTS) + '/' + GetParam() + ".txt";
    Sandbox sandbox;
    for (const Step& step : read_transcript(path)) {
        const Outcome ending = sandbox.run(step.command);
        const std::string place = path + ':' + std::to_string(step.line) + "\n$ " + step.command +
                                  "\nprinted\n" + ending.out + "and on standard error\n" +
                                  ending.err;
        EXPECT_TRUE(matches(ending.out, step.out, sandbox.folder())) << place;
        EXPECT_TRUE(matches(ending.err, step.err, sandbox.folder())) << place;
        EXPECT_EQ(ending.status, step.status) << place;
    }
}

INSTANTIATE_TEST_SUITE_P(Cli,
                         Transcript,
                         testing::ValuesIn(transcript_names()),
                         [](const auto& each) { return each.param; });

TEST(TranscriptReader, TakesCommandsOutputAndStatusApart) {
    Sandbox sandbox;
    const std::string path = sandbox.folder() + "/t.txt";
    sandbox.run(R"(printf '# c\n$ a\n> b\nout\n! err\n[exit 3]\n\n$ c\n' > t.txt)");

    const std::vector<Step> steps = read_transcript(path);

    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].command, "a\nb");
    EXPECT_EQ(steps[0].out, "out\n");
    EXPECT_EQ(steps[0].err, "err\n");
    EXPECT_EQ(steps[0].status, 3);
    EXPECT_EQ(steps[1].command, "c");
}

TEST(TranscriptReader, SeesADifference) {
    EXPECT_TRUE(matches("a.b 12\n", "a.b <number>\n", ""));
    EXPECT_FALSE(matches("axb 12\n", "a.b <number>\n", ""));
    EXPECT_FALSE(matches("a.b\nmore\n", "a.b\n", ""));
    EXPECT_FALSE(matches("", "a.b\n", ""));
    EXPECT_FALSE(matches("a.b", "a.b\n", ""));
}

}  // namespace

}  // namespace syncline::tests
