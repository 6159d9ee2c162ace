#include "asides.hpp"

#include "cli/captured.hpp"
#include "session.hpp"
#include "signals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <sys/stat.h>

namespace syncline::cmd {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

/// Everything that is said beside the results, as the options ask for it.
class Saying : public testing::Test {
  protected:
    Asides& follow() {
        asides = std::make_unique<Asides>(streams, globals);
        asides->follow(globals);
        return *asides;
    }

    std::string said() {
        streams.err.flush();
        return err.text();
    }

    /// What the library says, at each level, if somebody hears it.
    void say_each_level() {
        const Watch watch = asides->watch();
        using Level = Event::Level;
        for (const Level level : {Level::warning, Level::info, Level::debug, Level::trace}) {
            if (watch.hears(level)) watch.event({level, "push", name_of(level), {}});
        }
    }

    Globals globals;
    Captured out;
    Captured err;
    Streams streams{0, Output(out.descriptor()), Output(err.descriptor())};
    std::unique_ptr<Asides> asides;
};

TEST_F(Saying, MeansWarningsUnlessMoreIsAskedFor) {
    const std::vector<std::pair<int, std::string>> lines{
        {-1, ""}, {0, "warning"}, {1, "info"}, {2, "debug"}, {3, "debug"}};
    for (const auto& [verbosity, last] : lines) {
        globals.verbosity = verbosity;
        follow();
        const std::string before = said();
        say_each_level();
        const std::string now = said().substr(before.size());
        EXPECT_EQ(now.substr(now.size() - last.size() - (last.empty() ? 0 : 1)),
                  last.empty() ? "" : last + "\n");
    }
}

TEST_F(Saying, HasTimeLevelAndTopicInALine) {
    globals.log_level = "info";
    follow();

    asides->watch().event({Event::Level::info, "push", "two\nlines", {}});

    EXPECT_THAT(said(), MatchesRegex("....-..-..T..:..:..[.]...Z info push: two\\\\nlines\n"));
}

TEST_F(Saying, QuotesWhatALogfmtReaderCouldMistake) {
    globals.log_format = "logfmt";
    follow();

    asides->watch().event({Event::Level::warning,
                           "http",
                           "a \"b\"",
                           {{"plain", Value::integer(3)},
                            {"text", Value::string("x=\\\n")},
                            {"none", Value::null()}}});

    EXPECT_THAT(said(),
                HasSubstr(R"(level=warning topic=http msg="a \"b\"" plain=3 text="x=\\\n")"
                          "\n"));
}

TEST_F(Saying, PutsPrioritiesBeforeLinesOfTheJournal) {
    struct stat status {};
    ASSERT_EQ(::fstat(err.descriptor(), &status), 0);
    const std::string stream = std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino);
    ::setenv("JOURNAL_STREAM", stream.c_str(), 1);
    globals.verbosity = 2;
    follow();
    ::unsetenv("JOURNAL_STREAM");

    asides->messages().problem({Status::io, "bad", "do this", 0});
    asides->messages().warning("look");
    say_each_level();

    EXPECT_EQ(said(),
              "<3>syncline: bad; do this\n<4>syncline: warning: look\n"
              "<4>push: warning\n<6>push: info\n<7>push: debug\n");
}

TEST_F(Saying, DoesNotTakeAnotherStreamForTheJournal) {
    ::setenv("JOURNAL_STREAM", "1:2", 1);
    follow();
    ::unsetenv("JOURNAL_STREAM");

    asides->messages().warning("look");

    EXPECT_EQ(said(), "syncline: warning: look\n");
}

TEST_F(Saying, IsAllLogLinesWhereTheLogIsForPrograms) {
    globals.log_format = "json";
    follow();

    asides->messages().problem({Status::io, "bad", "", 0});

    EXPECT_THAT(said(), StartsWith(R"({"type":"log","time":")"));
    EXPECT_THAT(said(),
                HasSubstr(R"("level":"error","topic":"syncline","message":"bad","code":"io",)"));
}

TEST_F(Saying, ASignalAsksForALineOfProgress) {
    globals.progress = "never";
    follow();
    catch_progress_signal();
    asides->watch().progress({"push", "", 0, 10});

    std::raise(SIGUSR1);
    EXPECT_THAT(said(), IsEmpty());
    asides->tick();
    asides->tick();

    EXPECT_EQ(said(), "syncline: push: 0 of 10 operations\n");
}

}  // namespace
}  // namespace syncline::cmd
