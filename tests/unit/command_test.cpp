#include "base/command.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace syncline::base {
namespace {

using std::chrono::milliseconds;

CommandResult shell(const std::string& script,
                    const std::string& input = "",
                    const CommandLimits& limits = {}) {
    return run_command({"/bin/sh", "-c", script}, input, limits);
}

TEST(Command, IsSplitIntoWordsWithoutAShell) {
    EXPECT_EQ(split_command("get-token --for 'a b' \"c\\\"d\" e\\ f"),
              (std::vector<std::string>{"get-token", "--for", "a b", "c\"d", "e f"}));
    EXPECT_EQ(split_command("x ''"), (std::vector<std::string>{"x", ""}));
    EXPECT_THROW(split_command("x 'y"), UsageError);
    EXPECT_THROW(split_command("  "), UsageError);
}

TEST(RunCommand, GivesInputTakesOutputAndStatus) {
    const CommandResult result = shell("cat; exit 3", "hello");
    EXPECT_EQ(result.output, "hello");
    EXPECT_EQ(result.status, 3);
    EXPECT_FALSE(result.timed_out);
}

TEST(RunCommand, PassesMegabytesBothWaysWithoutADeadlock) {
    const std::string large(3'000'000, 'x');
    EXPECT_EQ(shell("cat", large).output.size(), large.size());
}

TEST(RunCommand, SurvivesAProgramThatDoesNotReadItsInput) {
    EXPECT_EQ(shell("exec 0<&-; echo done", std::string(3'000'000, 'x')).output, "done\n");
}

TEST(RunCommand, KillsAProgramThatHangsAndItsChildren) {
    const auto before = std::chrono::steady_clock::now();
    CommandLimits limits;
    limits.time = milliseconds(100);
    EXPECT_TRUE(shell("sleep 600 & sleep 600", "", limits).timed_out);
    EXPECT_TRUE(shell("exec 1>&-; sleep 600", "", limits).timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(60));
}

TEST(RunCommand, EndsAProgramThatWritesTooMuch) {
    CommandLimits limits;
    limits.output = 10'000;
    EXPECT_TRUE(shell("yes", "", limits).too_much);
}

TEST(RunCommand, LeavesTheProgramOurStandardError) {
    testing::internal::CaptureStderr();
    shell("echo seen >&2");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "seen\n");
}

TEST(RunCommand, SaysThatAProgramDiedOfASignal) {
    EXPECT_EQ(shell("kill -9 $$").status, 128 + 9);
}

TEST(RunCommand, SaysThatAProgramIsNotThere) {
    EXPECT_THROW(run_command({"/no/such/program"}, ""), UsageError);
}

}  // namespace
}  // namespace syncline::base
