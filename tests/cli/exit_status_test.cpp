#include "cli/sandbox.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

/// Every exit status, forced out of the real program: the table of the library is held to it.
namespace syncline::tests {

namespace {

/// A store, and `serve OPTIONS...`: a service that further commands talk to. (A background job of a
/// shell ignores SIGINT unless it is told otherwise.)
constexpr const char* kBegin = R"sh(
serve() {
    rm -f ready
    mkfifo ready
    syncline serve "$@" > ready 2>> serve.log &
    read -r url < ready
    export SYNCLINE_URL="$url"
}
interrupt() {
    syncline insert todo --id a -q
    serve --fault delay:1000
    env --default-signal=INT syncline push -q &
    until syncline query --sql "SELECT count(*) FROM __operations WHERE sent IS NOT NULL" | grep -qx 1
    do :; done
    kill -s "$1" $!
    wait $!
}
syncline init && syncline define-table todo text:string || exit 99
)sh";

struct Case {
    Status status;
    const char* script;  ///< its last command ends with the status
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {Status::ok, "syncline status -q"},
        {Status::no, "syncline get todo missing"},
        {Status::usage, "syncline status --bogus"},
        {Status::partial,
         "serve --fault fail:400@method=POST; syncline insert todo --id a -q; syncline push"},
        {Status::auth, "echo secret > token; serve --token-file token; syncline pull todo"},
        {Status::retry, "syncline pull todo --url http://127.0.0.1:1 --retry 0"},
        {Status::conflict,
         "serve; syncline insert todo --id a -q; syncline push -q; export SYNCLINE_DB=other.db; "
         "syncline init; syncline define-table todo text:string; syncline pull todo -q; "
         "syncline update todo a --set text=b; syncline push -q; unset SYNCLINE_DB; "
         "syncline update todo a --set text=c; syncline push"},
        {Status::refused, "serve --fault html; syncline pull todo"},
        {Status::limit,
         "serve; syncline insert todo -q; syncline insert todo -q; syncline push --max-push 1"},
        {Status::noop, "serve; syncline push --error-on-no-op"},
        {Status::no_store, "syncline status --db missing.db"},
        {Status::locked, "flock -n .local/share/syncline/store.db-lock syncline pull todo"},
        {Status::bad_store, "seq 1000 > text.db; syncline status --db text.db"},
        {Status::io, "syncline status > /dev/full"},
        {Status::bad_data, "syncline insert todo --set colour=red"},
        {Status::internal,
         "head -c 50000000 /dev/zero | tr '\\0' x > long.txt; ulimit -v 100000; "
         "syncline insert todo --data @long.txt"},
        {Status::interrupted, "interrupt INT"},
        {Status::reader_gone,
         "mkfifo gone; (: < gone) & exec 3> gone; wait $!; syncline status >&3"},
        {Status::terminated, "interrupt TERM"},
    };
    return all;
}

std::string name_of(const Case& each) {
    return "Status" + std::to_string(static_cast<int>(each.status));
}

class ExitStatus : public testing::TestWithParam<Case> {};

TEST_P(ExitStatus, IsForcedOutOfTheProgram) {
    Sandbox sandbox;
    const Outcome ending = sandbox.run(std::string(kBegin) + GetParam().script);
    EXPECT_EQ(ending.status, static_cast<int>(GetParam().status)) << ending.out << ending.err;
}

INSTANTIATE_TEST_SUITE_P(Cli, ExitStatus, testing::ValuesIn(cases()), [](const auto& each) {
    return name_of(each.param);
});

TEST(ExitStatuses, AreEachForcedByATest) {
    std::set<Status> forced;
    for (const Case& each : cases()) forced.insert(each.status);
    std::set<Status> known;
    for (const StatusInfo& info : statuses()) known.insert(info.status);
    EXPECT_EQ(forced, known);
}

TEST(ExitStatuses, ComeInOrderWithAPrecedenceOfTheirOwn) {
    std::set<int> precedences;
    int before = -1;
    for (const StatusInfo& info : statuses()) {
        EXPECT_LT(before, static_cast<int>(info.status));
        before = static_cast<int>(info.status);
        precedences.insert(info.precedence);
    }
    EXPECT_EQ(precedences.size(), statuses().size());
}

TEST(ExitStatuses, PutWhatNeedsAPersonBeforeWhatWillPass) {
    EXPECT_EQ(worse(Status::retry, Status::conflict), Status::conflict);
    EXPECT_EQ(worse(Status::partial, Status::conflict), Status::conflict);
    EXPECT_EQ(worse(Status::internal, Status::terminated), Status::terminated);
    EXPECT_EQ(worse(Status::ok, Status::noop), Status::noop);
    EXPECT_EQ(worse(Status::ok, Status::reader_gone), Status::reader_gone);
    EXPECT_EQ(worse(Status::no, Status::reader_gone), Status::no);
}

}  // namespace

}  // namespace syncline::tests
