#include "real/backend.hpp"
#include "real/program.hpp"
#include "real/v2_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <functional>

namespace syncline::tests {
namespace {

using testing::HasSubstr;

/// A server that asks for a token.
class Guard {
  public:
    Guard() = default;
    virtual ~Guard() = default;
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

    virtual const std::string& url() const = 0;
    virtual std::string table() const = 0;
    virtual std::string short_token() = 0;
    virtual std::string long_token() = 0;
    /// Returns once the short token is not valid any more, and the long one is.
    virtual void expire() = 0;
};

class NodeGuard : public Guard {
  public:
    const std::string& url() const override { return node_.url(); }
    std::string table() const override { return "authtodo"; }
    std::string short_token() override {
        constexpr int kSeconds = 8;
        return short_ = node_.token("user", kSeconds);
    }
    std::string long_token() override {
        constexpr int kSeconds = 600;
        return node_.token("user", kSeconds);
    }
    void expire() override {
        V2Client client(url(), table());
        while (client.http().get("/tables/authtodo", {{"x-zumo-auth", short_}}).status != 401) {
        }
    }

  private:
    NodeServer node_;
    std::string short_;
};

/// A v3 server behind what its application would have in front of the tables.
class BearerGuard : public Guard {
  public:
    BearerGuard() {
        const auto refused = [this](const SeenRequest& request) {
            const auto found = request.headers.find("authorization");
            const char* const accepted = expired_ ? "Bearer long" : "Bearer short";
            return found == request.headers.end() || found->second != accepted;
        };
        proxy_.on({.where = refused, .count = kAlways}, answer_with(401));
    }
    const std::string& url() const override { return proxy_.url(); }
    std::string table() const override { return backend_.name_of("todoitem"); }
    std::string short_token() override { return "short"; }
    std::string long_token() override { return "long"; }
    void expire() override { expired_ = true; }

  private:
    Backend backend_{Kind::serve_v3};
    std::atomic<bool> expired_ = false;
    FaultProxy proxy_{backend_.url()};
};

std::unique_ptr<Guard> guard_of(Kind kind) {
    if (kind == Kind::node) return std::make_unique<NodeGuard>();
    return std::make_unique<BearerGuard>();
}

/// Three inserts for a table that asks for a token, and a token in a file.
class Token : public testing::TestWithParam<Kind> {
  protected:
    Token() {
        program.must({"init", "--url", proxy.url()});
        program.must({"define-table", "guarded", "text:string", "--remote-name", guard->table()});
        for (int i = 0; i < 3; ++i) program.must({"insert", "guarded", "--set", "text=x"});
        write(file, guard->short_token() + "\n");
        write(command, "#!/bin/sh\ncat '" + file.string() + "'\n");
        std::filesystem::permissions(command, std::filesystem::perms::owner_all);
    }

    static void write(const std::filesystem::path& path, const std::string& text) {
        std::ofstream(path) << text;
    }

    /// Before the second insert goes to the server, the token expires.
    void expire_in_the_middle(std::function<void()> then) {
        proxy.on({.method = "POST", .first = 2},
                 call_before([this, then = std::move(then)](const SeenRequest&) {
                     guard->expire();
                     then();
                 }));
    }

    std::unique_ptr<Guard> guard = guard_of(GetParam());
    FaultProxy proxy{guard->url()};
    Program program;
    std::filesystem::path file = program.folder() / "token";
    std::filesystem::path command = program.folder() / "token.sh";
};

TEST_P(Token, MissingEndsWith4) {
    for (const Words& words : {Words{"pull", "guarded", "--no-push"}, Words{"push"}}) {
        const Outcome outcome = program.run(words);
        EXPECT_EQ(outcome.status, 4) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("token"));
    }
    EXPECT_EQ(program.pending(), 3U);
}

TEST_P(Token, ThatExpiresIsReplacedByItsCommand) {
    expire_in_the_middle([this] { write(file, guard->long_token() + "\n"); });

    const Json push =
        program.json({"push", "--parallel", "1", "--token-command", command.string()});

    EXPECT_EQ(push.at("pushed"), 3);
    EXPECT_EQ(push.at("pending"), 0);
}

TEST_P(Token, ThatExpiresEndsThePushWith4WhereTheFileIsStale) {
    expire_in_the_middle([] {});
    const Words push = {"push", "--parallel", "1", "--token-file", file.string()};

    const Json result = program.json(push, 4);

    EXPECT_EQ(result.at("status"), "CancelledByAuthenticationError");
    EXPECT_EQ(result.at("pushed"), 1);
    EXPECT_EQ(result.at("pending"), 2) << "nothing is lost";
    write(file, guard->long_token() + "\n");
    EXPECT_EQ(program.json(push).at("pushed"), 2);
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Token,
                         testing::Values(Kind::node, Kind::serve_v3),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
