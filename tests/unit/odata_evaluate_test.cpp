#include "data/odata_evaluate.hpp"

#include "odata_support.hpp"

#include <gtest/gtest.h>

namespace syncline::data {
namespace {

bool matches(std::string_view filter, const char* json) {
    Item item;
    item.id = "1";
    item.members = read_members(json);
    return matches(parse_filter(filter, &every_type()), item, &every_type());
}

TEST(ODataEvaluate, ComparesNullAsOData401Does) {
    for (const char* filter : {"count ne 5",
                               "count eq null",
                               "count eq rank",
                               "count ge rank",
                               "null eq null",
                               "not (count gt 5)",
                               "not (count eq 5)",
                               "count in (null,5)",
                               "not (count in (5))",
                               "length(text) ne 3"}) {
        EXPECT_TRUE(matches(filter, "{}")) << filter;
        EXPECT_TRUE(matches(filter, R"({"count":null})")) << filter;
    }
    for (const char* filter : {"count gt 5",
                               "count lt 5",
                               "count ge 5",
                               "count ne null",
                               "count ne rank",
                               "flag",
                               "not flag",
                               "null",
                               "not null",
                               "contains(text,'a')",
                               "not contains(text,'a')",
                               "length(text) eq 3",
                               "count add 1 gt 0"}) {
        EXPECT_FALSE(matches(filter, "{}")) << filter;
    }
}

TEST(ODataEvaluate, HasThreeValuedLogic) {
    EXPECT_TRUE(matches("flag or true", "{}"));
    EXPECT_FALSE(matches("flag and true", "{}"));
    EXPECT_FALSE(matches("not (flag and true)", "{}"));
    EXPECT_TRUE(matches("not (flag and false)", "{}"));
    EXPECT_FALSE(matches("not (flag or false)", "{}"));
    EXPECT_TRUE(matches("(flag or false) eq null", "{}"));
}

TEST(ODataEvaluate, ComputesWholeNumbersExactly) {
    constexpr const char* kItem = R"({"count":9007199254740993,"rank":7,"price":7})";

    EXPECT_TRUE(matches("count eq 9007199254740993", kItem));
    EXPECT_FALSE(matches("count eq 9007199254740992", kItem));
    EXPECT_FALSE(matches("count eq 9007199254740992.0", kItem));
    EXPECT_TRUE(matches("count gt 9007199254740992.0", kItem));
    EXPECT_TRUE(matches("rank div 2 eq 3 and rank div 2.0 eq 3.5 and rank divby 2 eq 3.5", kItem));
    EXPECT_TRUE(matches("price div 2 eq 3.5", kItem));
    EXPECT_TRUE(matches("rank mod 4 eq 3 and -rank mod 4 eq -3 and price mod 2.5 eq 2", kItem));
    EXPECT_TRUE(matches("rank div 0 eq null and rank mod 0 eq null", kItem));
    EXPECT_TRUE(matches("count mul 9007199254740993 gt 1e31", kItem));
}

TEST(ODataEvaluate, CountsCodePoints) {
    constexpr const char* kItem = R"({"text":"h\u00e9llo \u2603 \ud83d\ude00!"})";

    EXPECT_TRUE(matches("length(text) eq 10", kItem));
    EXPECT_TRUE(matches("indexof(text,'😀') eq 8", kItem));
    EXPECT_TRUE(matches("indexof(text,'x') eq -1", kItem));
    EXPECT_TRUE(matches("substring(text,6,3) eq '☃ 😀'", kItem));
    EXPECT_TRUE(matches("substring(text,99) eq ''", kItem));
    EXPECT_TRUE(matches("substring(text,-2) eq '😀!'", kItem));
}

TEST(ODataEvaluate, TreatsTextCaseSensitively) {
    constexpr const char* kItem = R"({"text":"\u00a0 50%_Abc\t"})";

    EXPECT_TRUE(matches("contains(text,'%_A')", kItem));
    EXPECT_FALSE(matches("contains(text,'abc')", kItem));
    EXPECT_TRUE(matches("trim(text) eq '50%_Abc'", kItem));
    EXPECT_TRUE(matches("startswith(trim(tolower(text)),'50%_a')", kItem));
    EXPECT_TRUE(matches("endswith(trim(toupper(text)),'_ABC')", kItem));
    EXPECT_TRUE(matches("concat(trim(text),'!') eq '50%_Abc!'", kItem));
    EXPECT_TRUE(matches("contains(text,'')", kItem));
}

TEST(ODataEvaluate, ComparesInstantsTimesAndGuidsByValue) {
    constexpr const char* kItem =
        R"({"due":"2024-03-01T00:30:00.1234567+02:00","at":"07:14","born":"2024-02-29",
            "owner":"0F8FAD5B-D9CB-469F-A165-70867728950E","bytes":"AQID"})";

    EXPECT_TRUE(matches("due eq 2024-02-29T22:30:00.1234567Z", kItem));
    EXPECT_TRUE(matches("due gt 2024-02-29T22:30:00.123Z", kItem));
    EXPECT_TRUE(matches("at eq 07:14:00.000 and at lt 07:14:00.0001", kItem));
    EXPECT_TRUE(matches("owner eq 0f8fad5b-d9cb-469f-a165-70867728950e", kItem));
    EXPECT_TRUE(matches("bytes eq binary'AQID' and bytes ne X'00'", kItem));
    EXPECT_TRUE(matches("born gt 2024-02-28 and born le 2024-02-29", kItem));
}

TEST(ODataEvaluate, TakesDatesApartInTheirOwnZone) {
    constexpr const char* kItem = R"({"due":"2024-03-01T00:30:05.25+02:00","at":"07:14"})";

    EXPECT_TRUE(matches("year(due) eq 2024 and month(due) eq 3 and day(due) eq 1", kItem));
    EXPECT_TRUE(matches("hour(due) eq 0 and minute(due) eq 30 and second(due) eq 5", kItem));
    EXPECT_TRUE(matches("fractionalseconds(due) eq 0.25", kItem));
    EXPECT_TRUE(matches("date(due) eq 2024-03-01 and time(due) eq 00:30:05.25", kItem));
    EXPECT_TRUE(matches("hour(at) eq 7 and second(at) eq 0 and fractionalseconds(at) eq 0", kItem));
}

TEST(ODataEvaluate, RoundsHalvesAwayFromZero) {
    EXPECT_TRUE(matches("round(price) eq 3 and floor(price) eq 2 and ceiling(price) eq 3",
                        R"({"price":2.5})"));
    EXPECT_TRUE(matches("round(price) eq -3 and floor(price) eq -3 and ceiling(price) eq -2",
                        R"({"price":-2.5})"));
}

TEST(ODataEvaluate, FindsNamesAndBits) {
    EXPECT_TRUE(matches("text has 'Blue' and text has 'Red,Blue' and not (text has 'Green')",
                        R"({"text":"Red, Blue"})"));
    EXPECT_TRUE(matches("count has 4 and not (count has 2)", R"({"count":5})"));
}

TEST(ODataEvaluate, KnowsSystemPropertiesAndNullsThem) {
    Item item;
    item.id = "a";
    item.updated_at = "2024-01-01T00:00:00.000Z";
    item.deleted = true;
    const auto holds = [&item](std::string_view filter) {
        return matches(parse_filter(filter, nullptr), item, nullptr);
    };

    EXPECT_TRUE(holds("id eq 'a' and deleted and updatedAt lt 2024-01-01T00:00:01Z"));
    EXPECT_TRUE(holds("version eq null and createdAt eq null"));
}

TEST(ODataEvaluate, FiltersUndeclaredMembersByTheirOwnType) {
    Item item;
    item.id = "a";
    item.members =
        read_members(R"({"n":5,"r":5.5,"s":"5","b":true,"d":"2024-01-01T01:00:00+01:00"})");
    const auto holds = [&item](std::string_view filter) {
        return matches(parse_filter(filter, nullptr), item, nullptr);
    };

    EXPECT_TRUE(holds("n eq 5 and r gt 5 and s eq '5' and b and d eq 2024-01-01T00:00:00Z"));
    EXPECT_FALSE(holds("s eq 5"));
}

}  // namespace
}  // namespace syncline::data
