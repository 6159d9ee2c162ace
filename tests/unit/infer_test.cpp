#include "data/infer.hpp"

#include "data/json_read.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::data {
namespace {

/// The columns of these items (' stands for "), `name:type` and `!` where there is a note.
std::string inferred(const std::vector<std::string>& objects) {
    std::vector<Item> items;
    for (std::string json : objects) {
        std::replace(json.begin(), json.end(), '\'', '"');
        items.push_back(item_of(read_object(json)));
    }
    std::string text;
    for (const InferredColumn& each : infer_columns(items)) {
        text += (text.empty() ? "" : " ") + each.column.name + ':' + name_of(each.column.type) +
                (each.note.empty() ? "" : "!");
    }
    return text;
}

std::string type_of_values(const std::vector<std::string>& values) {
    std::vector<std::string> objects;
    for (const std::string& value : values) objects.push_back("{'id':'1','a':" + value + "}");
    return inferred(objects).substr(2);
}

TEST(Infer, TakesTheTypeThatTheValuesHave) {
    EXPECT_EQ(type_of_values({"true", "false"}), "boolean");
    EXPECT_EQ(type_of_values({"1", "-9007199254740992"}), "integer");
    EXPECT_EQ(type_of_values({"1.5"}), "number");
    EXPECT_EQ(type_of_values({"'milk'"}), "string");
    EXPECT_EQ(type_of_values({"[1]", "{}"}), "json");
    EXPECT_EQ(type_of_values({"'2026-01-31T12:00:00Z'", "'2026-01-31T12:00:00.123+02:00'"}),
              "datetime");
    EXPECT_EQ(type_of_values({"'2026-01-31'"}), "date");
    EXPECT_EQ(type_of_values({"'12:30:00'"}), "time");
    EXPECT_EQ(type_of_values({"'0b28ba7c-9a48-4b5d-a7f5-e1c1b7b1f4a6'"}), "guid");
}

TEST(Infer, GuessesNoMoreThanTheTextSays) {
    EXPECT_EQ(type_of_values({"9007199254740993"}), "number");
    EXPECT_EQ(type_of_values({"'aGVsbG8='"}), "string") << "binary is never guessed";
    EXPECT_EQ(type_of_values({"'2026-01-31T12:00:00'"}), "string") << "a time without a zone";
    EXPECT_EQ(type_of_values({"'2026-02-31'"}), "string");
    EXPECT_EQ(type_of_values({"'12:30'"}), "string");
    EXPECT_EQ(type_of_values({"''"}), "string");
}

TEST(Infer, HoldsEveryValueOfAMixedColumn) {
    EXPECT_EQ(type_of_values({"1", "1.5", "2"}), "number");
    EXPECT_EQ(type_of_values({"'2026-01-31'", "'soon'"}), "string");
    EXPECT_EQ(type_of_values({"1", "'one'"}), "json!");
    EXPECT_EQ(type_of_values({"[1]", "true"}), "json!");
    EXPECT_EQ(type_of_values({"null", "true"}), "boolean");
    EXPECT_EQ(type_of_values({"null", "null"}), "string!");
}

TEST(Infer, LeavesOutWhatIsNoColumn) {
    EXPECT_EQ(inferred({"{'id':'1','version':'x','updatedAt':'2026-01-31T12:00:00Z',"
                        "'createdAt':'2026-01-31T12:00:00Z','deleted':false,'b':1,'no good':1}",
                        "{'id':'2','a':1,'B':2}"}),
              "b:integer a:integer");
    EXPECT_EQ(inferred({}), "");
}

}  // namespace
}  // namespace syncline::data
