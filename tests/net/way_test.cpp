#include "net/caller.hpp"
#include "net/certificates.hpp"
#include "net/forward_proxy.hpp"
#include "net/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace syncline::tests {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// `me:hush`
constexpr const char* kBasic = "Basic bWU6aHVzaA==";

class Way : public testing::Test {
  protected:
    /// The request that the service heard last.
    Heard last() const { return service.heard().back(); }

    /// All requests of a pull go through the proxy, or none does.
    void expect_by_proxy(bool through, const Words& options, const Variables& variables = {}) {
        const std::size_t heard = service.heard().size();
        const std::size_t passed = proxy.heads().size();
        const Outcome outcome = caller.pull(options, variables);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        const std::size_t sent = service.heard().size() - heard;
        EXPECT_GT(sent, 0U);
        EXPECT_EQ(proxy.heads().size() - passed, through ? sent : 0U);
    }

    Listener service;
    ForwardProxy proxy{service.port()};
    Caller caller{service.url()};
};

TEST_F(Way, OfAnotherMachineIsEncryptedUnlessAllowed) {
    const Words far = {"--url", "http://service.test", "--proxy", proxy.url()};
    const Outcome refused = caller.pull(far);
    EXPECT_EQ(refused.status, kUsage);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("http://service.test"), HasSubstr("--allow-http")));
    EXPECT_THAT(proxy.heads(), IsEmpty());

    Words allowed = far;
    allowed.emplace_back("--allow-http");
    const Outcome outcome = caller.pull(allowed);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(caller.pull(far, {{"SYNCLINE_ALLOW_HTTP", "true"}}).status, 0);
}

TEST_F(Way, GoesThroughTheProxyThatIsNamed) {
    expect_by_proxy(true, {"--proxy", proxy.url()});
    EXPECT_THAT(proxy.heads(), Each(StartsWith("GET " + service.url() + "/tables/todoitem")));
}

TEST_F(Way, GoesThroughTheProxyOfTheEnvironment) {
    expect_by_proxy(true, {}, {{"http_proxy", proxy.url()}});
    expect_by_proxy(true, {}, {{"ALL_PROXY", proxy.url()}});
    expect_by_proxy(true, {}, {{"SYNCLINE_PROXY", proxy.url()}});
    expect_by_proxy(false, {}, {{"https_proxy", proxy.url()}});
}

TEST_F(Way, GoesAroundTheProxyToHostsThatAreNamed) {
    const Variables variables = {{"http_proxy", proxy.url()}};
    expect_by_proxy(false, {"--proxy", ""}, variables);
    expect_by_proxy(false, {"--noproxy", "127.0.0.1"}, variables);
    expect_by_proxy(false, {"--noproxy", "*", "--proxy", proxy.url()});
    expect_by_proxy(false, {}, {{"http_proxy", proxy.url()}, {"NO_PROXY", "127.0.0.1"}});
    expect_by_proxy(true, {"--noproxy", "elsewhere"}, variables);
}

TEST_F(Way, ThroughAProxyIsATunnelWhereItIsEncrypted) {
    const Certificates& certificates = Certificates::shared();
    const Listener encrypted({certificates.server(), certificates.server_key()});
    const ForwardProxy tunnel(encrypted.port());
    const Words trust = {"--cacert", certificates.authority(), "--url", encrypted.url()};
    const std::string token = caller.secret("token", "hush-hush\n");
    Words words = trust;
    words.insert(words.end(), {"--token-file", token});

    const Outcome outcome = caller.pull(words, {{"https_proxy", tunnel.url()}});

    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(tunnel.heads(), SizeIs(1));
    EXPECT_THAT(tunnel.heads(),
                Each(AllOf(StartsWith("CONNECT 127.0.0.1:"), Not(HasSubstr("hush")))));
    EXPECT_EQ(encrypted.heard().back().header("x-zumo-auth"), "hush-hush");
}

TEST_F(Way, ThroughAProxyThatAsksWhoWeAreEndsWith4) {
    proxy.demand(kBasic);
    const Outcome refused = caller.pull({}, {{"http_proxy", proxy.url()}});
    EXPECT_EQ(refused.status, kAuth);
    EXPECT_THAT(refused.err, HasSubstr("http_proxy"));
    const std::string with_password = "http://me:hush@" + proxy.url().substr(7);
    EXPECT_EQ(caller.pull({}, {{"http_proxy", with_password}}).status, 0);
    EXPECT_EQ(last().header("authorization"), "(none)");
    const Outcome shown = caller.pull({"--proxy", with_password});
    EXPECT_EQ(shown.status, kUsage);
    EXPECT_THAT(shown.err, Not(HasSubstr("hush")));
}

TEST_F(Way, ThroughATunnelThatAsksWhoWeAreEndsWith4) {
    proxy.demand(kBasic);
    const Outcome outcome =
        caller.pull({"--url", "https://service.test"}, {{"https_proxy", proxy.url()}});
    EXPECT_EQ(outcome.status, kAuth) << outcome.err;
}

TEST_F(Way, NamesTheProgramAndItsVersionUnlessToldOtherwise) {
    caller.pull({});
    EXPECT_THAT(last().header("user-agent"), StartsWith("syncline/"));
    caller.pull({"--user-agent", "mine/1"});
    EXPECT_EQ(last().header("user-agent"), "mine/1");
    EXPECT_THAT(last().header("x-zumo-version"), StartsWith("syncline/"));
}

TEST_F(Way, CarriesTheHeadersOfAFile) {
    const std::string headers = caller.secret("headers", "X-Key: hush\nX-Other:2\n");
    caller.pull({"--header", "@" + headers, "--header", "X-Third: 3"});
    EXPECT_EQ(last().header("x-key"), "hush");
    EXPECT_EQ(last().header("x-other"), "2");
    EXPECT_EQ(last().header("x-third"), "3");
    const Outcome missing = caller.pull({"--header", "@/no/such/file"});
    EXPECT_EQ(missing.status, kUsage);
    EXPECT_THAT(missing.err, HasSubstr("/no/such/file"));
}

TEST_F(Way, CarriesUserAndPasswordOfTheNetrcFile) {
    const std::string netrc = caller.secret("netrc",
                                            "machine elsewhere login you password other\n"
                                            "machine 127.0.0.1 login me password hush\n");
    EXPECT_EQ(caller.pull({"--netrc-file", netrc}).status, 0);
    EXPECT_EQ(last().header("authorization"), kBasic);
    caller.pull({"--netrc-file", netrc}, {{"SYNCLINE_TOKEN", "secret-token"}});
    EXPECT_EQ(last().header("authorization"), kBasic) << "v2 has a header of its own for the token";
    EXPECT_EQ(last().header("x-zumo-auth"), "secret-token");
    caller.pull({"--netrc-file", netrc, "--header", "Authorization: Digest mine"});
    EXPECT_EQ(last().header("authorization"), "Digest mine");
}

TEST_F(Way, KnowsNoUserForAHostThatTheNetrcFileDoesNotName) {
    const std::string netrc = caller.secret("netrc", "machine elsewhere login me password hush\n");
    EXPECT_EQ(caller.pull({"--netrc-file", netrc}).status, 0);
    EXPECT_EQ(last().header("authorization"), "(none)");
}

TEST_F(Way, NeverReadsANetrcFileByItself) {
    const TempDir home;
    const std::string netrc = caller.secret("netrc", "machine 127.0.0.1 login me password hush\n");
    std::filesystem::copy_file(netrc, home / ".netrc");
    EXPECT_EQ(caller.pull({}, {{"HOME", home.path().string()}}).status, 0);
    EXPECT_EQ(last().header("authorization"), "(none)");
}

TEST_F(Way, CarriesATokenRatherThanUserAndPasswordInV3) {
    const Caller v3(service.url(), "v3");
    const std::string netrc = v3.secret("netrc", "machine 127.0.0.1 login me password hush\n");
    v3.pull({"--netrc-file", netrc});
    EXPECT_EQ(last().header("authorization"), kBasic);
    v3.pull({"--netrc-file", netrc}, {{"SYNCLINE_TOKEN", "secret-token"}});
    EXPECT_EQ(last().header("authorization"), "Bearer secret-token");
}

TEST_F(Way, EndsAtARedirectAndNothingGoesToTheOtherPlace) {
    const Listener elsewhere;
    service.answer([&elsewhere](const Heard&) {
        HttpAnswer answer;
        answer.status = 307;
        answer.headers["location"] = elsewhere.url() + "/tables/todoitem?code=hush";
        return answer;
    });
    const std::string netrc = caller.secret("netrc", "machine 127.0.0.1 login me password pass\n");

    const Outcome outcome = caller.pull({"--netrc-file", netrc}, {{"SYNCLINE_TOKEN", "token"}});

    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(elsewhere.url()), Not(HasSubstr("hush"))));
    EXPECT_THAT(service.heard(), SizeIs(1));
    EXPECT_THAT(elsewhere.heard(), IsEmpty());
}

TEST_F(Way, OfANextPageStaysAtTheService) {
    const Listener elsewhere;
    service.answer([this, &elsewhere](const Heard&) {
        HttpAnswer answer;
        answer.status = 200;
        answer.headers["content-type"] = "application/json";
        const bool is_first = service.heard().size() == 1;
        answer.body = is_first ? R"([{"id":"a","updatedAt":"2020-01-01T00:00:05.000Z"}])" : "[]";
        if (is_first)
            answer.headers["link"] = "<" + elsewhere.url() + "/tables/todoitem?$skip=1>; rel=next";
        return answer;
    });

    EXPECT_EQ(caller.pull({}, {{"SYNCLINE_TOKEN", "secret-token"}}).status, 0);

    EXPECT_GT(service.heard().size(), 1U);
    EXPECT_THAT(elsewhere.heard(), IsEmpty());
}

TEST_F(Way, AFileWithASecretThatOthersCanReadIsTakenWithAWarning) {
    const std::string token = caller.secret("token", "secret-token\n");
    EXPECT_THAT(caller.pull({"--token-file", token}).err, IsEmpty());
    using std::filesystem::perms;
    std::filesystem::permissions(token, perms::others_read, std::filesystem::perm_options::add);
    const Outcome outcome = caller.pull({"--token-file", token});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(token), HasSubstr("chmod")));
    EXPECT_EQ(last().header("x-zumo-auth"), "secret-token");
}

TEST(Url, WithAPasswordIsKeptInNoStore) {
    const Program program;
    const Outcome made = program.run({"init", "--url", "https://me:hush@service.test"});
    EXPECT_EQ(made.status, kUsage);
    EXPECT_THAT(made.err, AllOf(HasSubstr("--netrc-file"), Not(HasSubstr("hush"))));
    EXPECT_FALSE(std::filesystem::exists(program.store()));
    program.must({"init"});
    const Words set = {"remote", "set-url", "https://me:hush@service.test"};
    EXPECT_EQ(program.run(set).status, kUsage);
    EXPECT_THAT(program.dump(), Not(HasSubstr("hush")));
}

}  // namespace
}  // namespace syncline::tests
