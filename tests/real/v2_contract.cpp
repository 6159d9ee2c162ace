#include "real/v2_contract.hpp"

#include "real/v2_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace syncline::tests {
namespace {

using testing::MatchesRegex;
using testing::StartsWith;

const char* const kNow = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z";

// Only the answer to one item carries its version; all others have a weak ETag, or none.
bool has_version_etag(const HttpAnswer& answer) {
    return answer.header("etag").compare(0, 1, "\"") == 0;
}

void expect_not_there(const HttpAnswer& answer) {
    EXPECT_EQ(V2Client::body(answer, 404), Json({{"error", "The item does not exist"}}));
    EXPECT_FALSE(has_version_etag(answer));
}

// --- insert ---

void answers_an_insert_with_the_stored_item(const std::string& url) {
    const HttpAnswer answer = V2Client(url).insert({{"id", "a"},
                                                    {"text", "x"},
                                                    {"complete", false},
                                                    {"priority", 1.5},
                                                    {"due", "2024-03-01T10:20:30.123Z"}});

    const Json item = V2Client::body(answer, 201);
    EXPECT_EQ(answer.header("etag"), "\"" + text(item, "version") + "\"");
    EXPECT_THAT(answer.header("content-type"), StartsWith("application/json"));
    EXPECT_NE(answer.header("date"), "");
    EXPECT_EQ(item.at("id"), "a");
    EXPECT_EQ(item.at("text"), "x");
    EXPECT_EQ(item.at("complete"), false);
    EXPECT_EQ(item.at("priority"), 1.5);
    EXPECT_EQ(item.at("due"), "2024-03-01T10:20:30.123Z");
    EXPECT_EQ(item.at("deleted"), false);
    EXPECT_THAT(text(item, "updatedAt"), MatchesRegex(kNow));
    EXPECT_EQ(item.at("createdAt"), item.at("updatedAt"));
}

void makes_an_id_where_none_is_sent(const std::string& url) {
    const Json item = V2Client::body(V2Client(url).insert({{"text", "x"}}), 201);

    EXPECT_THAT(text(item, "id"), MatchesRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
}

void answers_a_second_insert_with_the_clients_own_item(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}, {"text", "first"}});
    const Json second = {{"id", "a"}, {"text", "second"}};

    const HttpAnswer answer = client.insert(second);

    EXPECT_EQ(V2Client::body(answer, 409), second);
    EXPECT_FALSE(has_version_etag(answer));
    EXPECT_EQ(V2Client::body(client.read("a"), 200).at("text"), "first");
}

void refuses_the_insert_of_a_deleted_id(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}});
    client.remove("a");

    EXPECT_EQ(client.insert({{"id", "a"}}).status, 409);
}

void takes_any_text_as_an_id(const std::string& url) {
    V2Client client(url);
    for (const std::string id :
         {"a b", "a/b", "a?b#c", "100%", "a+b", "it's", "\"q\"", "ä€😀", "A"}) {
        EXPECT_EQ(V2Client::body(client.insert({{"id", id}}), 201).at("id"), id);
        EXPECT_EQ(V2Client::body(client.read(id), 200).at("id"), id);
        EXPECT_EQ(V2Client::body(client.update(id, {{"text", "x"}}), 200).at("id"), id);
    }
    expect_not_there(client.read("a"));
}

// --- update ---

void updates_the_version_that_was_named(const std::string& url) {
    V2Client client(url);
    const Json before =
        V2Client::body(client.insert({{"id", "a"}, {"text", "x"}, {"priority", 1}}), 201);

    const HttpAnswer answer = client.update("a", {{"text", "y"}}, text(before, "version"));

    const Json after = V2Client::body(answer, 200);
    EXPECT_EQ(after.at("text"), "y");
    EXPECT_EQ(after.at("priority"), 1);
    EXPECT_NE(after.at("version"), before.at("version"));
    EXPECT_EQ(answer.header("etag"), "\"" + text(after, "version") + "\"");
    EXPECT_EQ(after.at("createdAt"), before.at("createdAt"));
    EXPECT_GE(text(after, "updatedAt"), text(before, "updatedAt"));
}

void sets_a_member_to_null(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}, {"text", "x"}});

    EXPECT_EQ(V2Client::body(client.update("a", {{"text", nullptr}}), 200).at("text"), nullptr);
}

void answers_a_stale_update_with_the_stored_item(const std::string& url) {
    V2Client client(url);
    const Json first = V2Client::body(client.insert({{"id", "a"}, {"text", "x"}}), 201);
    const Json second = V2Client::body(client.update("a", {{"text", "y"}}), 200);

    const HttpAnswer answer = client.update("a", {{"text", "z"}}, text(first, "version"));

    EXPECT_EQ(V2Client::body(answer, 412), second);
    EXPECT_EQ(answer.header("etag"), "\"" + text(second, "version") + "\"");
    EXPECT_EQ(V2Client::body(client.read("a"), 200), second);
}

void finds_nothing_to_update(const std::string& url) {
    V2Client client(url);
    const Json item = V2Client::body(client.insert({{"id", "gone"}}), 201);
    client.remove("gone");

    expect_not_there(client.update("never", {{"text", "x"}}));
    expect_not_there(client.update("gone", {{"text", "x"}}));
    expect_not_there(client.update("gone", {{"text", "x"}}, text(item, "version")));
}

void refuses_system_members_in_a_body(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}});

    for (const char* member : {"createdAt", "updatedAt", "deleted"}) {
        EXPECT_EQ(client.update("a", {{member, "2024-01-01T00:00:00.000Z"}}).status, 400) << member;
        EXPECT_EQ(client.insert({{"id", "b"}, {member, nullptr}}).status, 400) << member;
    }
}

// --- delete and undelete ---

void marks_a_deleted_item(const std::string& url) {
    V2Client client(url);
    const Json before = V2Client::body(client.insert({{"id", "a"}, {"text", "x"}}), 201);

    const HttpAnswer answer = client.remove("a", text(before, "version"));

    const Json after = V2Client::body(answer, 200);
    EXPECT_EQ(after.at("deleted"), true);
    EXPECT_EQ(after.at("text"), "x");
    EXPECT_NE(after.at("version"), before.at("version"));
    EXPECT_EQ(answer.header("etag"), "\"" + text(after, "version") + "\"");
}

void answers_a_stale_delete_with_the_stored_item(const std::string& url) {
    V2Client client(url);
    const Json first = V2Client::body(client.insert({{"id", "a"}}), 201);
    const Json second = V2Client::body(client.update("a", {{"text", "y"}}), 200);

    EXPECT_EQ(V2Client::body(client.remove("a", text(first, "version")), 412), second);
    EXPECT_EQ(V2Client::body(client.read("a"), 200), second);
}

void finds_nothing_to_delete(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "gone"}});
    client.remove("gone");

    expect_not_there(client.remove("never"));
    expect_not_there(client.remove("gone"));
}

void hides_a_deleted_item_unless_asked(const std::string& url) {
    V2Client client(url);
    client.insert({{"id", "a"}});
    const Json deleted = V2Client::body(client.remove("a"), 200);

    expect_not_there(client.read("a"));
    EXPECT_EQ(V2Client::body(client.list({"$filter=id eq 'a'"}), 200), Json::array());
    EXPECT_EQ(V2Client::body(client.list({"$filter=id eq 'a'", "__includeDeleted=true"}), 200),
              Json::array({deleted}));
}

void undeletes_with_the_tombstones_version(const std::string& url) {
    V2Client client(url);
    const Json first = V2Client::body(client.insert({{"id", "a"}, {"text", "x"}}), 201);
    const Json deleted = V2Client::body(client.remove("a"), 200);

    EXPECT_EQ(V2Client::body(client.undelete("a", text(first, "version")), 412), deleted);
    const Json after = V2Client::body(client.undelete("a", text(deleted, "version")), 201);
    EXPECT_EQ(after.at("deleted"), false);
    EXPECT_EQ(after.at("text"), "x");
    EXPECT_NE(after.at("version"), deleted.at("version"));
    EXPECT_EQ(V2Client::body(client.read("a"), 200), after);
    expect_not_there(client.undelete("never"));
}

void forgets_an_item_of_a_hard_table(const std::string& url) {
    V2Client client(url, "hardtodo");
    const Json first = V2Client::body(client.insert({{"id", "a"}}), 201);
    EXPECT_FALSE(first.contains("deleted"));

    EXPECT_EQ(V2Client::body(client.remove("a", text(first, "version")), 200).at("id"), "a");

    expect_not_there(client.read("a"));
    expect_not_there(client.remove("a"));
    EXPECT_EQ(V2Client::body(client.list({"__includeDeleted=true"}), 200), Json::array());
    EXPECT_EQ(client.insert({{"id", "a"}}).status, 201);
}

// --- the rest ---

void finds_a_table_in_any_case(const std::string& url) {
    V2Client(url, "todoitem").insert({{"id", "a"}});

    EXPECT_EQ(V2Client::body(V2Client(url, "TodoItem").read("a"), 200).at("id"), "a");
}

void does_not_take_another_path_for_a_table(const std::string& url) {
    V2Client client(url);

    const HttpAnswer answer = client.http().get("/elsewhere/todoitem/a");

    EXPECT_EQ(answer.status, 404);
    EXPECT_FALSE(Json::accept(answer.body)) << answer.body;
}

void demands_its_version_of_the_protocol(const std::string& url) {
    HttpClient client(url);

    EXPECT_EQ(client.get("/tables/todoitem").status, 400);
    EXPECT_EQ(client.get("/tables/todoitem", {{"zumo-api-version", "3.0.0"}}).status, 400);
    EXPECT_EQ(client.get("/tables/todoitem?zumo-api-version=2.0.0").status, 200);
}

void refuses_a_body_that_is_not_json(const std::string& url) {
    V2Client client(url);

    EXPECT_EQ(client.http().post("/tables/todoitem", "{\"id\":\"a\",").status, 400);
    EXPECT_EQ(V2Client::body(client.list(), 200), Json::array());
}

}  // namespace

std::vector<V2Scenario> v2_item_contract() {
    return {
        {"AnswersAnInsertWithTheStoredItem", answers_an_insert_with_the_stored_item},
        {"MakesAnIdWhereNoneIsSent", makes_an_id_where_none_is_sent},
        {"AnswersASecondInsertWithTheClientsOwnItem",
         answers_a_second_insert_with_the_clients_own_item},
        {"RefusesTheInsertOfADeletedId", refuses_the_insert_of_a_deleted_id},
        {"TakesAnyTextAsAnId", takes_any_text_as_an_id},
        {"UpdatesTheVersionThatWasNamed", updates_the_version_that_was_named},
        {"SetsAMemberToNull", sets_a_member_to_null},
        {"AnswersAStaleUpdateWithTheStoredItem", answers_a_stale_update_with_the_stored_item},
        {"FindsNothingToUpdate", finds_nothing_to_update},
        {"RefusesSystemMembersInABody", refuses_system_members_in_a_body},
        {"MarksADeletedItem", marks_a_deleted_item},
        {"AnswersAStaleDeleteWithTheStoredItem", answers_a_stale_delete_with_the_stored_item},
        {"FindsNothingToDelete", finds_nothing_to_delete},
        {"HidesADeletedItemUnlessAsked", hides_a_deleted_item_unless_asked},
        {"UndeletesWithTheTombstonesVersion", undeletes_with_the_tombstones_version},
        {"ForgetsAnItemOfAHardTable", forgets_an_item_of_a_hard_table},
        {"FindsATableInAnyCase", finds_a_table_in_any_case},
        {"DoesNotTakeAnotherPathForATable", does_not_take_another_path_for_a_table},
        {"DemandsItsVersionOfTheProtocol", demands_its_version_of_the_protocol},
        {"RefusesABodyThatIsNotJson", refuses_a_body_that_is_not_json},
    };
}

std::vector<V2Scenario> v2_contract() {
    std::vector<V2Scenario> all = v2_item_contract();
    const std::vector<V2Scenario> lists = v2_list_contract();
    all.insert(all.end(), lists.begin(), lists.end());
    return all;
}

std::ostream& operator<<(std::ostream& out, const V2Scenario& scenario) {
    return out << scenario.name;
}

}  // namespace syncline::tests
