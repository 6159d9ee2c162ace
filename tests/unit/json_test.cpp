#include "data/json_check.hpp"
#include "data/json_read.hpp"
#include "data/json_write.hpp"
#include "data/types.hpp"

#include <syncline/errors.hpp>
#include <syncline/value.hpp>

#include <gtest/gtest.h>

#include <string>

namespace syncline::data {
namespace {

TEST(Json, KeepsTheOwnTextOfNumbers) {
    const std::string text =
        R"({"a":1.10,"b":9007199254740993,"c":1e308,"d":-0,"e":123456789012345678901234567890})";
    EXPECT_EQ(write_members(read_members(text)), text);
}

TEST(Json, KeepsNulCharactersAndLoneSurrogates) {
    const std::string text = R"({"a":"x\u0000y","b":"\ud800","c":"\udfff!","d":"\ud83d\ude00"})";
    const Members members = read_members(text);
    EXPECT_EQ(find_member(members, "a")->text(), std::string("x\0y", 3));
    EXPECT_EQ(find_member(members, "b")->text(), "\xED\xA0\x80");
    EXPECT_EQ(find_member(members, "d")->text(), "\xF0\x9F\x98\x80");
    EXPECT_EQ(write_members(members),
              "{\"a\":\"x\\u0000y\",\"b\":\"\\ud800\",\"c\":\"\\udfff!\","
              "\"d\":\"\xF0\x9F\x98\x80\"}");
}

TEST(Json, LeavesCharactersBeforeTheSurrogatesAlone) {
    const std::string text = "{\"a\":\"\xED\x9F\xBF\"}";  // U+D7FF, the last before them
    EXPECT_EQ(write_members(read_members(text)), text);
}

TEST(Json, KeepsNestedTextAsItCame) {
    const std::string text = R"({"a":{"x": [1, 2.50, "\u00e4"]},"b":[]})";
    EXPECT_EQ(write_members(read_members(text)), text);
}

TEST(Json, RefusesWhatIsNoObject) {
    for (const char* text : {"",
                             " ",
                             "[1]",
                             "1",
                             "null",
                             "{\"a\":1} x",
                             "{\"a\":1}{}",
                             "{\"a\":01}",
                             "{\"a\":1,}",
                             "{\"a\":tru}",
                             "{\"a\":\"\x01\"}",
                             "{\"a\":\"\\x\"}",
                             "{\"a\":[1,]}",
                             "{\"a\":{\"b\":}}",
                             "{\"a\":\"\xFF\"}",
                             "{\"a\"",
                             "{\"a\":1e}",
                             "{\"a\":.5}",
                             "{a:1}",
                             "{\"a\":\"b\":c \"}d\"}",
                             "{\"a\":\"\xED\xA0\x80\"}"}) {
        EXPECT_THROW(read_members(text), DataError) << text;
        EXPECT_FALSE(read_item(text).has_value()) << text;
        // Elements of a page that are no objects are left out.
        if (*text != '{') continue;
        EXPECT_THROW(read_page("[" + std::string(text) + ",{\"id\":\"b\"}]"), DataError) << text;
    }
}

TEST(Json, WritesNoBytesThatAreNoText) {
    EXPECT_EQ(quoted("a\xFFz"), "\"a\uFFFDz\"");
    EXPECT_EQ(quoted("cut: \xED\xA0"), "\"cut: \uFFFD\uFFFD\"");
    EXPECT_EQ(quoted("\xC3\xA9\xF0\x9F\x98\x80\x7F"), "\"\xC3\xA9\xF0\x9F\x98\x80\x7F\"");
}

TEST(Json, NamesTheByteWhereItGoesWrong) {
    try {
        read_members(R"({"a":1,"b":tru})");
        FAIL();
    } catch (const DataError& error) {
        EXPECT_NE(std::string(error.what()).find("byte 12"), std::string::npos) << error.what();
    }
}

TEST(Json, RefusesAMemberThatIsThereTwice) {
    EXPECT_THROW(read_members(R"({"a":1,"a":2})"), DataError);
}

TEST(Json, RefusesDeepNestingWithoutHarm) {
    std::string text = "{\"a\":";
    for (int i = 0; i < 100'000; ++i) text += '[';
    EXPECT_THROW(read_members(text), DataError);
}

/// `,"m0":0,"m1":0`…
std::string many_members(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += ",\"m" + std::to_string(i) + "\":0";
    return text;
}

TEST(Json, ReadsAnObjectOfVeryManyMembersInItsTime) {
    // Compared one with the other, they would take minutes.
    const std::string object = "{\"id\":\"a\"" + many_members(400'000) + "}";
    EXPECT_EQ(read_members(object).size(), 400'001U);
    EXPECT_EQ(read_object(object).size(), 400'001U);
    EXPECT_TRUE(
        same_value(Type::json, Value::nested(object), Value::nested("{ " + object.substr(1))));
}

TEST(Json, CountsTheLastOfMembersThatAreThereTwice) {
    EXPECT_EQ(write_members(read_object(R"({"a":1,"b":2,"a":3,"b":4,"c":5})")),
              R"({"a":3,"b":4,"c":5})");
    EXPECT_EQ(read_object("{\"m7\":1" + many_members(50) + "}").front().name, "m0");
}

TEST(Page, IsReadInEveryFormThatServersUse) {
    EXPECT_EQ(read_page(R"([{"id":"a"},{"id":"b"}])").items.size(), 2U);
    const Page counted = read_page(R"({"results":[{"id":"a"}],"count":7})");
    EXPECT_EQ(counted.items.size(), 1U);
    EXPECT_EQ(counted.count, 7U);
    const Page linked = read_page(R"({"items":[],"count":null,"nextLink":"$skip=5"})");
    EXPECT_EQ(linked.next_link, "$skip=5");
    EXPECT_FALSE(linked.count.has_value());
}

TEST(Page, SplitsSystemPropertiesOff) {
    const Page page = read_page(
        R"([{"text":"x","id":"a","createdAt":"C","updatedAt":"U","version":"V","deleted":true}])");
    const Item& item = page.items.front();
    EXPECT_EQ(item.id, "a");
    EXPECT_EQ(item.created_at, "C");
    EXPECT_EQ(item.updated_at, "U");
    EXPECT_EQ(item.version, "V");
    EXPECT_TRUE(item.deleted);
    EXPECT_EQ(item.members.size(), 1U);
    EXPECT_TRUE(page.shows_deleted);
}

TEST(Page, LeavesOutWhatHasNoId) {
    const Page page = read_page(R"([{"text":"x"},3,null,{"id":""},{"id":null},{"id":5}])");
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items.front().id, "5");
    EXPECT_EQ(page.skipped, 5U);
}

TEST(Page, LeavesOutAndNamesItemsThatCannotBeKept) {
    const auto reason = [](const std::string& item) {
        const Page page = read_page("[" + item + R"(,{"id":"good"}])");
        EXPECT_EQ(page.items.size(), 1U);
        EXPECT_EQ(page.skipped_items, 1U);
        return page.reasons.at(0);
    };
    EXPECT_EQ(
        reason(R"({"id":".."})"),
        "the item \"..\" cannot be kept: its id cannot be used: it would change the URL's path");
    EXPECT_EQ(reason(R"({"id":"a\u0000b"})"),
              "the item \"a b\" cannot be kept: its id has a control character");
    EXPECT_NE(reason("{\"id\":\"" + std::string(256, 'x') + "\"}").find("255"), std::string::npos);
    EXPECT_EQ(reason("{\"id\":\"a\"" + many_members(30'001) + "}"),
              "the item \"a\" cannot be kept: it has more than 30000 members");
    EXPECT_EQ(read_page("[{\"id\":\"a\"" + many_members(30'000) + "}]").items.size(), 1U);
    EXPECT_FALSE(read_item(R"({"id":"."})").has_value());
}

TEST(Page, ReadsATimeThatIsNullAsNone) {
    EXPECT_EQ(read_page(R"([{"id":"a","updatedAt":null}])").items.front().updated_at, "");
}

TEST(Page, RefusesWhatIsNoPage) {
    for (const char* body : {"<html></html>",
                             "{}",
                             "{\"error\":\"x\"}",
                             "\"x\"",
                             "",
                             "[{\"id\":\"a\"",
                             "[{\"id\":\"a\"}] x",
                             "{\"results\":5}"}) {
        EXPECT_THROW(read_page(body), DataError) << body;
    }
}

TEST(ErrorText, IsFoundInEveryFormOfBody) {
    EXPECT_EQ(error_text(R"("plain")", ""), "plain");
    EXPECT_EQ(error_text(R"({"error":"E"})", "application/json"), "E");
    EXPECT_EQ(error_text(R"({"name":"N","message":"M"})", ""), "M");
    EXPECT_EQ(error_text(R"({"description":"D"})", ""), "D");
    EXPECT_EQ(error_text(R"({"error":{"message":"inner"}})", ""), "inner");
    EXPECT_EQ(error_text(R"([{"memberNames":["a"],"errorMessage":"too long"}])", ""), "too long");
    EXPECT_EQ(error_text("<html><head><title>No\nway</title></head>", "text/html"), "No way");
    EXPECT_EQ(error_text("Method insert is not allowed", "text/html; charset=utf-8"),
              "Method insert is not allowed");
    EXPECT_EQ(error_text("", "text/html"), "");
    EXPECT_EQ(error_text("{}", ""), "");
}

TEST(ErrorText, OfALongBodyIsItsBeginning) {
    const std::string long_text(1'000'000, 'x');
    EXPECT_EQ(error_text("{\"error\":\"" + long_text + "\"}", "").substr(0, 11), "{\"error\":\"x");
    EXPECT_EQ(error_text("<title>T</title>" + long_text, "text/html"), "T");
}

TEST(WriteItem, PutsIdFirstAndOnlyPropertiesThatAreThere) {
    Item item;
    item.id = "a\"b";
    item.members = {{"text", Value::string("x")}, {"n", Value::null()}};
    EXPECT_EQ(write_item(item), R"({"id":"a\"b","text":"x","n":null})");
    item.version = "V";
    item.deleted = true;
    EXPECT_EQ(write_item(item),
              R"({"id":"a\"b","text":"x","n":null,"version":"V","deleted":true})");
}

}  // namespace
}  // namespace syncline::data
