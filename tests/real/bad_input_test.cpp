#include "real/program.hpp"
#include "support/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace syncline::tests {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// Debian's user `nobody`.
const std::string kNobody = "65534";

/// A store with one item that was never pushed, for a service that is not there.
class BadInput : public testing::Test {
  protected:
    BadInput() : program("http://127.0.0.1:1", {"text:string", "complete:boolean", "n:integer"}) {
        program.must({"insert", "todoitem", "--id", "a", "--set", "text=x"});
    }

    /// The command fails with `status` and one sentence that begins with the program's name; the
    /// store is as before. Returns the sentence.
    std::string refused(const Words& words, int status, const std::string& input = {}) {
        const std::string before = program.dump();
        const Outcome outcome = program.run(words, input);
        EXPECT_EQ(program.dump(), before) << "the store has changed";
        expect_sentence(outcome, status);
        return outcome.err;
    }

    static void expect_sentence(const Outcome& outcome, int status) {
        EXPECT_EQ(outcome.status, status) << outcome.err;
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, AllOf(StartsWith("syncline: "), EndsWith("\n")));
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }

    Program program;
};

TEST_F(BadInput, NoStore) {
    const Program none;

    for (const Words& words : {Words{"status"},
                               Words{"insert", "todoitem", "--set", "text=x"},
                               Words{"push"},
                               Words{"query", "todoitem"}}) {
        const Outcome outcome = none.run(words);
        expect_sentence(outcome, 10);
        EXPECT_THAT(outcome.err, AllOf(HasSubstr("store.db"), HasSubstr("syncline init")));
        EXPECT_FALSE(std::filesystem::exists(none.store())) << "only init makes a store";
    }
}

TEST_F(BadInput, AFileThatIsNoDatabase) {
    const Program other;
    std::ofstream(other.store()) << std::string(5000, 'x');

    const Outcome outcome = other.run({"status"});

    expect_sentence(outcome, 12);
    EXPECT_THAT(outcome.err, HasSubstr("store.db"));
}

TEST_F(BadInput, AStoreOfANewerVersion) {
    run({.program = "sqlite3", .arguments = {program.store(), "PRAGMA user_version = 9999"}});

    EXPECT_THAT(refused({"status"}, 12), HasSubstr("newer"));
    refused({"insert", "todoitem", "--set", "text=x"}, 12);
}

TEST_F(BadInput, ADatabaseOfAnotherProgram) {
    const Program other;
    run({.program = "sqlite3", .arguments = {other.store(), "CREATE TABLE t(a)"}});

    expect_sentence(other.run({"status"}), 12);
}

TEST_F(BadInput, AMalformedLineUndoesTheBatch) {
    const std::string lines = "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\n";

    EXPECT_THAT(refused({"insert", "todoitem", "--stdin"}, 14, lines), HasSubstr("line 3"));
}

TEST_F(BadInput, AWrongLineNamesItsNumber) {
    const auto third = [&](const std::string& line) {
        return refused({"insert", "todoitem", "--stdin"}, 14, "{\"n\":1}\n\n" + line + "\n");
    };

    EXPECT_THAT(third(R"({"n":"one"})"), AllOf(HasSubstr("line 3"), HasSubstr("\"n\"")));
    EXPECT_THAT(third(R"({"id":"a"})"), AllOf(HasSubstr("line 3"), HasSubstr("a")));
    EXPECT_THAT(third(R"({"txt":"x"})"), AllOf(HasSubstr("line 3"), HasSubstr("\"text\"")));
    EXPECT_THAT(third("[1]"), HasSubstr("line 3"));
    EXPECT_THAT(third(R"({"text":"a","text":"b"})"), HasSubstr("line 3"));
    EXPECT_THAT(third("{\"text\":\"\xff\"}"), HasSubstr("line 3"));
    EXPECT_THAT(third(R"({"n":1} x)"), HasSubstr("line 3"));
}

TEST_F(BadInput, AnUnknownTableIsNamedWithTheNearest) {
    EXPECT_THAT(refused({"insert", "todoitm", "--set", "text=x"}, 14),
                AllOf(HasSubstr("\"todoitm\""), HasSubstr("\"todoitem\"")));
    EXPECT_THAT(refused({"query", "todoitm"}, 14), HasSubstr("\"todoitem\""));
    EXPECT_THAT(refused({"pull", "todoitm"}, 14), HasSubstr("\"todoitem\""));
}

TEST_F(BadInput, AnUnknownColumnIsNamedWithTheNearest) {
    const auto both = AllOf(HasSubstr("\"complet\""), HasSubstr("\"complete\""));

    EXPECT_THAT(refused({"insert", "todoitem", "--set", "complet=true"}, 14), both);
    EXPECT_THAT(refused({"update", "todoitem", "a", "--set", "complet=true"}, 14), both);
}

TEST_F(BadInput, AValueOfAWrongType) {
    EXPECT_THAT(refused({"insert", "todoitem", "--set", "n=one"}, 14), HasSubstr("\"n\""));
    EXPECT_THAT(refused({"update", "todoitem", "a", "--set", "complete=perhaps"}, 14),
                HasSubstr("\"complete\""));
    EXPECT_THAT(refused({"insert", "todoitem", "--data", R"({"text":5})"}, 14),
                HasSubstr("\"text\""));
    EXPECT_THAT(refused({"insert", "todoitem", "--set-json", "n=1e400"}, 14), HasSubstr("\"n\""));
}

TEST_F(BadInput, AnIdThatNoServerTakes) {
    EXPECT_THAT(refused({"insert", "todoitem", "--id", std::string(300, 'x')}, 14),
                HasSubstr("id"));
    EXPECT_THAT(refused({"insert", "todoitem", "--id", "a\nb"}, 14), HasSubstr("id"));
    EXPECT_THAT(refused({"insert", "todoitem", "--stdin"}, 14, "{\"id\":\"a\\u0000b\"}\n"),
                HasSubstr("id"));
    EXPECT_THAT(refused({"insert", "todoitem", "--stdin"}, 14, "{\"id\":5}\n"), HasSubstr("id"));
}

TEST_F(BadInput, AnItemThatIsThereAlready) {
    EXPECT_THAT(refused({"insert", "todoitem", "--id", "a", "--set", "text=y"}, 14),
                HasSubstr("todoitem/a"));
}

TEST_F(BadInput, AnItemThatIsNotThere) {
    EXPECT_THAT(refused({"update", "todoitem", "none", "--set", "text=y"}, 1), HasSubstr("none"));
    EXPECT_THAT(refused({"complete", "todoitem", "none"}, 1), HasSubstr("none"));
    EXPECT_THAT(refused({"delete", "todoitem", "none"}, 1), HasSubstr("none"));
    EXPECT_THAT(refused({"get", "todoitem", "none"}, 1), HasSubstr("none"));
}

TEST_F(BadInput, AFilterThatDoesNotParseIsShownWithItsPosition) {
    EXPECT_THAT(refused({"query", "todoitem", "--filter", "text eqq 'x'"}, 2), HasSubstr("6"));
    EXPECT_THAT(refused({"pull", "todoitem", "--filter", "text eq"}, 2), HasSubstr("8"));
    refused({"query", "todoitem", "--filter", "txt eq 'x'"}, 2);
}

TEST_F(BadInput, AUrlThatDoesNotParse) {
    for (const char* url :
         {"nonsense", "ftp://127.0.0.1", "http://", "http://a b/", "http://h:x"}) {
        SCOPED_TRACE(url);
        EXPECT_THAT(refused({"push", "--url", url}, 2), HasSubstr(url));
        EXPECT_THAT(refused({"remote", "set-url", url}, 2), HasSubstr(url));
    }
}

TEST_F(BadInput, AServiceThatCannotBeReached) {
    const ClosedPort port;
    const std::string url = "http://127.0.0.1:" + std::to_string(port.number());

    EXPECT_THAT(program.run({"push", "--url", url}).err, HasSubstr(url));
    EXPECT_EQ(program.json({"push", "--url", url}, 5).at("status"), "CancelledByNetworkError");
    EXPECT_EQ(program.json({"pull", "todoitem", "--no-push", "--url", url}, 5).at("code"), "retry");
    const Json push = program.json({"push", "--url", "https://no-such-host.invalid"}, 5);
    EXPECT_EQ(push.at("status"), "CancelledByNetworkError");
    EXPECT_THAT(text(push, "reason"), HasSubstr("no-such-host.invalid"));
}

TEST_F(BadInput, AStoreThatAnotherRunHolds) {
    const std::string lock = program.store().string() + "-lock";
    const Descriptor held(
        checked(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open"));
    checked(::flock(held.get(), LOCK_EX), "flock");

    EXPECT_THAT(refused({"purge", "todoitem", "--force"}, 11), HasSubstr("--lock-wait"));
    EXPECT_EQ(program.run({"push"}).status, 11);
    EXPECT_EQ(program.run({"pull", "todoitem"}).status, 11);
    EXPECT_EQ(program.run({"sync", "--lock-wait", "10ms"}).status, 11);
    EXPECT_EQ(program.run({"insert", "todoitem", "--set", "text=y"}).status, 0)
        << "local changes do not take the lock";
}

TEST_F(BadInput, AFullDisk) {
    // What is written beyond the limit fails as on a full disk; the shell ignores the signal.
    const std::string script = "trap '' XFSZ; ulimit -f 300; exec \"$0\" insert todoitem --stdin";
    std::string lines;
    for (int i = 0; i < 5000; ++i) lines += "{\"text\":\"" + std::string(200, 'x') + "\"}\n";
    const std::string before = program.dump();
    Command command = program.command({"-c", script, program_path()});
    command.program = "sh";
    command.input = lines;

    const Outcome outcome = run(command);

    expect_sentence(outcome, 13);
    EXPECT_EQ(program.dump(), before) << "the store has changed";
    program.must({"insert", "todoitem", "--set", "text=fits"});
}

/// The command as a user who may not write everything.
Command as_nobody(Command command) {
    if (::geteuid() != 0) return command;
    Words words = {"--reuid=" + kNobody, "--regid=" + kNobody, "--clear-groups", command.program};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    command.program = "setpriv";
    command.arguments = words;
    return command;
}

TEST_F(BadInput, AReadOnlyFolder) {
    using std::filesystem::perms;
    const auto readable = perms::owner_read | perms::owner_exec | perms::group_read |
                          perms::group_exec | perms::others_read | perms::others_exec;
    std::filesystem::permissions(program.store(), perms::owner_read | perms::others_read);
    std::filesystem::permissions(program.folder().path(), readable);

    for (const Words& words : {Words{"insert", "todoitem", "--set", "text=y"},
                               Words{"update", "todoitem", "a", "--set", "text=y"},
                               Words{"push"}}) {
        SCOPED_TRACE(words[0]);
        const Outcome outcome = run(as_nobody(program.command(words)));
        expect_sentence(outcome, 13);
    }
    const Program other;
    std::filesystem::permissions(other.folder().path(), readable);
    expect_sentence(run(as_nobody(other.command({"init"}))), 13);
}

}  // namespace
}  // namespace syncline::tests
