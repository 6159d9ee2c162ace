#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

using testing::HasSubstr;
using testing::Not;

/// What is asked of the service outside of pushes and pulls.
class Calls : public testing::Test {
  protected:
    Calls() {
        backend.define("todo", true);
        backend.define("gone", false);
        backend.insert("todo", "{'id':'a','text':'milk','complete':false,'rank':1,'more':[1]}");
        phone.pull();
    }

    std::optional<Item> get(const std::string& id) {
        return phone->get_remote("todo", id, phone.remote);
    }

    /// `here a`, `service b`
    std::vector<std::string> undelete(const std::vector<std::string>& ids,
                                      const std::string& table = "todo") {
        std::vector<std::string> back;
        phone->undelete(table, ids, phone.remote, [&back](const std::string& id, Undeleted how) {
            back.push_back(std::string(name_of(how)) + ' ' + id);
        });
        return back;
    }

    /// The error that a call ends with.
    template <typename Act>
    static std::pair<Status, std::string> error_of(const Act& act) {
        try {
            act();
        } catch (const Error& error) {
            return {error.status(), error.what()};
        }
        return {Status::ok, ""};
    }

    using Lines = std::vector<std::string>;

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Calls, ShowAnItemAsTheServiceHasItAndStoreNothing) {
    phone.update("a", "{'text':'oat milk'}");
    backend.update("todo", "a", "{'rank':9}");

    const auto item = get("a");

    ASSERT_TRUE(item);
    EXPECT_EQ(shown_line(*item), "a \"milk\" false 9\n");
    EXPECT_NE(find_member(item->members, "more"), nullptr);
    EXPECT_EQ(item->version, backend.item("todo", "a")->version);
    EXPECT_EQ(phone.shown(), "a \"oat milk\" false 1\n");
    EXPECT_EQ(phone.queued(), (Lines{"update todo/a pending"}));
}

TEST_F(Calls, ShowAnItemThatIsDeletedThereAndNoneThatIsNot) {
    backend.remove("todo", "a");
    ASSERT_TRUE(get("a"));
    EXPECT_TRUE(get("a")->deleted);
    EXPECT_FALSE(get("b"));
}

TEST_F(Calls, EndWithTheStatusThatTheAnswerMeans) {
    world.offline = true;
    EXPECT_EQ(error_of([&] { get("a"); }).first, Status::retry);
    world.offline = false;
    for (const auto& [http, status] : std::vector<std::pair<int, Status>>{{401, Status::auth},
                                                                          {403, Status::auth},
                                                                          {404, Status::refused},
                                                                          {302, Status::refused},
                                                                          {500, Status::retry}}) {
        world.answer_with(1, http, "{'error':'no'}");
        EXPECT_EQ(error_of([&] { get("a"); }).first, status) << http;
    }
    world.answer_with(1, 200, "<html>hello</html>");
    EXPECT_EQ(error_of([&] { get("a"); }).first, Status::refused);
    world.answer_with(10, 503, "");
    EXPECT_EQ(error_of([&] { get("a"); }).first, Status::retry);
}

TEST_F(Calls, ReadFromAnotherServiceThanTheStoresAreRefused) {
    phone.remote.url = "http://elsewhere";
    const auto [status, message] = error_of([&] { get("a"); });
    EXPECT_EQ(status, Status::refused);
    EXPECT_THAT(message, HasSubstr("http://service"));
}

TEST_F(Calls, UndeleteWithoutTheNetworkWhatWasNotSent) {
    phone.remove("a");
    world.offline = true;

    EXPECT_EQ(undelete({"a", "a"}), (Lines{"here a"}));

    EXPECT_EQ(phone.shown(), "a \"milk\" false 1\n");
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Calls, UndeleteWhatTheServiceHasDeleted) {
    phone.remove("a");
    phone.push();
    ASSERT_TRUE(backend.item("todo", "a")->deleted);

    EXPECT_EQ(undelete({"a"}), (Lines{"service a"}));

    EXPECT_FALSE(backend.item("todo", "a")->deleted);
    EXPECT_EQ(phone.shown(), backend.shown("todo"));
    EXPECT_EQ(phone.shown(), "a \"milk\" false 1\n");
    EXPECT_TRUE(phone.queued().empty());
    EXPECT_EQ(phone.pull().queries.at(0).applied, 0U) << "it is clean";
}

TEST_F(Calls, UndeleteWhatSomebodyElseDeleted) {
    backend.remove("todo", "a");
    phone.pull();
    EXPECT_EQ(undelete({"a"}), (Lines{"service a"}));
    EXPECT_EQ(phone.shown(), "a \"milk\" false 1\n");
}

TEST_F(Calls, UndeleteIsDoneWhereItsAnswerWasLost) {
    backend.remove("todo", "a");
    phone.pull();
    world.lose_answers(1, world.protocol == "v3" ? "PUT" : "POST");
    EXPECT_EQ(undelete({"a"}), (Lines{"service a"}));
    EXPECT_FALSE(backend.item("todo", "a")->deleted);
}

TEST_F(Calls, UndeleteAsksWhatBecameOfADeletionWhoseAnswerWasLost) {
    phone.remote.retries = 0;
    phone.remove("a");
    world.fail({Fault::Kind::lose_request, 1, "DELETE", {}});
    phone.push();
    EXPECT_EQ(undelete({"a"}), (Lines{"here a"})) << "it never arrived";
    EXPECT_EQ(phone.shown(), "a \"milk\" false 1\n");
    EXPECT_TRUE(phone.queued().empty());

    phone.remove("a");
    world.lose_answers(1, "DELETE");
    phone.push();
    ASSERT_TRUE(backend.item("todo", "a")->deleted);
    EXPECT_EQ(undelete({"a"}), (Lines{"service a"}));
    EXPECT_FALSE(backend.item("todo", "a")->deleted);
    EXPECT_EQ(phone.shown(), "a \"milk\" false 1\n");
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Calls, UndeleteOfAnItemThatIsHereChangesNothing) {
    phone.insert("{'id':'b','text':'tea'}");
    phone.remove("a");
    const auto [status, message] = error_of([&] { undelete({"a", "b"}); });
    EXPECT_EQ(status, Status::bad_data);
    EXPECT_THAT(message, HasSubstr("todo/b is not deleted"));
    EXPECT_EQ(phone.queued(), (Lines{"insert todo/b pending", "delete todo/a pending"}));
}

TEST_F(Calls, UndeleteOfAnItemThatNobodyDeletedStoresNothing) {
    backend.insert("todo", "{'id':'b','text':'tea'}");
    const auto [status, message] = error_of([&] { undelete({"b"}); });
    EXPECT_EQ(status, Status::bad_data);
    EXPECT_THAT(message, HasSubstr("todo/b is not deleted on the service"));
    EXPECT_EQ(phone.text("b"), "(none)");
}

TEST_F(Calls, UndeleteOfAnItemThatIsGoneSaysSo) {
    phone.define("gone");
    phone->insert("gone", members("{'id':'x','text':'x'}"));
    phone.push();
    PullOptions options;
    options.tables = {"gone"};
    phone.pull(options);
    phone->remove("gone", "x");
    phone.push();
    EXPECT_EQ(error_of([&] { undelete({"x"}, "gone"); }).first, Status::no);
    EXPECT_EQ(error_of([&] { undelete({"nothing"}); }).first, Status::no);
}

TEST_F(Calls, UndeleteOfSeveralTellsWhatWasDoneBeforeTheFirstFailure) {
    phone.remove("a");
    std::vector<std::string> back;
    EXPECT_THROW(phone->undelete("todo",
                                 {"nothing", "a"},
                                 phone.remote,
                                 [&back](const std::string& id, Undeleted) { back.push_back(id); }),
                 NotFoundError);
    EXPECT_EQ(back, (Lines{"a"}));
}

TEST_F(Calls, RehearsedUndeleteOnlySaysWhatCouldBeDoneHere) {
    phone.remove("a");
    OpenOptions options;
    options.rehearse = true;
    Client client(phone.path(), options, world.environment("other"));
    std::size_t back = 0;
    const auto done = [&back](const std::string&, Undeleted) { ++back; };
    client.undelete("todo", {"a"}, phone.remote, done);
    EXPECT_EQ(back, 1U);
    EXPECT_THROW(client.undelete("todo", {"b"}, phone.remote, done), UsageError);
    EXPECT_EQ(phone.queued(), (Lines{"delete todo/a pending"}));
}

TEST_F(Calls, OfAnyPathCarryTheStoresCredentials) {
    phone.remote.token = "secret";
    world.answer_with(1, 418, "{'hello':[1]}", {{"content-type", "application/json"}});
    ServiceCall call;
    call.method = "POST";
    call.path = "api/hello world";
    EXPECT_THROW(phone->call(call, phone.remote), UsageError);
    call.path = "/api/hello";
    call.parameters = {{"$x", "a b"}, {"y", "ü"}};
    call.body = "{}";

    const Response response = phone->call(call, phone.remote);

    EXPECT_EQ(response.status, 418);
    EXPECT_EQ(write_value(body_of(response).value), R"({"hello":[1]})");
    const Request& sent = world.log.back().request;
    EXPECT_EQ(sent.url, "http://service/api/hello?$x=a%20b&y=%C3%BC");
    EXPECT_EQ(sent.body, "{}");
    const bool is_v3 = world.protocol == "v3";
    EXPECT_EQ(world.log.back().header("zumo-api-version"), is_v3 ? "3.0.0" : "2.0.0");
    EXPECT_EQ(world.log.back().header(is_v3 ? "authorization" : "x-zumo-auth"),
              is_v3 ? "Bearer secret" : "secret");
}

TEST_F(Calls, ThatLeadElsewhereAreRefusedBeforeTheProtocolIsAskedFor) {
    world.protocol = "auto";
    Device other(world, "other");
    ServiceCall call;
    const std::size_t from = world.log.size();
    for (const char* path : {"../x", "/..", "//evil.example/x", "http://evil.example/x"}) {
        call.path = path;
        EXPECT_THROW(other->call(call, other.remote), UsageError) << path;
    }
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Calls, AreTriedAgainOnlyWhereThatDoesNoHarm) {
    ServiceCall call;
    call.path = "api/x";
    const std::size_t from = world.log.size();
    world.fail({Fault::Kind::lose_answer, 1, "", {}});
    EXPECT_EQ(phone->call(call, phone.remote).status, 404);
    EXPECT_EQ(world.log.size(), from + 2);
    call.method = "POST";
    world.fail({Fault::Kind::lose_answer, 1, "", {}});
    EXPECT_THROW(phone->call(call, phone.remote), NetworkError);
    EXPECT_EQ(world.log.size(), from + 3);
    call.body = "{}";
    call.method = "DELETE";
    EXPECT_THROW(phone->call(call, phone.remote), UsageError);
    call.method = "TRACE";
    EXPECT_THROW(phone->call(call, phone.remote), UsageError);
}

constexpr const char* kLoggedIn = "{'authenticationToken':'fresh','user':{'userId':'sid:1'}}";

TEST_F(Calls, LogInWithAProvidersToken) {
    phone.remote.token = "old";
    world.answer_with(1, 200, kLoggedIn);
    const Login login =
        phone->login("WindowsAzureActiveDirectory", R"({"access_token":"theirs"})", phone.remote);
    EXPECT_EQ(login.token, "fresh");
    EXPECT_EQ(login.user_id, "sid:1");
    const Exchange& sent = world.log.back();
    EXPECT_EQ(sent.request.method, "POST");
    EXPECT_EQ(sent.request.url, "http://service/.auth/login/aad");
    EXPECT_EQ(sent.request.body, R"({"access_token":"theirs"})");
    EXPECT_EQ(sent.header("x-zumo-auth") + sent.header("authorization"), "");
}

TEST_F(Calls, RefreshALogin) {
    EXPECT_THROW(phone->refresh_login(phone.remote), UsageError);
    phone.remote.token = "old";
    world.answer_with(1, 200, kLoggedIn);
    EXPECT_EQ(phone->refresh_login(phone.remote).token, "fresh");
    EXPECT_EQ(world.log.back().request.url, "http://service/.auth/refresh");
    EXPECT_EQ(world.log.back().header("x-zumo-auth"), "old");
}

TEST_F(Calls, ThatLogInNeverShowTheProvidersToken) {
    const auto log_in = [this] {
        phone->login("google", R"({"id_token":"marker-secret"})", phone.remote);
    };
    for (const auto& [http, status] : std::vector<std::pair<int, Status>>{
             {401, Status::auth}, {403, Status::auth}, {404, Status::refused}}) {
        world.answer_with(1, http, "{'error':'marker-secret is no good'}");
        const auto [got, message] = error_of(log_in);
        EXPECT_EQ(got, status) << http;
        EXPECT_THAT(message, Not(HasSubstr("marker-secret")));
        EXPECT_THAT(message, HasSubstr(std::to_string(http)));
    }
    world.answer_with(1, 200, "{'authenticationToken':'two\\nlines'}");
    EXPECT_EQ(error_of(log_in).first, Status::refused);
    world.answer_with(1, 200, "<html>");
    EXPECT_EQ(error_of(log_in).first, Status::refused);
    EXPECT_THROW(phone->login("google", "marker-secret", phone.remote), DataError);
    EXPECT_THROW(phone->login("a/../b", "{}", phone.remote), UsageError);
}

TEST_F(Calls, InferTheColumnsOfATable) {
    backend.define("other", true);
    backend.insert("other", "{'id':'1','text':'a','n':1,'done':true,'at':'2026-01-31T12:00:00Z'}");
    backend.insert("other", "{'id':'2','n':1.5}");
    TableDefinition definition;
    definition.name = "mine";
    definition.remote_name = "other";
    std::string columns;
    for (const InferredColumn& each : phone->remote_columns(definition, phone.remote)) {
        columns += each.column.name + ':' + name_of(each.column.type) + ' ';
    }
    EXPECT_EQ(columns, "text:string n:number done:boolean at:datetime ");
    definition.remote_name = "empty";
    backend.define("empty", true);
    EXPECT_THROW(phone->remote_columns(definition, phone.remote), DataError);
}

}  // namespace

}  // namespace syncline::journey
