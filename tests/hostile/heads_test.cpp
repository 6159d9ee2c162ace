#include "hostile/attacked.hpp"
#include "net/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What stands before a body: status lines, headers, redirects.
namespace syncline::tests {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Head, WithoutAnEndIsCut) {
    for (const char* line : {"x-more: and more\r\n", "x", "set-cookie: a=b\r\n"}) {
        SCOPED_TRACE(line);
        const RawService service([line](const Message&, Victim& victim) {
            victim.send("HTTP/1.1 200 OK\r\n");
            EXPECT_TRUE(victim.send_forever(line, kEndless));
            return false;
        });
        const Attacked attacked(service);

        EXPECT_EQ(attacked.pull().status, kRefused);
        attacked.expect_untouched();
        EXPECT_EQ(attacked.push().status, kRefused);
        EXPECT_EQ(attacked.program().pending(), 2U);
    }
}

TEST(Head, ThatOnlyPromisesEndsWithTheTimeOfTheRequest) {
    const RawService service([](const Message&, Victim& victim) {
        victim.drip("HTTP/1.1 100 Continue\r\n\r\n", std::chrono::milliseconds(5));
        return false;
    });
    const Attacked attacked(service);

    EXPECT_EQ(attacked.pull({"--timeout", "500ms"}).status, kRetry);
    attacked.expect_untouched();
}

TEST(Head, OfAnotherProtocolIsRefused) {
    for (const char* words :
         {"220 mail.test ESMTP\r\n", "SSH-2.0-OpenSSH\r\n", "\x16\x03\x01\x02", "[]"}) {
        SCOPED_TRACE(words);
        const RawService service([words](const Message&, Victim& victim) {
            victim.send(words);
            return false;
        });
        const Attacked attacked(service);

        EXPECT_EQ(attacked.pull().status, kRefused);
        attacked.expect_untouched();
    }
}

TEST(Head, OfTheFirstProtocolNeedsNoLength) {
    const RawService service([](const Message&, Victim& victim) {
        victim.send("HTTP/1.0 200 OK\r\n\r\n[" + item_text("a", 5) + "]");
        return false;
    });
    const Attacked attacked(service);

    EXPECT_EQ(attacked.pull().status, 0);
    EXPECT_EQ(attacked.program().items().count("a"), 1U);
}

TEST(Head, ThatAsksForALongRestIsNotObeyed) {
    for (const char* time : {"86400", "99999999999999999999", "-5"}) {
        SCOPED_TRACE(time);
        const std::string header = std::string("retry-after: ") + time + "\r\n";
        const RawService service(always(answer_of("", 503, header)));
        const Attacked attacked(service);

        const Outcome outcome = attacked.run({"pull", "todoitem", "--no-push", "--retry", "1"});

        EXPECT_EQ(outcome.status, kRetry);
        attacked.expect_untouched();
    }
}

class Redirect : public testing::TestWithParam<int> {};

TEST_P(Redirect, CarriesNoChangeAndNoCredentialsToTheOtherPlace) {
    const Listener elsewhere;
    const std::string header = "location: " + elsewhere.url() + "/tables/todoitem\r\n";
    const RawService service(always(answer_of("{}", GetParam(), header)));
    const Attacked attacked(service);
    Command command = attacked.program().command({"push", "--retry", "0"});
    command.environment["SYNCLINE_TOKEN"] = "secret-token";

    const Outcome outcome = run(command);

    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_THAT(outcome.err, HasSubstr(elsewhere.url()));
    EXPECT_THAT(elsewhere.heard(), IsEmpty());
    EXPECT_EQ(attacked.program().pending(), 2U);
    EXPECT_EQ(attacked.pull().status, kRefused);
    EXPECT_THAT(elsewhere.heard(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Hostile, Redirect, testing::Values(301, 302, 303, 307, 308));

}  // namespace
}  // namespace syncline::tests
