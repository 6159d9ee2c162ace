#include "real/backend.hpp"
#include "real/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>

namespace syncline::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What is asked of real servers outside of pushes and pulls.
class ServiceCalls : public testing::TestWithParam<Kind> {
  protected:
    ServiceCalls() {
        RemoteTable::body(
            server->insert({{"id", id}, {"text", "theirs"}, {"complete", false}, {"priority", 7}}),
            201);
    }

    Backend backend{GetParam()};
    std::unique_ptr<RemoteTable> server = backend.table();
    std::string id = backend.id("one");
    Program program{backend};
};

TEST_P(ServiceCalls, GetAnItemAsItIsThere) {
    const Json item = program.json({"get", "todoitem", id, "--remote"});
    EXPECT_EQ(item.at("text"), "theirs");
    EXPECT_EQ(item.at("priority"), 7);
    EXPECT_TRUE(program.items().empty());
    server->remove(id);
    EXPECT_EQ(program.json({"get", "todoitem", id, "--remote"}).at("deleted"), true);
    EXPECT_EQ(program.run({"get", "todoitem", backend.id("none"), "--remote"}).status, 1);
    backend.stop();
    EXPECT_EQ(program.run({"get", "todoitem", id, "--remote", "--retry", "0"}).status, 5);
}

TEST_P(ServiceCalls, UndeleteWhatWasDeletedHereAndThere) {
    program.must({"pull", "todoitem", "--query-id", "all"});
    program.must({"delete", "todoitem", id});
    EXPECT_EQ(program.json({"undelete", "todoitem", id}).at("undeleted").at(0).at("where"), "here");
    program.must({"delete", "todoitem", id});
    program.must({"push"});
    EXPECT_FALSE(server->has(id));

    const Json back = program.json({"undelete", "todoitem", id});

    EXPECT_EQ(back.at("undeleted").at(0).at("where"), "service");
    EXPECT_EQ(server->item(id).at("text"), "theirs");
    EXPECT_EQ(server->item(id).at("priority"), 7) << "a member that the store does not declare";
    EXPECT_EQ(program.pending(), 0U);
    expect_equal(program, *server);
    EXPECT_EQ(program.run({"undelete", "todoitem", id}).status, 14);
    EXPECT_EQ(program.run({"undelete", "todoitem", backend.id("none")}).status, 1);
}

TEST_P(ServiceCalls, SayThatAnItemIsGoneForGood) {
    const auto hard = backend.table("hardtodo");
    RemoteTable::body(hard->insert({{"id", id}, {"text", "x"}}), 201);
    program.define(backend, "hardtodo", kTodoColumns);
    program.must({"pull", "hardtodo"});
    program.must({"delete", "hardtodo", id});
    program.must({"push"});
    const Outcome outcome = program.run({"undelete", "hardtodo", id});
    EXPECT_EQ(outcome.status, 1) << outcome.err;
}

TEST_P(ServiceCalls, ReachEveryPathBelowTheRoot) {
    program.must({"pull", "todoitem"});  // now the protocol is known
    const std::string path = "/tables/" + backend.name_of("todoitem");
    const Json list = program.json({"api", "call", path, "--param", "$top=1"});
    EXPECT_EQ(list.at("status"), 200);
    EXPECT_EQ(list.at("form"), "json");
    const Json& page = list.at("body");
    EXPECT_EQ((backend.speaks_v3() ? page.at("items") : page).at(0).at("id"), id);
    const Outcome made = program.run(
        {"api", "call", path, "--data", R"({"id":")" + backend.id("two") + R"(","text":"new"})"});
    EXPECT_EQ(made.status, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr("new"));
    EXPECT_TRUE(server->has(backend.id("two")));
    const Outcome missing = program.run({"api", "call", "nosuch", "--include"});
    EXPECT_EQ(missing.status, 7);
    EXPECT_EQ(missing.out.substr(0, 9), "HTTP 404\n");
    EXPECT_EQ(program.run({"api", "call", "/../x"}).status, 2);
}

TEST_P(ServiceCalls, CheckAndDiagnose) {
    for (const Words& words : {Words{"remote", "check"}, Words{"doctor", "--online"}}) {
        const Json checks = program.json(words);
        for (const Json& check : checks) EXPECT_EQ(check.at("ok"), true) << check;
        EXPECT_EQ(checks.back().at("name"), "login");
    }
    EXPECT_EQ(program.json({"status"}).at("protocol"), backend.speaks_v3() ? "v3" : "v2");
    backend.stop();
    EXPECT_EQ(program.json({"remote", "check"}, 5).back().at("name"), "reached");
}

TEST_P(ServiceCalls, DefineATableFromItsItems) {
    const Program other;
    other.must({"init", "--url", backend.url()});
    other.must(
        {"define-table", "mine", "--from-server", "--remote-name", backend.name_of("todoitem")});
    other.must({"pull", "mine"});
    const Json item = other.items("mine").at(id);
    EXPECT_EQ(item.at("text"), "theirs");
    EXPECT_EQ(item.at("complete"), false);
    EXPECT_EQ(item.at("priority"), 7);
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(ServiceCalls, LogInAndKeepTheTokenInAFile) {
    FaultProxy proxy{backend.url()};
    proxy.on({.method = "POST", .target = "/.auth/login/google", .count = kAlways},
             answer_with(200,
                         R"({"authenticationToken":"marker-1","user":{"userId":"sid:1"}})",
                         {{"content-type", "application/json"}}));
    proxy.on({.method = "GET", .target = "/.auth/refresh", .count = kAlways},
             answer_with(200,
                         R"({"authenticationToken":"marker-2","user":{"userId":"sid:1"}})",
                         {{"content-type", "application/json"}}));
    const std::filesystem::path file = program.folder() / "token";
    const Words to_file = {"--url", proxy.url(), "--token-file", file.string()};
    Words words = {"login", "google", "--provider-token-file", "-"};
    words.insert(words.end(), to_file.begin(), to_file.end());

    const Outcome outcome = program.run(words, R"({"id_token":"marker-0"})");

    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "user: sid:1\ntoken file: " + file.string() + "\n");
    EXPECT_THAT(outcome.err, Not(HasSubstr("marker")));
    EXPECT_EQ(content(file), "marker-1\n");
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);

    words = {"login", "--refresh"};
    words.insert(words.end(), to_file.begin(), to_file.end());
    EXPECT_EQ(program.json(words).at("user_id"), "sid:1");
    EXPECT_EQ(content(file), "marker-2\n");
    EXPECT_EQ(proxy.requests().back().headers.find("x-zumo-auth")->second, "marker-1");
    EXPECT_THAT(program.dump(), Not(HasSubstr("marker")));
}

TEST_P(ServiceCalls, LogInNowhereWhereThereIsNoLogin) {
    const std::filesystem::path file = program.folder() / "token";
    std::ofstream(file) << "old\n";
    const Outcome outcome = program.run(
        {"login", "google", "--provider-token-file", "-", "--token-file", file.string()},
        R"({"id_token":"marker-0"})");
    EXPECT_EQ(outcome.status, 7) << outcome.err;
    EXPECT_THAT(outcome.err, Not(HasSubstr("marker")));
    EXPECT_EQ(content(file), "old\n") << "what was there stays";
}

INSTANTIATE_TEST_SUITE_P(Against,
                         ServiceCalls,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
