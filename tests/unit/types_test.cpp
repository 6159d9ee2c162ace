#include "data/types.hpp"

#include "data/names.hpp"

#include <syncline/errors.hpp>
#include <syncline/table.hpp>

#include <gtest/gtest.h>

#include <string>

namespace syncline::data {
namespace {

TEST(Types, AreFoundByTheirNames) {
    for (const Type type : {Type::string,
                            Type::boolean,
                            Type::integer,
                            Type::number,
                            Type::datetime,
                            Type::date,
                            Type::time,
                            Type::guid,
                            Type::binary,
                            Type::json}) {
        EXPECT_EQ(type_of(name_of(type)), type);
    }
    EXPECT_FALSE(type_of("text").has_value());
}

TEST(ReadColumn, SaysWhichTypeWasMeant) {
    EXPECT_EQ(read_column("text:string"), (Column{"text", Type::string}));
    EXPECT_THROW(read_column("text"), UsageError);
    EXPECT_THROW(read_column("2x:string"), DataError);
    EXPECT_THROW(read_column("__x:string"), DataError);
    try {
        read_column("done:bolean");
        FAIL();
    } catch (const UsageError& error) {
        EXPECT_NE(error.hint().find("boolean"), std::string::npos);
    }
}

TEST(Stored, TurnsBackIntoTheValue) {
    const auto back = [](Type type, const Value& value) {
        return from_stored(type, to_stored(type, value));
    };
    EXPECT_EQ(back(Type::string, Value::string("007")), Value::string("007"));
    EXPECT_EQ(back(Type::boolean, Value::boolean(true)), Value::boolean(true));
    EXPECT_EQ(back(Type::integer, Value::number("9223372036854775807")),
              Value::number("9223372036854775807"));
    EXPECT_EQ(back(Type::number, Value::number("1.5")), Value::number("1.5"));
    EXPECT_EQ(back(Type::binary, Value::string("AP8=")), Value::string("AP8="));
    EXPECT_EQ(back(Type::json, Value::nested("[1,{\"a\":2}]")), Value::nested("[1,{\"a\":2}]"));
    EXPECT_EQ(back(Type::json, Value::string("x")), Value::string("x"));
    EXPECT_EQ(back(Type::datetime, Value::null()), Value::null());
}

TEST(Problem, NamesWhatAColumnTakes) {
    EXPECT_FALSE(problem_with(Type::integer, Value::number("12")));
    EXPECT_TRUE(problem_with(Type::integer, Value::number("1.0")));
    EXPECT_TRUE(problem_with(Type::integer, Value::number("9223372036854775808")));
    EXPECT_TRUE(problem_with(Type::integer, Value::string("1")));
    EXPECT_FALSE(problem_with(Type::number, Value::number("1e308")));
    EXPECT_TRUE(problem_with(Type::number, Value::number("1e309")));
    EXPECT_FALSE(problem_with(Type::number, Value::number("1e-400")));
    EXPECT_TRUE(problem_with(Type::boolean, Value::number("1")));
    EXPECT_TRUE(problem_with(Type::string, Value::number("1")));
    EXPECT_TRUE(problem_with(Type::datetime, Value::string("yesterday")));
    EXPECT_FALSE(problem_with(Type::date, Value::string("2024-02-29")));
    EXPECT_TRUE(problem_with(Type::date, Value::string("2023-02-29")));
    EXPECT_FALSE(problem_with(Type::time, Value::string("20:15")));
    EXPECT_TRUE(problem_with(Type::time, Value::string("24:00:00")));
    EXPECT_FALSE(problem_with(Type::guid, Value::string("0F8FAD5B-D9CB-469F-A165-70867728950E")));
    EXPECT_TRUE(problem_with(Type::guid, Value::string("0f8fad5b")));
    EXPECT_TRUE(problem_with(Type::binary, Value::string("!")));
    EXPECT_FALSE(problem_with(Type::json, Value::number("1")));
    EXPECT_FALSE(problem_with(Type::integer, Value::null()));
}

TEST(ValueFromText, GoesByTheType) {
    EXPECT_EQ(value_from_text(Type::string, "5"), Value::string("5"));
    EXPECT_EQ(value_from_text(Type::number, "5"), Value::number("5"));
    EXPECT_EQ(value_from_text(Type::boolean, "true"), Value::boolean(true));
    EXPECT_EQ(value_from_text(Type::json, "[1]"), Value::nested("[1]"));
    EXPECT_FALSE(value_from_text(Type::boolean, "yes").has_value());
    EXPECT_FALSE(value_from_text(Type::integer, "x").has_value());
}

TEST(SameValue, GoesByTheRuleOfTheType) {
    const auto number = [](const char* text) { return Value::number(text); };
    const auto text = [](const char* value) { return Value::string(value); };
    EXPECT_TRUE(same_value(Type::number, number("1.10"), number("1.1")));
    EXPECT_TRUE(same_value(Type::number, number("1e2"), number("100")));
    EXPECT_TRUE(same_value(Type::number, number("-0"), number("0")));
    EXPECT_TRUE(same_value(Type::number, number("9007199254740993"), number("9007199254740992")));
    EXPECT_FALSE(same_value(Type::integer, number("9007199254740993"), number("9007199254740992")));
    EXPECT_TRUE(same_value(
        Type::datetime, text("2024-01-01T01:00:00.1239+01:00"), text("2024-01-01T00:00:00.123Z")));
    EXPECT_FALSE(same_value(
        Type::datetime, text("2024-01-01T00:00:00.124Z"), text("2024-01-01T00:00:00.123Z")));
    EXPECT_TRUE(same_value(Type::time, text("12:34"), text("12:34:00.000")));
    EXPECT_TRUE(same_value(Type::guid,
                           text("0F8FAD5B-D9CB-469F-A165-70867728950E"),
                           text("0f8fad5b-d9cb-469f-a165-70867728950e")));
    EXPECT_FALSE(same_value(Type::string, text("A"), text("a")));
    EXPECT_FALSE(same_value(Type::string, text(""), Value::null()));
    EXPECT_TRUE(same_value(Type::json,
                           Value::nested("{\"a\":1,\"b\":[1.0]}"),
                           Value::nested("{ \"b\": [1], \"a\": 1 }")));
    EXPECT_FALSE(same_value(Type::json, Value::nested("[1,2]"), Value::nested("[2,1]")));
}

TEST(SameValue, OfAnUndeclaredMemberSeesTimesAndGuids) {
    EXPECT_TRUE(same_value(Value::string("2024-01-01T00:00:00.0001Z"),
                           Value::string("2024-01-01T00:00:00.000Z")));
    EXPECT_FALSE(same_value(Value::string("a"), Value::string("A")));
}

TEST(Ids, MayBeAnythingThatAUrlCanCarry) {
    for (const char* id : {"a",
                           "true",
                           "/ ? # % + '",
                           "someone@someplace.com",
                           "\"quoted\"",
                           "\xF0\x9F\x98\x80",
                           "日本語",
                           "{0f8fad5b}",
                           " "}) {
        EXPECT_NO_THROW(check_id(id)) << id;
    }
    EXPECT_NO_THROW(check_id(std::string(255, 'a')));
    EXPECT_THROW(check_id(std::string(256, 'a')), DataError);
    EXPECT_THROW(check_id(""), DataError);
    EXPECT_THROW(check_id("."), DataError);
    EXPECT_THROW(check_id(".."), DataError);
    EXPECT_THROW(check_id("a\tb"), DataError);
    EXPECT_THROW(check_id("a\nb"), DataError);
    EXPECT_THROW(check_id("\x7F"), DataError);
    EXPECT_THROW(check_id("\xC2\x80"), DataError);
}

TEST(QueryIds, HaveNoSeparatorAndNoControlCharacter) {
    EXPECT_NO_THROW(check_query_id("all items 2024"));
    EXPECT_THROW(check_query_id(""), DataError);
    EXPECT_THROW(check_query_id("a|b"), DataError);
    EXPECT_THROW(check_query_id(std::string(256, 'q')), DataError);
}

TEST(TableNames, AreIdentifiersAndNotTheStoresOwn) {
    EXPECT_NO_THROW(check_table_name("TodoItem_2"));
    for (const char* name : {"", "2x", "a b", "a-b", "__tables", "sqlite_x", "tüte"}) {
        EXPECT_THROW(check_table_name(name), DataError) << name;
    }
}

}  // namespace
}  // namespace syncline::data
