#include "data/json_check.hpp"
#include "data/json_read.hpp"
#include "data/misfit.hpp"
#include "data/numbers.hpp"
#include "data/odata_values.hpp"
#include "data/types.hpp"
#include "store/database.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace syncline {
namespace {

constexpr const char* kTexts[] = {"",
                                  "abc",
                                  "12",
                                  " 12 ",
                                  "\t12\n",
                                  "+12",
                                  "-12",
                                  "- 12",
                                  "1.",
                                  ".5",
                                  ".",
                                  "1.0",
                                  "1.50",
                                  "1e5",
                                  "1E+5",
                                  "1e",
                                  "1e+",
                                  "12abc",
                                  "0x10",
                                  "1 2",
                                  "inf",
                                  "nan",
                                  "true",
                                  "00012",
                                  "9223372036854775807",
                                  "9223372036854775808",
                                  "-9223372036854775808",
                                  "123456789012345678901234567890",
                                  "1e400",
                                  "-1e400",
                                  "1e-400",
                                  "{\"a\":1}"};

TEST(ATextInANumericColumn, BecomesWhatSqliteMakesOfIt) {
    store::Database database(":memory:", store::OpenMode::create, std::chrono::seconds(1));
    for (const Type type : {Type::boolean, Type::integer, Type::number, Type::string}) {
        const std::string name = std::string("t_") + name_of(type);
        database.execute("CREATE TABLE " + name + " (v " + data::sql_type(type) + ")");
        for (const char* text : kTexts) {
            const data::Stored stored = std::string(text);
            database.execute("DELETE FROM " + name);
            database.prepare("INSERT INTO " + name + " VALUES (?)").bind(stored).run();
            auto row = database.prepare("SELECT v FROM " + name);
            ASSERT_TRUE(row.step());
            const data::Stored expected = row.stored(0);
            const data::Stored kept = data::in_column(type, stored);
            EXPECT_TRUE(data::same_stored(kept, expected)) << name << ": " << text;
            EXPECT_EQ(data::text_of(kept) == nullptr, data::text_of(expected) == nullptr)
                << name << ": " << text;
        }
    }
}

TEST(ANumber, BeyondTheRangeOfADoubleIsZeroOrInfinite) {
    const std::string zeros(400, '0');
    EXPECT_EQ(data::real_number("1e-400"), 0.0);
    EXPECT_EQ(data::real_number("0." + zeros + "1"), 0.0);
    EXPECT_EQ(data::real_number("-0." + zeros + "1e5"), 0.0);
    EXPECT_GT(data::real_number("1" + zeros + "e-5"), 1e308);
    EXPECT_GT(data::real_number("1" + zeros), 1e308);
    EXPECT_LT(data::real_number("-1E+400"), -1e308);
    EXPECT_GT(data::real_number("1e99999999999999999999"), 1e308);
    EXPECT_EQ(data::real_number("1e-99999999999999999999"), 0.0);
    EXPECT_FALSE(data::problem_with(Type::number, Value::number("0." + zeros + "1")));
    EXPECT_TRUE(data::problem_with(Type::number, Value::number("1" + zeros + "e-5")));
}

TEST(ANumber, ThatAnotherToolMadeInfiniteIsStillJson) {
    const Value value = data::from_stored(Type::number, HUGE_VAL);
    EXPECT_TRUE(data::is_number(value.text())) << value.text();
    EXPECT_EQ(data::to_stored(Type::number, value), data::Stored(HUGE_VAL));
}

TEST(Depth, CountsWhatIsOutsideOfStrings) {
    EXPECT_EQ(data::depth_of("[]"), 1);
    EXPECT_EQ(data::depth_of("[{\"a\":[1]},2]"), 3);
    EXPECT_EQ(data::depth_of("[\"[[[\",\"\\\"[[\"]"), 1);
    EXPECT_EQ(data::depth_of("1"), 0);
}

std::string nested(int levels) {
    const auto times = static_cast<std::size_t>(levels);
    return std::string(times, '[') + std::string(times, ']');
}

TEST(APage, LeavesOutAnItemThatIsNestedTooDeeplyAndNamesIt) {
    const data::Page page = data::read_page("[{\"id\":\"a\",\"m\":" + nested(data::kMaxDepth) +
                                            "},{\"id\":\"b\",\"m\":" + nested(data::kMaxDepth + 1) +
                                            ",\"updatedAt\":\"T\"}]");
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items.at(0).id, "a");
    EXPECT_EQ(page.skipped, 1U);
    EXPECT_EQ(page.skipped_items, 1U);
    EXPECT_EQ(page.last_id, "b");
    EXPECT_EQ(page.last_updated, "T");
    ASSERT_EQ(page.reasons.size(), 1U);
    EXPECT_EQ(
        page.reasons.at(0),
        "the item \"b\" cannot be kept: its member \"m\" is nested more than 500 levels deep");
}

TEST(APage, KeepsADeletedItemWhateverItsMembersAre) {
    const data::Page page =
        data::read_page("[{\"id\":\"a\",\"deleted\":true,\"m\":" + nested(2'000) + "}]");
    EXPECT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.skipped, 0U);
}

TEST(APage, WithBrokenJsonInAnItemIsNoPage) {
    EXPECT_THROW(data::read_page("[{\"id\":\"a\",\"m\":[1,,2]}]"), DataError);
}

TEST(APage, TakesTheLastOfAMemberThatIsThereTwice) {
    const data::Page page = data::read_page(
        R"([{"id":"a","x":1,"y":2,"x":3,"x":4},{"id":"b","x":1,"y":2},{"id":"c","y":1,"y":2,"x":3}])");
    ASSERT_EQ(page.items.size(), 3U);
    EXPECT_EQ(page.items.at(0).members,
              (Members{{"y", Value::number("2")}, {"x", Value::number("4")}}));
    EXPECT_EQ(page.items.at(2).members,
              (Members{{"y", Value::number("2")}, {"x", Value::number("3")}}));
    EXPECT_EQ(data::read_item(R"({"id":"a","x":1,"x":3})")->members,
              (Members{{"x", Value::number("3")}}));
}

TEST(AJsonValue, WithAMemberTwiceIsComparedByTheLast) {
    EXPECT_TRUE(data::same_value(
        Type::json, Value::nested(R"({"a":1,"a":2})"), Value::nested(R"({ "a": 2.0 })")));
    EXPECT_EQ(data::error_text(R"({"error":"x","error":"y"})", ""), "y");
    EXPECT_THROW(read_members(R"({"a":1,"a":2})"), DataError);
}

TEST(AJsonValue, IsRefusedFromAUserIfItIsNestedTooDeeply) {
    EXPECT_FALSE(data::problem_with(Type::json, Value::nested(nested(data::kMaxDepth))));
    EXPECT_TRUE(data::problem_with(Type::json, Value::nested(nested(data::kMaxDepth + 1))));
}

TEST(AMisfit, IsNamedByWhatIsSentAndWhatIsDeclared) {
    const auto words = [](Type type, const Value& value) {
        return data::misfit_of(type, value).value_or("fits");
    };
    EXPECT_EQ(words(Type::integer, Value::string("12")),
              "the service sends text where an integer is declared; kept as text");
    EXPECT_EQ(words(Type::string, Value::number("12")),
              "the service sends a number where a string is declared; kept as text");
    EXPECT_EQ(words(Type::boolean, Value::nested("{}")),
              "the service sends an object where a boolean is declared; kept as text");
    EXPECT_EQ(words(Type::datetime, Value::string("yesterday")),
              "the service sends other text where a date-time is declared; kept as text");
    EXPECT_EQ(words(Type::integer, Value::number("1.5")),
              "the service sends another number where an integer is declared; kept as it is");
    EXPECT_EQ(words(Type::number, Value::number("1e400")),
              "the service sends a number beyond the range of a double where a number is declared;"
              " kept as it is");
    for (const char* whole : {"1", "1.0", "1e3", "9223372036854775807"}) {
        EXPECT_EQ(words(Type::integer, Value::number(whole)), "fits") << whole;
    }
    EXPECT_EQ(words(Type::integer, Value::null()), "fits");
    EXPECT_EQ(words(Type::json, Value::boolean(true)), "fits");
    EXPECT_EQ(words(Type::guid, Value::string("0F8FAD5BD9CB469FA16570867728950E")), "fits");
}

}  // namespace
}  // namespace syncline
