#include "data/odata_write.hpp"

#include "odata_support.hpp"

#include <gtest/gtest.h>

namespace syncline::data {
namespace {

std::string written(std::string_view filter, Dialect dialect) {
    const WrittenFilter result = write_filter(parse_filter(filter, &every_type()), dialect);
    return result.text + (result.exact ? "" : " ~");
}

std::string v2(std::string_view filter) {
    return written(filter, Dialect::v2);
}

std::string v3(std::string_view filter) {
    return written(filter, Dialect::v3);
}

TEST(ODataWrite, WritesV2ComparisonsWithODatasNulls) {
    EXPECT_EQ(v2("count eq 5"), "count eq 5");
    EXPECT_EQ(v2("count ne 5"), "(count ne 5 or count eq null)");
    EXPECT_EQ(v2("count gt 5"), "count gt 5");
    EXPECT_EQ(v2("not (count gt 5)"), "(count le 5 or count eq null)");
    EXPECT_EQ(v2("5 lt count"), "count gt 5");
    EXPECT_EQ(v2("count eq null"), "count eq null");
    EXPECT_EQ(v2("null ne count"), "count ne null");
    EXPECT_EQ(v2("count ge null"), "count eq null");
    EXPECT_EQ(v2("count gt null"), "id eq null");
    EXPECT_EQ(v2("count add rank ne null"), "count ne null and rank ne null");
    EXPECT_EQ(v2("count add rank eq null"), "(count eq null or rank eq null)");
    EXPECT_EQ(v2("count eq rank"), "(count eq rank or (count eq null and rank eq null))");
    EXPECT_EQ(v2("text eq 'it''s'"), "text eq 'it''s'");
}

TEST(ODataWrite, WritesConditionsAndChains) {
    EXPECT_EQ(v2("flag"), "flag eq true");
    EXPECT_EQ(v2("not flag"), "flag eq false");
    EXPECT_EQ(v2("flag and (count eq 1 or rank eq 2 and done)"),
              "flag eq true and (count eq 1 or (rank eq 2 and done eq true))");
    EXPECT_EQ(v2("not (flag and count eq 1)"), "(flag eq false or (count ne 1 or count eq null))");
    EXPECT_EQ(v2("(count gt 5) eq false"), "(count le 5 or count eq null)");
    EXPECT_EQ(v2("(count gt 5) ne true"), "(count le 5 or count eq null)");
    EXPECT_EQ(v2("(flag and done) ne true"), " ~");
    EXPECT_EQ(v2("true"), "");
    EXPECT_EQ(v2("1 eq 2"), "id eq null");
    EXPECT_EQ(v2("flag or 1 eq 1"), "");
}

TEST(ODataWrite, WidensWhatTheNodeServerAnswersWrongly) {
    for (const char* filter : {"startswith(text,'a')",
                               "endswith(text,'a')",
                               "contains(text,'a')",
                               "not contains(text,'a')",
                               "indexof(text,'a') eq 1",
                               "length(text) eq 1",
                               "substring(text,1) eq 'a'",
                               "count mod 2 eq 1",
                               "count div 2 eq 1",
                               "year(due) eq 2024",
                               "hour(due) eq 1",
                               "version eq 'MQ=='",
                               "owner eq 0f8fad5b-d9cb-469f-a165-70867728950e",
                               "born eq 2024-01-01",
                               "at gt 07:00",
                               "bytes eq binary'AQID'",
                               "count eq 9007199254740993",
                               "text has 'Red'"}) {
        EXPECT_EQ(v2(filter), " ~") << filter;
        EXPECT_EQ(v2("flag and " + std::string(filter)), "flag eq true ~") << filter;
        EXPECT_EQ(v2("flag or " + std::string(filter)), " ~") << filter;
        EXPECT_EQ(v2("not (flag or " + std::string(filter) + ")"), "flag eq false ~") << filter;
    }
}

TEST(ODataWrite, WritesWhatTheNodeServerCan) {
    EXPECT_EQ(v2("tolower(text) eq 'a'"), "tolower(text) eq 'a'");
    EXPECT_EQ(v2("substring(text,1,2) eq 'a'"), "substring(text,1,2) eq 'a'");
    EXPECT_EQ(v2("count add 1 mul 2 gt 5"), "(count add 2) gt 5");
    EXPECT_EQ(v2("-count lt 5"), "(0 sub count) lt 5");
    EXPECT_EQ(v2("price divby 2 eq 1.5"), "(price div 2.0) eq 1.5");
    EXPECT_EQ(v2("round(price) eq 2"), "round(price) eq 2");
    EXPECT_EQ(v2("count in (1,2,null)"), "(count eq 1 or count eq 2 or count eq null)");
    EXPECT_EQ(v2("not (count in (1,2))"), "((count ne 1 and count ne 2) or count eq null)");
}

TEST(ODataWrite, WritesDateTimesWithThreeDigits) {
    EXPECT_EQ(v2("updatedAt ge 2024-01-02T03:04:05+01:00"),
              "updatedAt ge datetimeoffset'2024-01-02T02:04:05.000Z'");
    EXPECT_EQ(v3("updatedAt ge 2024-01-02T03:04:05.67Z"),
              "updatedAt ge cast(2024-01-02T03:04:05.670Z,Edm.DateTimeOffset)");
    EXPECT_EQ(write_instant(-1, Dialect::v2), "datetimeoffset'1969-12-31T23:59:59.999Z'");
}

TEST(ODataWrite, AsksForTheMillisecondThatAServerShows) {
    EXPECT_EQ(v3("due eq 2024-01-02T03:04:05.678Z"),
              "due ge cast(2024-01-02T03:04:05.678Z,Edm.DateTimeOffset) and "
              "due lt cast(2024-01-02T03:04:05.679Z,Edm.DateTimeOffset) ~");
    EXPECT_EQ(v3("due le 2024-01-02T03:04:05.678Z"),
              "due lt cast(2024-01-02T03:04:05.679Z,Edm.DateTimeOffset) ~");
    EXPECT_EQ(v3("due lt 2024-01-02T03:04:05.6789Z"),
              "due lt cast(2024-01-02T03:04:05.679Z,Edm.DateTimeOffset) ~");
    EXPECT_EQ(v3("at eq 07:14"),
              "at ge cast(07:14:00.000,Edm.TimeOfDay) and "
              "at lt cast(07:14:00.001,Edm.TimeOfDay) ~");
}

TEST(ODataWrite, AsksV2ForMoreWhereDateTimesAreComparedAsText) {
    EXPECT_EQ(v2("due gt 2024-01-05T00:00:00Z"),
              "due ge datetimeoffset'2024-01-03T00:00:00.000Z' ~");
    EXPECT_EQ(v2("due le 2024-01-05T00:00:00Z"),
              "due lt datetimeoffset'2024-01-07T00:00:00.000Z' ~");
    EXPECT_EQ(v2("due ne 2024-01-05T00:00:00Z"), " ~");
    EXPECT_EQ(v2("due eq null"), "due eq null");
}

TEST(ODataWrite, WritesV3AsTheOfficialClientDoes) {
    EXPECT_EQ(v3("count ne 5"), "count ne 5");
    EXPECT_EQ(v3("not (count gt 5)"), "(count le 5 or count eq null)");
    EXPECT_EQ(v3("born eq 2024-08-23"), "born eq cast(2024-08-23,Edm.Date)");
    EXPECT_EQ(v3("owner eq guid'{0F8FAD5B-D9CB-469F-A165-70867728950E}'"),
              "owner eq cast(0f8fad5b-d9cb-469f-a165-70867728950e,Edm.Guid)");
    EXPECT_EQ(v3("bytes eq X'0102ff'"), "bytes eq binary'AQL_'");
    EXPECT_EQ(v3("contains(text,'b')"), "contains(text,'b')");
    EXPECT_EQ(v3("not contains(text,'b')"), "not contains(text,'b') and text ne null");
    EXPECT_EQ(v3("count in (1,2,null)"), "(count in (1,2) or count eq null)");
    EXPECT_EQ(v3("not (text in ('a'))"), "(not (text in ('a')) or text eq null)");
    EXPECT_EQ(v3("-count add 1 eq 7"), "((-count) add 1) eq 7");
    EXPECT_EQ(v3("length(text) ne 3"), "(length(text) ne 3 or text eq null)");
    EXPECT_EQ(v3("concat(text,'!') eq '!'"), "concat(text,'!') eq '!' and text ne null");
}

TEST(ODataWrite, WidensWhatV3ServersDoNotAgreeOn) {
    EXPECT_EQ(v3("startswith(text,'a')"), "startswith(text,'a') ~");
    EXPECT_EQ(v3("not startswith(text,'a')"), " ~");
    EXPECT_EQ(v3("year(due) eq 2024"), " ~");
    EXPECT_EQ(v3("year(born) eq 2024"), "year(born) eq 2024");
    EXPECT_EQ(v3("createdAt gt 2024-01-01T00:00:00Z"), " ~");
    EXPECT_EQ(v3("count div rank eq 1"), " ~");
}

TEST(ODataWrite, StaysWithinTheLimitsOfV3) {
    std::string chain = "count eq 0";
    std::string mixed = "flag and count gt 0";
    for (int i = 1; i < 50; ++i) {
        chain += " or count eq " + std::to_string(i);
        mixed += " and count ne " + std::to_string(i);
    }
    const WrittenFilter list = write_filter(parse_filter(chain, &every_type()), Dialect::v3);
    const WrittenFilter cut = write_filter(parse_filter(mixed, &every_type()), Dialect::v3);

    EXPECT_EQ(list.text.substr(0, 18), "count in (0,1,2,3,");
    EXPECT_TRUE(list.exact);
    EXPECT_EQ(cut.text.substr(0, 27), "flag eq true and count gt 0");
    EXPECT_LT(cut.text.size(), 200U);
    EXPECT_FALSE(cut.exact);
}

TEST(ODataWrite, DoesNotSendStringsThatNoUrlCanHold) {
    const std::string nul("text eq 'a\0b'", 13);
    EXPECT_EQ(v2(nul), " ~");
    EXPECT_EQ(v3("text eq '\xED\xA0\x80'"), " ~");
    EXPECT_EQ(v3("text eq '\xED\x9F\xBF'"), "text eq '\xED\x9F\xBF'");
}

}  // namespace
}  // namespace syncline::data
