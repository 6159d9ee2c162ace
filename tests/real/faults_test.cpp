#include "real/backend.hpp"
#include "real/program.hpp"
#include "support/fault_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace syncline::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kPage = "<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>";
const Headers kHtml = {{"content-type", "text/html"}};

/// A server, the proxy before it, and a store that reaches it through the proxy.
class Faults : public testing::TestWithParam<Kind> {
  protected:
    std::string settled_item() {
        std::string id = program.must({"insert", "todoitem", "--set", "text=base"});
        id.pop_back();
        program.must({"push"});
        return id;
    }

    /// The command ends with `status`, and the store is as before.
    std::string expect_harmless(const Words& words, int status) {
        const auto before = program.items();
        const std::size_t pending = program.pending();
        const Outcome outcome = program.run(words);
        EXPECT_EQ(outcome.status, status) << outcome.out << outcome.err;
        EXPECT_EQ(program.items(), before);
        EXPECT_EQ(program.pending(), pending);
        return outcome.err;
    }

    /// The queued delete is still there and does its work once the way is clear.
    void expect_delete_arrives(const std::string& id) {
        EXPECT_TRUE(server.has(id)) << "nothing has reached the server";
        proxy.clear_faults();
        EXPECT_EQ(program.json({"push"}).at("pushed"), 1);
        EXPECT_FALSE(server.has(id));
    }

    void insert(const std::string& id, const std::string& into = "todoitem") {
        program.must({"insert", into, "--id", id, "--set", "text=x"});
    }

    Backend backend{GetParam()};
    FaultProxy proxy{backend.url()};
    std::unique_ptr<RemoteTable> table = backend.table();
    RemoteTable& server = *table;
    Program program{backend, proxy.url()};
    const std::string a = backend.id("a");
};

TEST_P(Faults, ADeleteAgainstAWrongPathIsNotLost) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});

    expect_harmless({"push", "--url", proxy.url() + "/wrong"}, 7);

    expect_delete_arrives(id);
}

TEST_P(Faults, ADeleteAgainstAProxysPageIsNotLost) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    proxy.on({.count = kAlways}, answer_with(404, kPage, kHtml));

    expect_harmless({"push"}, 7);

    expect_delete_arrives(id);
}

TEST_P(Faults, ADeleteAgainstAPortalIsNotLost) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    proxy.on({.count = kAlways}, answer_with(200, kPage, kHtml));

    expect_harmless({"push"}, 7);

    expect_delete_arrives(id);
}

TEST_P(Faults, AnInsertAndAnUpdateAgainstAPortalAreNotLost) {
    const std::string id = settled_item();
    program.must({"update", "todoitem", id, "--set", "text=later"});
    insert(backend.id("new"));
    proxy.on({.count = kAlways}, answer_with(200, kPage, kHtml));

    expect_harmless({"push"}, 7);

    proxy.clear_faults();
    EXPECT_EQ(program.json({"push"}).at("pushed"), 2);
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

TEST_P(Faults, AnAnswerThatIsCutEndsAPullWith5) {
    server.insert({{"id", a}, {"text", "x"}});
    proxy.on({.target = "updatedAt", .count = kAlways}, cut_body(10));

    const std::string message = expect_harmless({"pull", "todoitem", "--retry", "0"}, 5);

    EXPECT_THAT(message, HasSubstr(proxy.url()));
    proxy.clear_faults();
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

TEST_P(Faults, AnAnswerToAPushThatIsCutIsSettledLater) {
    insert(a);
    proxy.on({.method = "POST", .count = kAlways}, cut_body(10));

    expect_harmless({"push", "--retry", "0"}, 5);

    proxy.clear_faults();
    EXPECT_EQ(program.json({"push"}).at("conflicts"), 0);
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

TEST_P(Faults, APortalEndsAPullWith7) {
    proxy.on({.count = kAlways}, answer_with(200, kPage, kHtml));

    EXPECT_THAT(expect_harmless({"pull", "todoitem"}, 7), HasSubstr(proxy.url()));
}

TEST_P(Faults, ACompleteAnswerThatIsNotJsonEndsAPullWith7) {
    proxy.on({.count = kAlways},
             answer_with(200, R"([{"id":"a","text":)", {{"content-type", "application/json"}}));

    EXPECT_THAT(expect_harmless({"pull", "todoitem"}, 7), HasSubstr(proxy.url()));
}

/// In v2, serve makes tables on demand.
class FaultsOfFixedTables : public Faults {};

TEST_P(FaultsOfFixedTables, ATableThatIsNotThereEndsWith7) {
    program.must({"define-table", "nosuch", "text:string"});

    EXPECT_THAT(expect_harmless({"pull", "nosuch"}, 7), HasSubstr("404"));

    insert(a, "nosuch");
    EXPECT_THAT(expect_harmless({"push"}, 7), HasSubstr("404"));
}

TEST_P(Faults, AQueryThatIsRefusedIsReportedWithTextTableAndUrl) {
    const std::string body =
        R"({"code":"400","error":"no such member","message":"no such member"})";
    proxy.on({.target = "updatedAt", .count = kAlways},
             answer_with(400, body, {{"content-type", "application/json"}}));

    EXPECT_THAT(expect_harmless({"pull", "todoitem"}, 7),
                AllOf(HasSubstr("no such member"), HasSubstr("todoitem"), HasSubstr(proxy.url())));
}

TEST_P(Faults, APushOfNothingSendsNothing) {
    EXPECT_EQ(program.json({"push"}).at("pushed"), 0);
    EXPECT_EQ(proxy.requests().size(), 0U);
}

TEST_P(Faults, AWarningIsSaidOnce) {
    proxy.on({.target = "updatedAt%20eq%20null", .count = kAlways}, answer_with(400));

    const Outcome outcome = program.run({"pull", "todoitem"});

    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, StartsWith("syncline: warning: "));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

TEST_P(Faults, RetryAfterIsObeyed) {
    insert(a);
    proxy.on({.method = "POST"}, answer_with(503, "busy", {{"retry-after", "2"}}));
    const auto before = std::chrono::steady_clock::now();

    EXPECT_EQ(program.json({"push"}).at("pushed"), 1);

    EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
}

TEST_P(Faults, RetryAfterBeyondTheTimeLimitEndsAtOnce) {
    insert(a);
    proxy.on({.method = "POST", .count = kAlways},
             answer_with(503, "busy", {{"retry-after", "3600"}}));

    const Outcome outcome = program.run({"push", "--max-time", "5s", "--json"});

    EXPECT_THAT(outcome.status, testing::AnyOf(5, 8)) << outcome.err;
    EXPECT_EQ(program.pending(), 1U);
}

TEST_P(Faults, AnAnswerOverTheLimitIsRefused) {
    server.insert({{"id", a}, {"text", std::string(50'000, 'x')}});

    const std::string message = expect_harmless({"pull", "todoitem", "--max-body", "10K"}, 7);

    EXPECT_THAT(message, HasSubstr("--max-body"));
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

INSTANTIATE_TEST_SUITE_P(Against,
                         FaultsOfFixedTables,
                         testing::Values(Kind::node, Kind::serve_v3),
                         testing::PrintToStringParamName());

INSTANTIATE_TEST_SUITE_P(Against,
                         Faults,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

/// A TLS server whose certificate nobody trusts.
class TlsServer {
  public:
    TlsServer() {
        const std::string key = (folder_ / "key.pem").string();
        const std::string certificate = (folder_ / "cert.pem").string();
        const Outcome made = run({.program = "openssl",
                                  .arguments = {"req",
                                                "-x509",
                                                "-newkey",
                                                "ec",
                                                "-pkeyopt",
                                                "ec_paramgen_curve:prime256v1",
                                                "-nodes",
                                                "-keyout",
                                                key,
                                                "-out",
                                                certificate,
                                                "-subj",
                                                "/CN=localhost",
                                                "-addext",
                                                "subjectAltName=IP:127.0.0.1"}});
        if (made.status != 0) throw std::runtime_error("openssl: " + made.err);
        process_ = std::make_unique<Process>(Command{
            .program = "openssl",
            .arguments = {
                "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"}});
        while (auto line = process_->read_line()) {
            if (line->rfind("ACCEPT ", 0) != 0) continue;
            url_ = "https://" + line->substr(7);
            return;
        }
        throw std::runtime_error("openssl s_server: " + process_->wait().err);
    }

    const std::string& url() const { return url_; }

  private:
    TempDir folder_;
    std::unique_ptr<Process> process_;
    std::string url_;
};

TEST(Tls, ACertificateThatNobodyTrustsEndsWith7) {
    const TlsServer server;
    const Program program(server.url());
    program.must({"insert", "todoitem", "--id", "a", "--set", "text=x"});

    for (const char* verb : {"push", "pull", "sync"}) {
        Words words = {verb};
        if (words[0] == "pull") words.insert(words.end(), {"todoitem", "--no-push"});
        const Outcome outcome = program.run(words);
        EXPECT_EQ(outcome.status, 7) << verb << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("certificate")) << verb;
    }
    EXPECT_EQ(program.pending(), 1U);
}

}  // namespace
}  // namespace syncline::tests
