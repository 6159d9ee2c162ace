#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace syncline::journey {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Network : public testing::Test {
  protected:
    Network() { backend.define("todo", true); }

    Ticks taken(const std::function<void()>& act) {
        const Ticks start = world.clock.steady;
        act();
        return world.clock.steady - start;
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Network, OfflineAPushEndsAtOnceAndKeepsEverything) {
    phone.insert("{'id':'a'}");
    phone.insert("{'id':'b'}");
    world.offline = true;

    PushResult result;
    const Ticks time = taken([&] { result = phone.push(); });

    EXPECT_EQ(result.status, PushStatus::cancelled_by_network_error);
    EXPECT_STREQ(name_of(result.status), "CancelledByNetworkError");
    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_EQ(result.pending, 2U);
    EXPECT_LT(time, milliseconds(100));
    EXPECT_TRUE(result.issues.empty());
}

TEST_F(Network, OfflineLeavesNoMarkThatSomethingWasSent) {
    const std::string id = phone.insert("{'text':'milk'}");
    world.offline = true;
    phone.push();
    phone.remove(id);
    world.offline = false;
    const std::size_t from = world.log.size();

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Network, OfflineInTheMiddleOfAPushKeepsTheRest) {
    phone.remote.parallel = 1;
    for (const char* id : {"a", "b", "c"}) phone.insert("{'id':'" + std::string(id) + "'}");
    world.before(2, [this] { world.offline = true; });

    const PushResult result = phone.push();

    EXPECT_EQ(result.pushed, 1U);
    EXPECT_EQ(phone.queue().size(), 2U);
    world.offline = false;
    EXPECT_EQ(phone.push().pushed, 2U);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Network, OfflineAPullEndsWithStatusRetryAndKeepsTheToken) {
    backend.insert("todo", "{'id':'a'}");
    phone.pull();
    const auto token = phone.token();
    world.offline = true;

    const PullResult result = phone.pull();

    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_EQ(phone.token(), token);
}

TEST_F(Network, ALostAnswerIsTriedAgainWithGrowingPauses) {
    phone.insert("{'id':'a'}");
    world.lose_answers(3);

    const Ticks time = taken([&] { EXPECT_EQ(phone.push().outcome, Status::ok); });

    // 0.5 s, 1 s and 2 s.
    EXPECT_GE(time, milliseconds(3'500));
    EXPECT_LT(time, milliseconds(4'000));
    EXPECT_EQ(backend.count("todo"), 1U);
}

TEST_F(Network, RetriesAreUsedUpInTheEnd) {
    phone.insert("{'id':'a'}");
    world.lose_answers(100);

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::cancelled_by_network_error);
    EXPECT_EQ(result.requests, 4U);
    EXPECT_EQ(phone.queue().size(), 1U);
}

TEST_F(Network, NoRetryBeginsLaterThanAllowed) {
    phone.insert("{'id':'a'}");
    phone.remote.retry_max_time = seconds(2);
    world.lose_answers(100);

    PushResult result;
    const Ticks time = taken([&] { result = phone.push(); });

    // After 0.5 s and 1 s more; the next one would begin after 3.5 s.
    EXPECT_EQ(result.requests, 3U);
    EXPECT_LT(time, seconds(2));
    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_EQ(phone.queue().size(), 1U);
}

TEST_F(Network, ARedirectIsNotFollowedAndItsPlaceIsNamedWithoutPathAndQuery) {
    phone.insert("{'id':'a'}");
    phone.remote.token = "secret-token";
    world.answer_with(1, 302, "", {{"location", "https://user:hush@login.example/?code=hush"}});
    const PushResult hidden = phone.push();
    world.answer_with(1, 301, "", {{"location", "https://Service/tables/todo?code=hush#hush"}});

    const PushResult result = phone.push();

    EXPECT_EQ(world.log.size(), 2U);
    for (const Exchange& exchange : world.log) {
        EXPECT_EQ(exchange.request.url.find("http://service/"), 0U);
    }
    EXPECT_EQ(result.outcome, Status::refused);
    EXPECT_EQ(result.reason, "http://service answered with a redirect (301) to https://service");
    EXPECT_NE(result.hint.find("--url https://service/,"), std::string::npos) << result.hint;
    for (const std::string& words : {hidden.reason, hidden.hint, result.reason, result.hint}) {
        EXPECT_EQ(words.find("hush"), std::string::npos) << words;
    }
    EXPECT_EQ(phone.queue().size(), 1U);
}

TEST_F(Network, WithoutEncryptionNothingIsSentUnlessAllowed) {
    phone.insert("{'id':'a'}");
    phone.remote.allow_http = false;
    for (const auto& act : {std::function<void()>([&] { phone.push(); }),
                            std::function<void()>([&] { phone.pull(); }),
                            std::function<void()>([&] { phone.sync(); })}) {
        try {
            act();
            ADD_FAILURE() << "it was not refused";
        } catch (const UsageError& error) {
            EXPECT_NE(std::string(error.what()).find("http://service"), std::string::npos);
            EXPECT_NE(error.hint().find("--allow-http"), std::string::npos);
        }
    }
    EXPECT_TRUE(world.log.empty());
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert todo/a pending"}));

    phone.remote.allow_http = true;
    EXPECT_EQ(phone.push().outcome, Status::ok);
}

TEST_F(Network, ATokenTheServiceRepeatsInARefusalIsNotKept) {
    phone.insert("{'id':'a'}");
    phone.remote.token = "secret-token";
    phone.remote.headers = {"X-Api-Key: secret-key"};
    world.answer_with(9, 400, "{'error':'secret-token and secret-key are no good'}");

    const PushResult result = phone.push();

    std::string words = result.reason;
    for (const OperationIssue& issue : result.issues) words += issue.message;
    EXPECT_NE(words.find("<hidden> and <hidden> are no good"), std::string::npos) << words;
    EXPECT_EQ(words.find("secret"), std::string::npos) << words;
}

TEST_F(Network, ABusyServiceIsTriedAgain) {
    for (const int status : {408, 425, 429, 502, 503, 504}) {
        phone.insert("{'text':'milk'}");
        world.answer_with(1, status, "{'error':'busy'}");

        EXPECT_EQ(phone.push().outcome, Status::ok) << status;
    }
    EXPECT_EQ(backend.count("todo"), 6U);
}

TEST_F(Network, ABusyServiceThatActedAllTheSameMakesNoConflict) {
    for (const int status : {408, 502, 503, 504}) {
        phone.insert("{'text':'milk'}");
        world.fail({Fault::Kind::answer_after, 1, "", {status, {}, "{\"error\":\"busy\"}"}});

        EXPECT_EQ(phone.push().outcome, Status::ok) << status;
    }
    EXPECT_EQ(backend.count("todo"), 4U);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Network, AServiceThatStaysBusyStopsThePush) {
    phone.insert("{'id':'a'}");
    world.answer_with(100, 503, "{'error':'busy'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::cancelled_by_network_error);
    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_EQ(result.http_status, 503);
    EXPECT_EQ(result.failed, 0U);
}

TEST_F(Network, RetryAfterInSecondsIsObeyed) {
    phone.insert("{'id':'a'}");
    world.answer_with(1, 429, "{'error':'slowly'}", {{"retry-after", "7"}});

    const Ticks time = taken([&] { EXPECT_EQ(phone.push().outcome, Status::ok); });

    EXPECT_GE(time, seconds(7));
    EXPECT_LT(time, seconds(8));
}

TEST_F(Network, RetryAfterAsADateIsReadByTheServicesOwnClock) {
    phone.insert("{'id':'a'}");
    world.answer_with(1,
                      503,
                      "{'error':'slowly'}",
                      {{"retry-after", "Thu, 01 Jan 2015 00:00:09 GMT"},
                       {"date", "Thu, 01 Jan 2015 00:00:00 GMT"}});

    const Ticks time = taken([&] { EXPECT_EQ(phone.push().outcome, Status::ok); });

    EXPECT_GE(time, seconds(9));
    EXPECT_LT(time, seconds(10));
}

TEST_F(Network, RetryAfterBeyondMaxTimeEndsTheRunAtOnce) {
    phone.remote.max_time = seconds(5);
    phone.insert("{'id':'a'}");
    world.answer_with(1, 429, "{'error':'slowly'}", {{"retry-after", "60"}});

    PushResult result;
    const Ticks time = taken([&] { result = phone.push(); });

    EXPECT_EQ(result.outcome, Status::retry);
    EXPECT_LT(time, seconds(1));
}

TEST_F(Network, MaxTimeEndsAPushAndCutsWhatIsInFlight) {
    phone.remote.max_time = seconds(2);
    phone.remote.parallel = 1;
    world.round_trip = milliseconds(900);
    for (int i = 0; i < 5; ++i) phone.insert("{'text':'milk'}");

    PushResult result;
    const Ticks time = taken([&] { result = phone.push(); });

    EXPECT_EQ(result.status, PushStatus::cancelled_by_token);
    EXPECT_EQ(result.outcome, Status::limit);
    EXPECT_EQ(result.pushed, 2U);
    EXPECT_LE(time, seconds(2));
    phone.remote.max_time.reset();
    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Network, MaxTimeEndsAPullAndKeepsWhatCame) {
    phone.remote.max_time = seconds(2);
    world.round_trip = milliseconds(900);
    for (int i = 0; i < 5; ++i) {
        backend.seed(
            "todo", std::to_string(i), 100, "2020-01-01T00:00:0" + std::to_string(i) + "Z");
    }
    PullOptions options;
    options.page_size = 50;

    const PullResult result = phone.pull(options);

    EXPECT_EQ(result.outcome, Status::limit);
    EXPECT_LT(phone->count("todo", {}), 500U);
    phone.remote.max_time.reset();
    EXPECT_EQ(phone.pull(options).outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Network, AStopThatIsAskedForFinishesWhatIsInFlight) {
    phone.remote.parallel = 2;
    for (int i = 0; i < 6; ++i) phone.insert("{'text':'milk'}");
    bool stop = false;
    phone.remote.stop_requested = [&stop] { return stop; };
    world.before(1, [&stop] { stop = true; });

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::cancelled_by_token);
    EXPECT_EQ(result.pushed, 2U);
    EXPECT_EQ(backend.count("todo"), 2U);
    stop = false;
    const PushResult rest = phone.push();
    EXPECT_EQ(rest.pushed, 4U);
    EXPECT_EQ(backend.count("todo"), 6U);
}

TEST_F(Network, AStopDuringAPullKeepsWhatCameAndIsNoFailure) {
    backend.seed("todo", "a", 50, "2020-01-01T00:00:01Z");
    backend.seed("todo", "b", 50, "2020-01-01T00:00:02Z");
    bool stop = false;
    phone.remote.stop_requested = [&stop] { return stop; };
    world.before(3, [&stop] { stop = true; });
    PullOptions options;
    options.page_size = 40;

    const PullResult result = phone.pull(options);

    EXPECT_EQ(result.outcome, Status::interrupted);
    EXPECT_GT(phone->count("todo", {}), 0U);
    stop = false;
    EXPECT_EQ(phone.pull(options).outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Network, AStopDuringAPauseDoesNotWaitForIt) {
    phone.insert("{'id':'a'}");
    bool stop = false;
    phone.remote.stop_requested = [&stop] { return stop; };
    world.answer_with(1, 429, "{'error':'slowly'}", {{"retry-after", "100"}});
    world.before(1, [&stop] { stop = true; });

    PushResult result;
    const Ticks time = taken([&] { result = phone.push(); });

    EXPECT_EQ(result.status, PushStatus::cancelled_by_token);
    EXPECT_LT(time, seconds(2));
    EXPECT_EQ(phone.queue().size(), 1U);
}

TEST_F(Network, MaxOperationsEndsThePushWithWorkLeft) {
    for (int i = 0; i < 5; ++i) phone.insert("{'text':'milk'}");
    PushOptions options;
    options.max_operations = 3;

    const PushResult result = phone.push(options);

    EXPECT_EQ(result.outcome, Status::limit);
    EXPECT_EQ(result.pushed, 3U);
    EXPECT_EQ(result.pending, 2U);
}

/// A service that wants a token.
class Token : public Network {
  protected:
    Token() {
        backend.token = "second";
        write_token("first");
    }

    void write_token(const std::string& token) { std::ofstream(file()) << token << "\n"; }
    std::string file() const { return phone.path() + ".token"; }
};

TEST_F(Token, MissingStopsThePushWithoutLoss) {
    phone.insert("{'id':'a'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::cancelled_by_authentication_error);
    EXPECT_STREQ(name_of(result.status), "CancelledByAuthenticationError");
    EXPECT_EQ(result.outcome, Status::auth);
    EXPECT_TRUE(result.issues.empty());
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert todo/a pending"}));
}

TEST_F(Token, IsSentOnlyWhenThereIsOne) {
    phone.insert("{'id':'a'}");
    phone.push();
    EXPECT_EQ(world.log.back().header("x-zumo-auth"), "");

    phone.remote.token = "second";

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().header("x-zumo-auth"), "second");
}

TEST_F(Token, ThatExpiresInTheMiddleIsReadAgainFromItsFile) {
    phone.remote.parallel = 1;
    phone.remote.token_file = file();
    backend.token = "first";
    for (int i = 0; i < 4; ++i) phone.insert("{'text':'milk'}");
    world.before(3, [this] {
        backend.token = "second";
        write_token("second");
    });

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(result.pushed, 4U);
    EXPECT_EQ(result.requests, 5U);
}

TEST_F(Token, ThatExpiresWithSeveralInFlightIsReadAgainForAll) {
    phone.remote.token_command = "/bin/cat " + file();
    backend.token = "first";
    for (int i = 0; i < 20; ++i) phone.insert("{'text':'milk'}");
    world.before(6, [this] {
        backend.token = "second";
        write_token("second");
    });

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(backend.count("todo"), 20U);
}

TEST_F(Token, ThatIsStillRefusedWhenReadAgainStopsThePush) {
    phone.remote.token_file = file();
    phone.insert("{'id':'a'}");
    phone.insert("{'id':'b'}");

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::cancelled_by_authentication_error);
    EXPECT_EQ(phone.queue().size(), 2U);
    EXPECT_EQ(backend.count("todo"), 0U);
}

TEST_F(Token, ThatCannotBeReadAgainStopsThePushAndKeepsItsResults) {
    phone.remote.parallel = 1;
    phone.remote.token_file = file();
    backend.token = "first";
    for (int i = 0; i < 3; ++i) phone.insert("{'text':'milk'}");
    world.before(2, [this] {
        backend.token = "second";
        std::filesystem::remove(file());
    });

    const PushResult result = phone.push();

    EXPECT_EQ(result.status, PushStatus::cancelled_by_authentication_error);
    EXPECT_EQ(result.pushed, 1U);
    EXPECT_EQ(phone.queue().size(), 2U);
}

TEST_F(Token, ThatExpiresInAPullIsReadAgain) {
    phone.remote.token_file = file();
    backend.insert("todo", "{'id':'a'}");
    world.before(1, [this] { write_token("second"); });

    EXPECT_EQ(phone.pull().outcome, Status::ok);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
}

TEST_F(Token, IsNowhereInTheStore) {
    backend.token = phone.remote.token = "T0k3n-of-the-test";
    phone.insert("{'id':'a'}");
    ASSERT_EQ(phone.push().outcome, Status::ok);
    phone.restart();

    std::ifstream store(phone.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(store)), {});
    EXPECT_EQ(bytes.find("T0k3n-of-the-test"), std::string::npos);
}

}  // namespace

}  // namespace syncline::journey
