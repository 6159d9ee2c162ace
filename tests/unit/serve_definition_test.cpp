#include "serve/definition.hpp"
#include "unit/served_both.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace syncline::server {
namespace {

std::string complaint(const std::string& option) {
    try {
        read_definitions(option);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "none";
}

std::string member_complaint(const std::string& member) {
    return complaint(R"({"name":"t","members":{"m":)" + member + "}}");
}

TEST(ServeDefinition, AShortOptionNamesATableAndItsDelete) {
    EXPECT_TRUE(read_definitions("t")[0].soft);
    EXPECT_FALSE(read_definitions("t:hard")[0].soft);
    EXPECT_EQ(complaint("t:medium"),
              "the table \"t:medium\" must be NAME, NAME:soft, NAME:hard, a JSON object or @FILE");
    EXPECT_EQ(complaint("a b"), "\"a b\" cannot be the name of a table");
}

TEST(ServeDefinition, MembersKeepTheirOrderAndTheirInitialValues) {
    const Definition definition = read_definition(
        R"({"name":"T","members":{"b":"int64","a":{"type":"enumeration?","names":["X"]},)"
        R"("c":{"type":"guid","initial":"0F8FAD5B-D9CB-469F-A165-70867728950E"}}})");

    const auto& members = definition.shape.members;
    ASSERT_EQ(members.size(), 3U);
    EXPECT_EQ(members[0].name, "b");
    EXPECT_EQ(members[0].initial, Value::integer(0));
    EXPECT_TRUE(members[1].nullable);
    EXPECT_EQ(members[1].initial, Value::null());
    EXPECT_EQ(members[2].initial, Value::string("0f8fad5b-d9cb-469f-a165-70867728950e"));
}

TEST(ServeDefinition, UnknownKeysAreNamedWithTheNearest) {
    EXPECT_EQ(complaint(R"({"name":"t","pagesize":5})"),
              "the table \"t\": \"pagesize\" is unknown; did you mean \"pageSize\"?");
    EXPECT_EQ(member_complaint(R"({"type":"string","uniqe":true})"),
              "the table \"t\", member \"m\": \"uniqe\" is unknown; did you mean \"unique\"?");
    EXPECT_EQ(complaint(R"({"name":"t","access":{"header":"X","user":"u","owners":"o"}})"),
              "the table \"t\", access: \"user\" is unknown; it can have header, status, owner");
}

TEST(ServeDefinition, AnUnknownTypeIsAnsweredWithTheTypes) {
    EXPECT_EQ(member_complaint("\"text\""),
              "the table \"t\", member \"m\": \"text\" is none of the types string, boolean, byte, "
              "int16, int32, int64, float32, float64, decimal, character, datetime, offset, "
              "instant, date, time, guid, binary, enumeration");
    EXPECT_EQ(member_complaint("5"), "the table \"t\", member \"m\": the type must be a text");
}

TEST(ServeDefinition, EachWrongValueIsASentence) {
    EXPECT_EQ(complaint("{\"name\":"), "the table definition: this is not valid JSON (at byte 9)");
    EXPECT_EQ(complaint(R"({"name":"a b"})"), "\"a b\" cannot be the name of a table");
    EXPECT_EQ(complaint(R"({"name":"t","delete":"never"})"),
              "the table \"t\": \"delete\" must be \"soft\" or \"hard\"");
    EXPECT_EQ(complaint(R"({"name":"t","pageSize":0})"),
              "the table \"t\": \"pageSize\" must be a whole number from 1 to 1000000");
    EXPECT_EQ(complaint(R"({"name":"t","members":[]})"),
              "the table \"t\": \"members\" must be an object");
    EXPECT_EQ(complaint(R"({"name":"t","members":{"Version":"string"}})"),
              "the table \"t\", member \"Version\": every table has this one; it is not declared");
    EXPECT_EQ(complaint(R"({"name":"t","members":{"m":"string","M":"string"}})"),
              "the table \"t\": the member \"M\" is there twice, but for its case");
    EXPECT_EQ(member_complaint(R"({"type":"int32","initial":"x"})"),
              "the table \"t\", member \"m\": the initial value is none of its type");
    EXPECT_EQ(member_complaint("\"enumeration\""),
              "the table \"t\", member \"m\": an enumeration needs its names");
    EXPECT_EQ(complaint(R"({"name":"t","access":{}})"),
              "the table \"t\", access: \"header\" must name the header with the user");
    EXPECT_EQ(complaint(R"({"name":"t","rules":[{"member":"m","prefix":"x"}]})"),
              "the table \"t\", rules: a rule has either a status or a change");
}

TEST(ServeDefinition, AnOwnerAndARuleLookAtATextMember) {
    const std::string members = R"({"name":"t","members":{"n":"int32"},)";

    EXPECT_EQ(complaint(members + R"("access":{"header":"X","owner":"n"}})"),
              "the table \"t\", access: \"n\" must be a member of the type string");
    EXPECT_EQ(complaint(members + R"("rules":[{"member":"m","prefix":"","change":"upper"}]})"),
              "the table \"t\", rules: \"m\" must be a member of the type string");
}

TEST(ServeDefinition, AFileHoldsOneOrMany) {
    const std::string file = testing::TempDir() + "serve-definition.json";
    std::ofstream(file) << "[{\"name\":\"a\"},\n {\"name\":\"b\",\"delete\":\"hard\"}]\n";
    const auto many = read_definitions('@' + file);
    std::ofstream(file) << "{\"name\":\"c\"}\n";
    const auto one = read_definitions('@' + file);
    std::filesystem::remove(file);

    ASSERT_EQ(many.size(), 2U);
    EXPECT_EQ(many[1].name, "b");
    EXPECT_FALSE(many[1].soft);
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0].name, "c");
    EXPECT_THROW(read_definitions("@/nowhere/tables.json"), StoreError);
}

TEST(ServeDefinition, AReferenceNeedsItsTable) {
    tests::ServedBoth served(
        {R"({"name":"child","members":{"p":{"type":"string?","references":"Parent"}}})"});

    EXPECT_THROW(served.tables().check_references(), UsageError);
    served.define("parent:hard");
    served.tables().check_references();
}

TEST(ServeDefinition, V2AndASeedAreHeldToIt) {
    tests::ServedBoth served(
        {"parent:hard",
         R"({"name":"child","members":{"code":{"type":"string?","unique":true},)"
         R"("p":{"type":"string?","references":"parent"}}})"});
    served.v2("POST", "/tables/parent", R"({"id":"p"})");
    served.v2("POST", "/tables/child", R"({"id":"a","code":"x","p":"p"})");

    EXPECT_EQ(served.v2("POST", "/tables/child", R"({"id":"b","code":"x"})").status, 500);
    EXPECT_EQ(served.v2("POST", "/tables/child", R"({"id":"b","p":"q"})").status, 500);
    EXPECT_EQ(served.v2("DELETE", "/tables/parent/p").status, 500);
    EXPECT_EQ(served.v2("PATCH", "/tables/child/a", R"({"code":"x"})").status, 200);
    EXPECT_THROW(served.tables().insert_all([]() -> std::optional<Tables::Seed> {
        return Tables::Seed{"child", "c", {{"code", Value::integer(1)}}, {}};
    }),
                 DataError);
}

}  // namespace
}  // namespace syncline::server
