#include "serve/fault.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace syncline::server {
namespace {

/// Which of `count` equal requests a fault strikes: `x` or `.` for each.
std::string strikes(const std::string& spec, int count) {
    Faults faults({read_fault(spec)});
    std::string out;
    for (int i = 0; i < count; ++i) {
        const Verdict verdict = faults.next("POST", "/tables/todoitem");
        const bool struck = verdict.instead || verdict.drop_after || verdict.delay.count() > 0 ||
                            verdict.late_commit.count() > 0;
        out += struck ? 'x' : '.';
    }
    return out;
}

std::string fault_complaint(const std::string& spec) {
    try {
        read_fault(spec);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "none";
}

TEST(ServeFault, WithoutASelectorStrikesEveryRequest) {
    EXPECT_EQ(strikes("fail:503", 4), "xxxx");
}

TEST(ServeFault, NextStopsAfterThatManyHits) {
    EXPECT_EQ(strikes("fail:503@next=2", 5), "xx...");
}

TEST(ServeFault, EveryStrikesEachNth) {
    EXPECT_EQ(strikes("drop-before@every=3", 7), "..x..x.");
}

TEST(ServeFault, SkipLetsTheFirstPass) {
    EXPECT_EQ(strikes("drop-after@skip=2", 4), "..xx");
}

TEST(ServeFault, SkipEveryAndNextCountOneAfterTheOther) {
    EXPECT_EQ(strikes("html@next=2@skip=1@every=2", 8), "..x.x...");
}

TEST(ServeFault, CountsOnlyRequestsOfItsMethod) {
    Faults faults({read_fault("fail:500@method=PATCH@next=1")});

    EXPECT_FALSE(faults.next("POST", "/tables/a").instead);
    EXPECT_TRUE(faults.next("PATCH", "/tables/a/1").instead);
    EXPECT_FALSE(faults.next("PATCH", "/tables/a/1").instead);
}

TEST(ServeFault, LooksForItsPathInTheQueryToo) {
    Faults faults({read_fault("fail:500@path=id gt 'b'")});

    EXPECT_FALSE(faults.next("GET", "/tables/a?$filter=id gt 'a'").instead);
    EXPECT_TRUE(faults.next("GET", "/tables/a?$filter=id gt 'b'").instead);
}

TEST(ServeFault, LateCommitLooksAtWritesOnly) {
    Faults faults({read_fault("late-commit:250@next=1")});

    EXPECT_EQ(faults.next("GET", "/tables/a").late_commit.count(), 0);
    EXPECT_EQ(faults.next("DELETE", "/tables/a/1").late_commit.count(), 250);
}

TEST(ServeFault, WaitsAddUpAndTheFirstAnswerWins) {
    Faults faults({read_fault("delay:20"),
                   read_fault("retry-after:429:7"),
                   read_fault("delay:22"),
                   read_fault("fail:500")});

    const Verdict verdict = faults.next("GET", "/");

    EXPECT_EQ(verdict.delay.count(), 42);
    ASSERT_TRUE(verdict.instead);
    EXPECT_EQ(verdict.instead->status, 429);
    EXPECT_EQ(verdict.instead->retry_after.count(), 7);
}

TEST(ServeFault, NamesTheActionsWhenOneIsUnknown) {
    EXPECT_EQ(fault_complaint("explode"),
              "the fault \"explode\": \"explode\" must be one of fail, retry-after, html, delay, "
              "drop-before, drop-after, late-commit");
}

TEST(ServeFault, ShowsTheFormOfAnActionThatIsIncomplete) {
    EXPECT_EQ(fault_complaint("retry-after:503"),
              "the fault \"retry-after:503\": expected retry-after:STATUS:SECONDS");
    EXPECT_EQ(fault_complaint("html:1"), "the fault \"html:1\": expected html");
}

TEST(ServeFault, RefusesNumbersThatAreNone) {
    for (const char* spec : {"fail:abc",
                             "fail:99",
                             "fail:600",
                             "delay:",
                             "delay:1x",
                             "delay:-1",
                             "fail:500@every=0",
                             "fail:500@next=0",
                             "fail:500@next="}) {
        EXPECT_NE(fault_complaint(spec), "none") << spec;
    }
}

TEST(ServeFault, NamesTheSelectorsWhenOneIsUnknown) {
    EXPECT_EQ(fault_complaint("html@nth=3"),
              "the fault \"html@nth=3\": \"@nth\" must be one of @method, @path, @skip, @every, "
              "@next");
}

}  // namespace
}  // namespace syncline::server
