#include "support/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <signal.h>
#include <system_error>

namespace syncline::tests {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Command shell(const std::string& script) {
    return Command{.program = "sh", .arguments = {"-c", script}};
}

TEST(Run, GathersBothOutputsAndTheStatus) {
    const Outcome outcome = run(shell("echo out; echo err >&2; exit 3"));

    EXPECT_EQ(outcome.out, "out\n");
    EXPECT_EQ(outcome.err, "err\n");
    EXPECT_EQ(outcome.status, 3);
    EXPECT_EQ(outcome.signal, 0);
    EXPECT_GT(outcome.peak_memory_kib, 0);
}

TEST(Run, PassesArgumentsAsTheyAre) {
    const Command command = {.program = "printf", .arguments = {"[%s]", "a b", "", "$HOME 'x'"}};

    EXPECT_EQ(run(command).out, "[a b][][$HOME 'x']");
}

TEST(Run, SaysWhichSignalKilledTheProgram) {
    const Outcome outcome = run(shell("kill -9 $$"));

    EXPECT_EQ(outcome.signal, SIGKILL);
    EXPECT_EQ(outcome.status, -1);
    EXPECT_FALSE(outcome.timed_out);
}

TEST(Run, SendsInputAndThenItsEnd) {
    Command command = {.program = "cat"};
    command.input = std::string(1'000'000, 'x') + "end";

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.out, command.input);
    EXPECT_EQ(outcome.status, 0);
}

TEST(Run, DoesNotMindInputThatNobodyReads) {
    Command command = shell("exec <&-; echo done");
    command.input = std::string(1'000'000, 'x');

    EXPECT_EQ(run(command).out, "done\n");
}

TEST(Run, KillsAllThatWasStartedWhenTheTimeIsUp) {
    Command command = shell("sleep 1000 & sleep 1000");
    command.timeout = 50ms;

    const Outcome outcome = run(command);

    EXPECT_TRUE(outcome.timed_out);
    EXPECT_EQ(outcome.signal, SIGKILL);
}

TEST(Run, DoesNotWaitForWhatTheProgramLeftBehind) {
    const Outcome outcome = run(shell("sleep 1000 & echo here"));

    EXPECT_EQ(outcome.out, "here\n");
    EXPECT_FALSE(outcome.timed_out);
}

TEST(Run, ShowsTheProgramAFixedEnvironment) {
    setenv("http_proxy", "http://proxy.example", 1);
    setenv("SYNCLINE_LEAK", "1", 1);

    const Outcome outcome = run(shell("env; ls -A \"$HOME\""));

    EXPECT_THAT(outcome.out, HasSubstr("LC_ALL=C.UTF-8\n"));
    EXPECT_THAT(outcome.out, HasSubstr("TZ=UTC\n"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("proxy")));
    EXPECT_THAT(outcome.out, Not(HasSubstr("SYNCLINE_LEAK")));
    EXPECT_THAT(outcome.out, Not(HasSubstr(std::string("HOME=") + std::getenv("HOME") + "\n")));
}

TEST(Run, AddsTheCommandsOwnVariables) {
    Command command = shell("echo $HOME $MINE");
    command.environment = {{"HOME", "/nowhere"}, {"MINE", "yes"}};

    EXPECT_EQ(run(command).out, "/nowhere yes\n");
}

TEST(Run, StartsInTheCommandsFolder) {
    const TempDir folder;
    Command command = {.program = "pwd", .arguments = {"-P"}};
    command.directory = folder.path();

    EXPECT_EQ(run(command).out, std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST(Run, ThrowsWhenThereIsNoSuchProgram) {
    EXPECT_THROW(run(Command{.program = "/no/such/program"}), std::system_error);
}

TEST(Run, GivesTheProgramTheUsualSigpipe) {
    const Outcome outcome =
        run(shell("sh -c 'while :; do echo y; done; echo alive >&2' | head -1"));

    EXPECT_EQ(outcome.out, "y\n");
    EXPECT_EQ(outcome.err, "");
}

TEST(Process, AnswersLineByLine) {
    Process process(shell("while read line; do echo \"got $line\"; done; echo bye"));

    process.write("one\n");
    EXPECT_EQ(process.read_line(), "got one");
    process.write("two\n");
    EXPECT_EQ(process.read_line(), "got two");
    process.close_input();
    EXPECT_EQ(process.read_line(), "bye");
    EXPECT_EQ(process.read_line(), std::nullopt);
    EXPECT_EQ(process.wait().status, 0);
}

TEST(Process, GetsTheSignalsSentToIt) {
    Process process(
        shell("trap 'echo caught; exit 7' TERM; echo ready; while :; do sleep 0.01; done"));
    ASSERT_EQ(process.read_line(), "ready");

    process.send_signal(SIGTERM);

    const Outcome outcome = process.wait();
    EXPECT_EQ(outcome.status, 7);
    EXPECT_EQ(outcome.out, "ready\ncaught\n");
}

TEST(Process, DiesAtOnceWhenKilled) {
    Process process({.program = "cat"});

    EXPECT_EQ(process.kill().signal, SIGKILL);
    process.send_signal(SIGKILL);
    EXPECT_EQ(process.wait().signal, SIGKILL);
}

TEST(Process, IsGoneAfterItsDestructor) {
    pid_t pid = 0;
    {
        const Process process({.program = "cat"});
        pid = process.pid();
        ASSERT_EQ(::kill(pid, 0), 0);
    }

    EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(Process, SaysWhenNoLineCame) {
    Process process({.program = "cat"});

    EXPECT_THROW(process.read_line(1ms), std::runtime_error);
}

}  // namespace
}  // namespace syncline::tests
