#include "real/backend.hpp"
#include "replay/exchange.hpp"
#include "replay/omissions.hpp"
#include "replay/player.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

/// The exchanges recorded from a real v3 server, played against `syncline serve`, or against the
/// v3 server (with a fresh database) whose URL the environment names.
namespace syncline::tests {
namespace {

constexpr std::size_t kMustAgree = 630;

/// In these the smallest difference would mislead a client.
constexpr std::array kWhole{
    "versions",      "routing",        "paging",  "keyset-plain", "pull-keyset", "pull-official",
    "create",        "read",           "replace", "delete-soft",  "delete-hard", "undelete",
    "conditions",    "includedeleted", "select",  "orderby",      "filters",     "bodies",
    "content-types", "relations",      "guarded"};

std::filesystem::path file(const char* name) {
    return std::filesystem::path(SYNCLINE_REPLAY_FILES) / name;
}

const std::vector<Exchange>& exchanges() {
    static const auto kExchanges = read_exchanges(file("v3-exchanges.ndjson"));
    return kExchanges;
}

const std::vector<Omission>& omissions() {
    static const auto kOmissions = read_omissions(file("omissions.txt"));
    return kOmissions;
}

const char* foreign_url() {
    return std::getenv("SYNCLINE_TEST_V3_URL");
}

std::vector<std::string> own_options() {
    return {"--protocol", "v3", "--table", '@' + file("tables.json").string()};
}

/// Plays one scenario against our server: each step agrees or is left out, never both.
std::size_t expect_as_recorded(const std::string& scenario, Sender& sender) {
    std::size_t agreed = 0;
    for (const Played& played : play(exchanges_of(exchanges(), scenario), sender)) {
        const Omission* const omission = find_omission(omissions(), scenario, played.exchange.step);
        if (played.agrees()) ++agreed;
        EXPECT_TRUE(played.agrees() || omission != nullptr) << played.described();
        EXPECT_FALSE(played.agrees() && omission != nullptr)
            << scenario << ' ' << played.exchange.step << " agrees: it need not be left out";
    }
    return agreed;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, IsAnsweredAsRecorded) {
    const ServeServer server(own_options());
    Sender sender(server.url());
    expect_as_recorded(GetParam(), sender);
}

INSTANTIATE_TEST_SUITE_P(V3,
                         Scenario,
                         testing::ValuesIn(scenarios_of(exchanges())),
                         [](const auto& parameter) {
                             std::string name = parameter.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

/// The server that the environment names, which may leave nothing out, or ours.
TEST(Recording, IsAnsweredInOneDatabaseAsRecorded) {
    const char* const foreign = foreign_url();
    std::optional<ServeServer> own;
    if (foreign == nullptr) own.emplace(own_options());
    Sender sender(own ? own->url() : foreign);
    std::size_t agreed = 0;
    for (const std::string& scenario : scenarios_of(exchanges())) {
        agreed += expect_as_recorded(scenario, sender);
    }
    std::cout << agreed << " of " << exchanges().size() << " exchanges agree\n";
    EXPECT_GE(agreed, own ? kMustAgree : exchanges().size());
}

TEST(Omissions, AreRecordedExchangesWithAReason) {
    for (const Omission& omission : omissions()) {
        const bool recorded =
            std::any_of(exchanges().begin(), exchanges().end(), [&omission](const Exchange& one) {
                return one.scenario == omission.scenario && one.step == omission.step;
            });
        EXPECT_TRUE(recorded) << omission.scenario << ' ' << omission.step;
        EXPECT_FALSE(omission.reason.empty());
    }
}

TEST(Omissions, AreNotInAScenarioThatMustAgreeWholly) {
    for (const Omission& omission : omissions()) {
        EXPECT_EQ(std::find(kWhole.begin(), kWhole.end(), omission.scenario), kWhole.end())
            << omission.scenario << ' ' << omission.step;
    }
}

TEST(Omissions, AreFewEnough) {
    EXPECT_LE(omissions().size(), exchanges().size() - kMustAgree);
}

}  // namespace
}  // namespace syncline::tests
