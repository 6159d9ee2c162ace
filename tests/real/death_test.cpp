#include "real/killer.hpp"
#include "real/story.hpp"
#include "real/weather.hpp"
#include "support/environment.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <optional>

namespace syncline::tests {
namespace {

using std::chrono::microseconds;

/// How long a call takes, before one was left alone.
constexpr microseconds kFirstGuess = std::chrono::milliseconds(30);

/// One store, its server, the proxy between, and somebody who kills what runs on the store.
class Death : public testing::TestWithParam<Kind> {
  protected:
    void round();
    void converge();
    void report() const;

    std::size_t seed = number_from("SYNCLINE_TEST_SEED", 1);
    std::size_t kills = 0;
    std::size_t rounds = 0;

  private:
    Outcome run_to_its_death(Killer& killer, const Step& step, bool in_company);
    void count_requests();

    Backend backend{GetParam()};
    FaultProxy proxy{backend.url()};
    std::unique_ptr<RemoteTable> server = backend.table();
    Program program{backend, proxy.url()};
    Story story{backend, program, static_cast<std::uint32_t>(seed)};
    std::map<std::string, microseconds> lives;  ///< how long a call last took that was left alone
    std::map<std::string, int> carried_out;     ///< writes of each text that the server did
    std::size_t requests = 0;
    std::size_t writes = 0;  ///< that the server did
};

/// One call, or two at once, and the death of one or both.
void Death::round() {
    ++rounds;
    const Step step = story.next();
    std::optional<Step> other;
    if (!step.alone && story.below(3) == 0) other = story.beside(step);
    SCOPED_TRACE("round " + std::to_string(rounds) + ": " + step.line() +
                 (other ? ", beside it " + other->line() : std::string()));

    std::optional<Process> company;
    if (story.below(2) == 0) {
        make_weather(proxy, static_cast<std::uint32_t>(story.below(1'000'000)), 6);
    }
    if (other) {
        Command command = program.command(other->words);
        command.input = other->input;
        company.emplace(command);
        company->close_input();
    }
    const bool both_die = story.below(3) == 0;
    Killer killer;
    const Outcome outcome = run_to_its_death(killer, step, company.has_value());
    if (outcome.signal != 0) ++kills;
    if (company) {
        const Outcome ended = both_die ? company->kill() : company->wait();
        EXPECT_FALSE(ended.timed_out) << "it hangs";
        if (ended.signal != 0) ++kills;
        story.book(*other, ended);
    }
    story.book(step, outcome);
    count_requests();
    story.look();
    if (story.below(3) == 0) story.somebody_else();
}

Outcome Death::run_to_its_death(Killer& killer, const Step& step, bool in_company) {
    microseconds& usual = lives.try_emplace(step.words[0], kFirstGuess).first->second;
    Command command = program.command(step.words);
    command.input = step.input;
    Outcome outcome;
    const auto start = std::chrono::steady_clock::now();
    if (step.prints_ids && story.below(4) == 0) {
        outcome = killer.run_until_line(command, 1 + story.below(3));
    } else if ((step.talks || in_company) && story.below(3) != 0) {
        killer.lie_in_wait(proxy,
                           1 + story.below(story.queued() + 4),
                           static_cast<Moment>(story.below(3)),
                           {},
                           story.below(400));
        outcome = killer.run(command);
        EXPECT_FALSE(outcome.timed_out) << "it hangs";
    } else {
        const auto most = static_cast<std::size_t>(usual.count());
        outcome = killer.run(command, microseconds(story.below(most + most / 8)));
    }
    if (outcome.signal == 0) {
        usual = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - start);
    }
    return outcome;
}

/// Once all is carried out that the dead have asked for.
void Death::count_requests() {
    proxy.clear_faults();
    proxy.wait_until_left();
    for (const SeenRequest& seen : proxy.requests()) {
        ++requests;
        const bool done = seen.server_status >= 200 && seen.server_status < 300;
        if (seen.method == "GET" || !done) continue;
        ++writes;
        const Json body = Json::parse(seen.body, nullptr, false);
        if (body.is_object() && body.contains("text")) ++carried_out[text(body, "text")];
    }
    proxy.forget_requests();
}

/// Without faults the store and the service agree after a few runs, and a new store is the same.
void Death::converge() {
    constexpr int kMost = 6;
    program.must({"queue", "release", "--table", "todoitem"});
    bool quiet = false;
    for (int i = 0; !quiet && i < kMost; ++i) {
        const Outcome sync = program.run({"sync", "--conflict", "server", "--json"});
        EXPECT_EQ(sync.status, 0) << sync.out << sync.err;
        const Json result = document(sync);
        quiet = result.at("pushed") == 0 && result.at("pending") == 0 &&
                result.at("pull").at("pulled") == 0;
        count_requests();
    }
    EXPECT_TRUE(quiet) << "something is stuck: " << program.json({"queue", "list"});
    story.look();
    const auto there = items_of(*server);
    story.ledger().expect_at(Story::own(there));
    expect_equal(program, *server);
    const Program fresh(backend);
    fresh.must({"pull", "todoitem"});
    expect_equal(fresh, *server);
    if (backend.speaks_v3()) return;  // each write brings the whole item
    for (const auto& [text, times] : carried_out) {
        // What both edit may be sent again, where a policy says so.
        EXPECT_TRUE(times == 1 || text.rfind("own-", 0) != 0) << text << " " << times << " times";
    }
}

void Death::report() const {
    std::cout << kills << " kills in " << rounds << " rounds, seed " << seed << ": "
              << story.ledger().acknowledged() << " changes acknowledged, " << requests
              << " requests, " << writes << " of them writes that were done\n";
}

TEST_P(Death, LosesAndDoublesNothingThatWasAcknowledged) {
    const std::size_t wanted = number_from("SYNCLINE_TEST_KILLS", 25);
    SCOPED_TRACE("SYNCLINE_TEST_SEED=" + std::to_string(seed));
    const std::size_t most = 20 * wanted;
    while (kills < wanted && rounds < most && !HasFailure()) round();
    EXPECT_GE(kills, wanted);
    if (!HasFailure()) converge();
    report();
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Death,
                         testing::Values(Kind::node, Kind::serve_v3),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
