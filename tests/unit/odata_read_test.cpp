#include "odata_support.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace syncline::data {
namespace {

TEST(ODataRead, BindsOperatorsAsOData401Does) {
    EXPECT_EQ(tree("count eq 1 or rank eq 2 and flag"), "(or (eq count 1) (and (eq rank 2) flag))");
    EXPECT_EQ(tree("(count eq 1 or rank eq 2) and flag"),
              "(and (or (eq count 1) (eq rank 2)) flag)");
    EXPECT_EQ(tree("count add 2 mul 3 eq 7"), "(eq (add count (mul 2 3)) 7)");
    EXPECT_EQ(tree("count sub 2 sub 3 eq 7"), "(eq (sub (sub count 2) 3) 7)");
    EXPECT_EQ(tree("count div 2 divby 3 mod 4 eq 7"), "(eq (mod (divby (div count 2) 3) 4) 7)");
    EXPECT_EQ(tree("-count add 1 eq -2"), "(eq (add (- count) 1) -2)");
}

TEST(ODataRead, BindsEqualityLooserThanOrder) {
    EXPECT_EQ(tree("flag eq count gt 1"), "(eq flag (gt count 1))");
}

TEST(ODataRead, BindsNotTighterThanComparison) {
    EXPECT_EQ(tree("not flag eq done"), "(eq (not flag) done)");
    EXPECT_EQ(tree("not (count eq 1)"), "(not (eq count 1))");
    EXPECT_EQ(tree("not contains(text,'a')"), "(not (contains text 'a'))");
    EXPECT_EQ(tree("not count in (1,2)"), "(not (in count (1 2)))");
}

TEST(ODataRead, FlattensChains) {
    EXPECT_EQ(tree("flag or done or count eq 1"), "(or flag done (eq count 1))");
    std::string text = "count eq 0";
    for (int i = 0; i < 20'000; ++i) text += " or count eq 1";
    EXPECT_EQ(parse_filter(text, &every_type()).operands.size(), 20'001U);
}

TEST(ODataRead, KnowsEveryLiteral) {
    EXPECT_EQ(tree("price eq 1.10"), "(eq price 1.10)");
    EXPECT_EQ(tree("price eq 1e3"), "(eq price 1e3)");
    EXPECT_EQ(tree("count eq 9007199254740993"), "(eq count 9007199254740993)");
    EXPECT_EQ(tree("count eq -9223372036854775808"), "(eq count -9223372036854775808)");
    EXPECT_EQ(tree("text eq 'it''s'"), "(eq text 'it's')");
    EXPECT_EQ(tree("text eq ''"), "(eq text '')");
    EXPECT_EQ(tree("flag eq true or flag eq null"), "(or (eq flag true) (eq flag null))");
    EXPECT_EQ(tree("due ge 2024-02-29T23:59:59.1234567+02:00"),
              "(ge due '2024-02-29T23:59:59.1234567+02:00')");
    EXPECT_EQ(tree("due ge 2024-02-29T23:59Z"), "(ge due '2024-02-29T23:59Z')");
    EXPECT_EQ(tree("born eq 2024-02-29"), "(eq born '2024-02-29')");
    EXPECT_EQ(tree("at eq 07:14:00.5"), "(eq at '07:14:00.5')");
    EXPECT_EQ(tree("owner eq F47AC10B-58cc-4372-a567-0e02b2c3d479"),
              "(eq owner 'F47AC10B-58cc-4372-a567-0e02b2c3d479')");
    EXPECT_EQ(tree("bytes eq binary'AQID-_8='"), "(eq bytes 'AQID+/8=')");
}

TEST(ODataRead, KnowsTheLiteralsOfV3) {
    EXPECT_EQ(tree("count eq 5L or price eq 1.5f or price eq 2m or price eq 3d"),
              "(or (eq count 5) (eq price 1.5) (eq price 2.0) (eq price 3.0))");
    EXPECT_EQ(tree("due ge datetime'2024-01-02T03:04:05'"), "(ge due '2024-01-02T03:04:05')");
    EXPECT_EQ(tree("due ge datetimeoffset'2024-01-02T03:04:05.678Z'"),
              "(ge due '2024-01-02T03:04:05.678Z')");
    EXPECT_EQ(tree("owner eq guid'0f8fad5b-d9cb-469f-a165-70867728950e'"),
              "(eq owner '0f8fad5b-d9cb-469f-a165-70867728950e')");
    EXPECT_EQ(tree("bytes eq X'0102ff'"), "(eq bytes 'AQL/')");
    EXPECT_EQ(tree("substringof('a',text)"), "(contains text 'a')");
}

TEST(ODataRead, KnowsCasts) {
    EXPECT_EQ(tree("due ge cast(2024-08-23T20:22:54.291Z,Edm.DateTimeOffset)"),
              "(ge due '2024-08-23T20:22:54.291Z')");
    EXPECT_EQ(tree("born eq cast(2024-08-23,Edm.Date)"), "(eq born '2024-08-23')");
    EXPECT_EQ(tree("at eq cast(20:22:54.291,Edm.TimeOfDay)"), "(eq at '20:22:54.291')");
    EXPECT_EQ(tree("owner eq cast('0f8fad5b-d9cb-469f-a165-70867728950e',Edm.Guid)"),
              "(eq owner '0f8fad5b-d9cb-469f-a165-70867728950e')");
    EXPECT_EQ(tree("count eq cast('5',Edm.Int32)"), "(eq count 5)");
    EXPECT_EQ(filter_error("count eq cast('x',Edm.Int32)"),
              "filter: this literal cannot be cast to Edm.Int32 (at character 15)");
}

TEST(ODataRead, TakesTypeWordsForMembersUnlessAQuoteFollows) {
    TableDefinition table = every_type();
    table.columns = {{"datetime", Type::string},
                     {"guid", Type::integer},
                     {"in", Type::integer},
                     {"year", Type::integer},
                     {"date", Type::date},
                     {"X", Type::string}};

    const auto read = [&table](std::string_view text) { return show(parse_filter(text, &table)); };

    EXPECT_EQ(read("datetime eq 'a' and guid gt 5"), "(and (eq datetime 'a') (gt guid 5))");
    EXPECT_EQ(read("in in (1,2)"), "(in in (1 2))");
    EXPECT_EQ(read("year(date) eq year"), "(eq (year date) year)");
    EXPECT_EQ(read("X eq 'a'"), "(eq X 'a')");
}

TEST(ODataRead, KnowsEveryFunction) {
    for (const char* text : {"startswith(text,'a')",
                             "endswith(text,'a')",
                             "contains(text,other)",
                             "length(text) eq 1",
                             "indexof(text,'a') eq -1",
                             "substring(text,1) eq 'a'",
                             "substring(text,1,2) eq 'a'",
                             "tolower(toupper(trim(text))) eq concat(other,'a')",
                             "year(due) eq 1 and month(due) eq 1 and day(born) eq 1",
                             "hour(due) eq 1 and minute(at) eq 1 and second(at) eq 1",
                             "fractionalseconds(due) lt 0.5",
                             "date(due) eq born and time(due) eq at",
                             "round(price) eq floor(price) or ceiling(count) eq 1"}) {
        EXPECT_EQ(filter_error(text), "no error") << text;
    }
}

TEST(ODataRead, MakesNowALiteral) {
    ParseOptions options;
    options.now = std::chrono::milliseconds(1'700'000'000'123);

    EXPECT_EQ(tree("due lt now()", options), "(lt due '2023-11-14T22:13:20.123Z')");
}

TEST(ODataRead, KnowsHasAndEnumerations) {
    EXPECT_EQ(tree("text has 'Red' and count has 4"), "(and (has text 'Red') (has count 4))");
    EXPECT_EQ(tree("text has Shop.Color'Red'"), "(has text 'Red')");
}

TEST(ODataRead, KnowsSystemPropertiesAndThePrefixOfTheItem) {
    EXPECT_EQ(tree("id eq 'a' and version ne null and not deleted and updatedAt ge createdAt"),
              "(and (eq id 'a') (ne version null) (not deleted) (ge updatedAt createdAt))");
    EXPECT_EQ(tree("$it/count eq 3"), "(eq count 3)");
}

TEST(ODataRead, TakesAnyMemberWithoutATable) {
    EXPECT_EQ(show(parse_filter("anything eq 5 and größe", nullptr)),
              "(and (eq anything 5) größe)");
}

TEST(ODataRead, NamesTheNearestColumn) {
    EXPECT_EQ(filter_error("cont eq 1"),
              "filter: there is no column \"cont\" (at character 1) [did you mean \"count\"?]");
    EXPECT_EQ(filter_error("Count eq 1"),
              "filter: there is no column \"Count\" (at character 1) [did you mean \"count\"?]");
    EXPECT_EQ(filter_error("flag and startwith(text,'a')"),
              "filter: there is no function \"startwith\" (at character 10) "
              "[did you mean \"startswith\"?]");
}

TEST(ODataRead, CountsCharactersNotBytes) {
    EXPECT_EQ(filter_error("text eq 'äöü' and nix"),
              "filter: there is no column \"nix\" (at character 19) "
              "[the columns are id, version, createdAt, updatedAt, deleted, text, other, flag, "
              "done, count, rank, price, weight, due, start, born, at, owner, bytes, tags]");
}

TEST(ODataRead, SaysWhatWasExpected) {
    EXPECT_EQ(filter_error(""),
              "filter: expected a column, a value or \"(\", found the end (at character 1)");
    EXPECT_EQ(filter_error("count eq"),
              "filter: expected a column, a value or \"(\", found the end (at character 9)");
    EXPECT_EQ(filter_error("count minus 1 eq 2"),
              "filter: expected an operator or the end, found \"minus\" (at character 7)");
    EXPECT_EQ(filter_error("(count eq 1"),
              "filter: expected an operator or \")\", found the end (at character 12)");
    EXPECT_EQ(filter_error("count = 1"),
              "filter: \"=\" has no meaning here (at character 7) "
              "[operators are words: eq, ne, gt, and]");
    EXPECT_EQ(filter_error("text eq \"a\""),
              "filter: \"\"\" has no meaning here (at character 9) "
              "[strings stand in single quotes: 'text']");
    EXPECT_EQ(filter_error("text eq 'it's'"),
              "filter: expected an operator or the end, found \"s\" (at character 13)");
    EXPECT_EQ(filter_error("text eq 'a"),
              "filter: this string has no closing quote (at character 9) "
              "[a quote inside is written '']");
    EXPECT_EQ(filter_error("count in 5"),
              "filter: expected \"(\" and a list of literals, found \"5\" (at character 10)");
    EXPECT_EQ(filter_error("count in (rank)"), "filter: expected a literal (at character 11)");
    EXPECT_EQ(filter_error("substring(text) eq 'a'"),
              "filter: \"substring\" takes 2 or 3 arguments, found 1 (at character 1)");
    EXPECT_EQ(filter_error("count eq 12x"),
              "filter: expected a number, found \"12x\" (at character 10)");
}

TEST(ODataRead, RefusesLiteralsThatAreNone) {
    EXPECT_EQ(filter_error("due eq 2024-02-30T00:00:00Z"),
              "filter: \"2024-02-30T00:00:00Z\" is not a date-time (at character 8) "
              "[write for example 2026-11-24T20:15:00Z]");
    EXPECT_EQ(filter_error("due eq 2024-02-28T00:00:00"),
              "filter: expected the zone of the date-time, Z or an offset such as +02:00 "
              "(at character 27)");
    EXPECT_EQ(filter_error("born eq 2024-13-01"),
              "filter: \"2024-13-01\" is not a date (at character 9)");
    EXPECT_EQ(filter_error("at eq 25:00"),
              "filter: \"25:00\" is not a time of day (at character 7) "
              "[write for example 20:15:00]");
    EXPECT_EQ(filter_error("owner eq guid'x'"),
              "filter: \"guid'x'\" is not a GUID (at character 10)");
    EXPECT_EQ(filter_error("price eq 1e999"),
              "filter: this number is malformed or out of range (at character 10)");
}

TEST(ODataRead, ChecksTypes) {
    EXPECT_EQ(filter_error("text eq 5"),
              "filter: \"eq\" cannot compare a string with a number (at character 6) "
              "[strings stand in single quotes]");
    EXPECT_EQ(filter_error("due ge '2024-01-01T00:00:00Z'"),
              "filter: \"ge\" cannot compare a date-time with a string (at character 5) "
              "[date-times stand without quotes: 2026-11-24T20:15:00Z]");
    EXPECT_EQ(filter_error("due ge 2024-01-01"),
              "filter: \"ge\" cannot compare a date-time with a date (at character 5) "
              "[write a whole date-time (2026-11-24T00:00:00Z), or date(…) around the other side]");
    EXPECT_EQ(filter_error("count eq 1 eq 2"),
              "filter: \"eq\" cannot compare a condition or boolean with a number "
              "(at character 12)");
    EXPECT_EQ(filter_error("not count eq 1"),
              "filter: \"not\" needs a condition or boolean, found a number (at character 5) "
              "[\"not\" binds tighter than comparisons: write not (a eq b)]");
    EXPECT_EQ(filter_error("text"),
              "filter: expected a condition, found a string (at character 1) "
              "[compare it, for example text ne null]");
    EXPECT_EQ(filter_error("text add 1 eq 2"),
              "filter: \"add\" needs a number, found a string (at character 1)");
    EXPECT_EQ(filter_error("length(count) eq 2"),
              "filter: \"length\" needs a string, found a number (at character 8)");
    EXPECT_EQ(filter_error("count in (1,'a')"),
              "filter: \"in\" cannot compare a number with a string (at character 7) "
              "[numbers stand without quotes]");
    EXPECT_EQ(filter_error("tags eq 'a'"),
              "filter: \"eq\" cannot compare a json column with a string (at character 6) "
              "[a json column can only be compared with null]");
    EXPECT_EQ(filter_error("tags ne null"), "no error");
}

TEST(ODataRead, LimitsNesting) {
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '(') + "flag" +
               std::string(static_cast<std::size_t>(depth), ')');
    };
    EXPECT_EQ(filter_error(nested(100)), "no error");
    EXPECT_EQ(filter_error(nested(101)),
              "filter: nested more than 100 levels deep (at character 101)");
    for (const char* part : {"(", "not ", "-", "not(", "tolower(", "concat(", "count in (", "- "}) {
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += part;
        EXPECT_NE(filter_error(text), "no error") << part;
    }
    std::string sum = "count";
    for (int i = 0; i < 100'000; ++i) sum += " add 1";
    EXPECT_NE(filter_error(sum + " eq 1").find("nested more than"), std::string::npos);
}

TEST(ODataRead, ReadsOrders) {
    const auto terms = parse_orderby("text desc, length(other) asc,count", &every_type());

    ASSERT_EQ(terms.size(), 3U);
    EXPECT_EQ(show(terms[0].expression), "text");
    EXPECT_TRUE(terms[0].descending);
    EXPECT_EQ(show(terms[1].expression), "(length other)");
    EXPECT_FALSE(terms[1].descending);
    EXPECT_FALSE(terms[2].descending);
    EXPECT_EQ(error_of([] { parse_orderby("text down", &every_type()); }),
              "order: expected asc, desc or a comma or the end, found \"down\" (at character 6)");
    EXPECT_EQ(error_of([] { parse_orderby("tags", &every_type()); }),
              "order: a json column has no order (at character 1)");
}

TEST(ODataRead, ReadsSelections) {
    EXPECT_EQ(parse_select("text, id ,text,tags", &every_type()),
              (std::vector<std::string>{"text", "id", "tags"}));
    EXPECT_EQ(error_of([] { parse_select("text count", &every_type()); }),
              "selection: expected a comma or the end, found \"count\" (at character 6)");
    EXPECT_EQ(error_of([] { parse_select("txt", &every_type()); }),
              "selection: there is no column \"txt\" (at character 1) [did you mean \"text\"?]");
}

TEST(ODataRead, CanReadAsTheV3ServersDo) {
    ParseOptions options;
    options.ignore_case = true;
    options.v4_only = true;

    EXPECT_EQ(tree("COUNT EQ 3 AND StartsWith(Text,'a')", options),
              "(and (eq count 3) (startswith text 'a'))");
    EXPECT_NE(filter_error("due ge datetimeoffset'2024-01-02T03:04:05Z'", options), "no error");
    EXPECT_NE(filter_error("substringof('a',text)", options), "no error");
    EXPECT_EQ(filter_error("bytes eq binary'AQID'", options), "no error");
}

TEST(ODataRead, CanLeaveMembersToTheCaller) {
    ParseOptions options;
    options.unbound = true;

    EXPECT_EQ(tree("UPDATEDAT eq 5 and nosuch eq 'x'", options),
              "(and (eq UPDATEDAT 5) (eq nosuch 'x'))");
    EXPECT_EQ(tree("cast(count add 1,Edm.String) eq '10'", options),
              "(eq (cast (add count 1) 'Edm.String') '10')");
    EXPECT_EQ(tree("cast(2024-01-02,Edm.Date) eq born", options), "(eq '2024-01-02' born)");
    EXPECT_NE(filter_error("cast(count,Edm.String) eq '10'"), "no error");
}

TEST(ODataRead, RefusesButSurvivesAnyBytes) {
    const std::vector<std::string> parts{
        "count", "text", "flag", "(",     ")",  ",",        "'",    "''",   " ",
        "eq",    "and",  "not",  "-",     "in", "1",        "1.5e", "9999", "2024-",
        "T",     "07:",  "Z",    "guid'", "X'", "cast(",    "Edm.", "Guid", "now()",
        "null",  "$it/", "\0",   "\xFF",  "ü",  "0f8fad5b-"};
    std::mt19937 random(20'261'124);
    for (int i = 0; i < 4'000; ++i) {
        std::string text;
        const auto length = random() % 30;
        for (std::size_t j = 0; j < length; ++j) {
            text += random() % 4 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                      : parts[random() % parts.size()];
            if (random() % 2 == 0) text += ' ';
        }
        for (const TableDefinition* table :
             {&every_type(), static_cast<const TableDefinition*>(nullptr)}) {
            ParseOptions options;
            options.unbound = table == nullptr;
            try {
                parse_filter(text, table, options);
            } catch (const UsageError&) {
            }
            try {
                parse_orderby(text, table);
            } catch (const UsageError&) {
            }
        }
    }
}

}  // namespace
}  // namespace syncline::data
