#include "real/program.hpp"
#include "support/fault_proxy.hpp"
#include "support/node_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace syncline::tests {
namespace {

using testing::HasSubstr;

const std::string kPage = "<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>";
const Headers kHtml = {{"content-type", "text/html"}};

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

/// The real server, the proxy before it, and a store that reaches it through the proxy.
class Faults : public testing::Test {
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
        EXPECT_EQ(server.read(id).status, 200) << "nothing has reached the server";
        proxy.clear_faults();
        EXPECT_EQ(program.json({"push"}).at("pushed"), 1);
        EXPECT_EQ(server.read(id).status, 404);
    }

    NodeServer node;
    FaultProxy proxy{node.url()};
    V2Client server{node.url()};
    Program program{proxy.url()};
};

TEST_F(Faults, ADeleteAgainstAWrongPathIsNotLost) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});

    expect_harmless({"push", "--url", proxy.url() + "/wrong"}, 7);

    expect_delete_arrives(id);
}

TEST_F(Faults, ADeleteAgainstAProxysPageIsNotLost) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    proxy.on({.count = kAlways}, answer_with(404, kPage, kHtml));

    expect_harmless({"push"}, 7);

    expect_delete_arrives(id);
}

TEST_F(Faults, ADeleteAgainstAPortalIsNotLost) {
    const std::string id = settled_item();
    program.must({"delete", "todoitem", id});
    proxy.on({.count = kAlways}, answer_with(200, kPage, kHtml));

    expect_harmless({"push"}, 7);

    expect_delete_arrives(id);
}

TEST_F(Faults, AnInsertAndAnUpdateAgainstAPortalAreNotLost) {
    const std::string id = settled_item();
    program.must({"update", "todoitem", id, "--set", "text=later"});
    program.must({"insert", "todoitem", "--id", "new", "--set", "text=new"});
    proxy.on({.count = kAlways}, answer_with(200, kPage, kHtml));

    expect_harmless({"push"}, 7);

    proxy.clear_faults();
    EXPECT_EQ(program.json({"push"}).at("pushed"), 2);
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

TEST_F(Faults, AnAnswerThatIsCutEndsAPullWith5) {
    server.insert({{"id", "a"}, {"text", "x"}});
    proxy.on({.target = "updatedAt", .count = kAlways}, cut_body(10));

    const std::string message = expect_harmless({"pull", "todoitem", "--retry", "0"}, 5);

    EXPECT_THAT(message, HasSubstr(proxy.url()));
    proxy.clear_faults();
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

TEST_F(Faults, AnAnswerToAPushThatIsCutIsSettledLater) {
    program.must({"insert", "todoitem", "--id", "a", "--set", "text=x"});
    proxy.on({.method = "POST", .count = kAlways}, cut_body(10));

    expect_harmless({"push", "--retry", "0"}, 5);

    proxy.clear_faults();
    EXPECT_EQ(program.json({"push"}).at("conflicts"), 0);
    program.must({"pull", "todoitem"});
    expect_equal(program, server);
}

TEST_F(Faults, APortalEndsAPullWith7) {
    proxy.on({.count = kAlways}, answer_with(200, kPage, kHtml));

    EXPECT_THAT(expect_harmless({"pull", "todoitem"}, 7), HasSubstr(proxy.url()));
}

TEST_F(Faults, ACompleteAnswerThatIsNotJsonEndsAPullWith7) {
    proxy.on({.count = kAlways},
             answer_with(200, R"([{"id":"a","text":)", {{"content-type", "application/json"}}));

    EXPECT_THAT(expect_harmless({"pull", "todoitem"}, 7), HasSubstr(proxy.url()));
}

TEST_F(Faults, ATableThatIsNotThereEndsWith7) {
    program.must({"define-table", "nosuch", "text:string"});

    EXPECT_THAT(expect_harmless({"pull", "nosuch"}, 7), HasSubstr("404"));

    program.must({"insert", "nosuch", "--id", "a", "--set", "text=x"});
    EXPECT_THAT(expect_harmless({"push"}, 7), HasSubstr("404"));
}

TEST_F(Faults, ATableThatAsksForATokenEndsWith4) {
    program.must({"define-table", "authtodo", "text:string"});

    EXPECT_THAT(expect_harmless({"pull", "authtodo"}, 4), HasSubstr("token"));

    program.must({"insert", "authtodo", "--id", "a", "--set", "text=x"});
    EXPECT_THAT(expect_harmless({"push"}, 4), HasSubstr("token"));
}

TEST_F(Faults, RetryAfterIsObeyed) {
    program.must({"insert", "todoitem", "--id", "a", "--set", "text=x"});
    proxy.on({.method = "POST"}, answer_with(503, "busy", {{"retry-after", "2"}}));
    const auto before = std::chrono::steady_clock::now();

    EXPECT_EQ(program.json({"push"}).at("pushed"), 1);

    EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
}

TEST_F(Faults, RetryAfterBeyondTheTimeLimitEndsAtOnce) {
    program.must({"insert", "todoitem", "--id", "a", "--set", "text=x"});
    proxy.on({.method = "POST", .count = kAlways},
             answer_with(503, "busy", {{"retry-after", "3600"}}));

    const Outcome outcome = program.run({"push", "--max-time", "5s", "--json"});

    EXPECT_THAT(outcome.status, testing::AnyOf(5, 8)) << outcome.err;
    EXPECT_EQ(program.pending(), 1U);
}

TEST_F(Faults, AnAnswerOverTheLimitIsRefused) {
    server.insert({{"id", "a"}, {"text", std::string(50'000, 'x')}});

    const std::string message = expect_harmless({"pull", "todoitem", "--max-body", "10K"}, 7);

    EXPECT_THAT(message, HasSubstr("--max-body"));
    program.must({"pull", "todoitem", "--max-body", "100K"});
    expect_equal(program, server);
}

/// A token in a file, and a push of three items through a server that asks for it.
class ExpiringToken : public Faults {
  protected:
    void SetUp() override {
        program.must({"define-table", "authtodo", "text:string"});
        for (const char* id : {"a", "b", "c"}) {
            program.must({"insert", "authtodo", "--id", id, "--set", "text=x"});
        }
        token = node.token("user", kValid);
        write_file(file(), token + "\n");
        write_file(program.folder() / "token.sh", "#!/bin/sh\ncat '" + file().string() + "'\n");
        std::filesystem::permissions(program.folder() / "token.sh",
                                     std::filesystem::perms::owner_all);
    }

    /// Before the second insert goes to the server, the token expires.
    void expire_in_the_middle(std::function<void()> then) {
        proxy.on({.method = "POST", .first = 2}, call_before([this, then](const SeenRequest&) {
                     V2Client other(node.url(), "authtodo");
                     while (other.http().get("/tables/authtodo", {{"x-zumo-auth", token}}).status !=
                            401) {
                     }
                     then();
                 }));
    }

    std::filesystem::path file() const { return program.folder() / "token"; }

    static constexpr int kValid = 8;  // seconds
    std::string token;
};

TEST_F(ExpiringToken, IsReplacedByItsCommand) {
    expire_in_the_middle([this] { write_file(file(), node.token("user", 600) + "\n"); });

    const Json push = program.json(
        {"push", "--parallel", "1", "--token-command", (program.folder() / "token.sh").string()});

    EXPECT_EQ(push.at("pushed"), 3);
    EXPECT_EQ(push.at("pending"), 0);
}

TEST_F(ExpiringToken, EndsThePushWith4WhereTheFileIsStale) {
    expire_in_the_middle([] {});
    const Words push = {"push", "--parallel", "1", "--token-file", file().string()};

    const Json result = program.json(push, 4);

    EXPECT_EQ(result.at("status"), "CancelledByAuthenticationError");
    EXPECT_EQ(result.at("pushed"), 1);
    EXPECT_EQ(result.at("pending"), 2) << "nothing is lost";
    write_file(file(), node.token("user", 600) + "\n");
    EXPECT_EQ(program.json(push).at("pushed"), 2);
}

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
