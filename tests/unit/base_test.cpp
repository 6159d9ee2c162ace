#include "base/id.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncline::base {
namespace {

using std::chrono::milliseconds;

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
    EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encode("/ ?#%+'\""), "%2F%20%3F%23%25%2B%27%22");
    EXPECT_EQ(percent_encode("\xF0\x9F\x98\x80"), "%F0%9F%98%80");
    EXPECT_EQ(percent_encode(std::string("\0", 1)), "%00");
}

TEST(PercentEncode, IsUndoneForEveryByte) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    EXPECT_EQ(percent_decode(percent_encode(all)), all);
    EXPECT_EQ(percent_decode("%"), "%");
    EXPECT_EQ(percent_decode("%4"), "%4");
    EXPECT_EQ(percent_decode("%41%zz"), "A%zz");
}

TEST(Base64, RoundTripsAndIsStrict) {
    for (const std::string& bytes : {std::string(),
                                     std::string("a"),
                                     std::string("ab"),
                                     std::string("abc"),
                                     std::string("\0\xFF\x80", 3)}) {
        std::string back;
        EXPECT_TRUE(base64_decode(base64_encode(bytes), back));
        EXPECT_EQ(back, bytes);
    }
    std::string out;
    EXPECT_EQ(base64_encode("1"), "MQ==");
    EXPECT_FALSE(base64_decode("MQ", out));
    EXPECT_FALSE(base64_decode("M-==", out));
    EXPECT_FALSE(base64_decode("MQ==\n", out));
}

TEST(Nearest, FindsTheWordThatWasMeant) {
    EXPECT_EQ(nearest("todoitm", {"todoitem", "other"}), "todoitem");
    EXPECT_EQ(nearest("TEXT", {"text", "complete"}), "text");
    EXPECT_EQ(nearest("zzz", {"todoitem", "other"}), "");
}

TEST(OneLine, ReplacesControlCharactersAndCutsAtACharacter) {
    EXPECT_EQ(one_line("a\r\nb\tc"), "a b c");
    EXPECT_EQ(one_line("\x1b[31mred"), "[31mred");
    EXPECT_EQ(one_line("äöü", 4), "äö…");
}

TEST(Utf16Length, CountsAsDotNetDoes) {
    EXPECT_EQ(utf16_length("abc"), 3U);
    EXPECT_EQ(utf16_length("ä"), 1U);
    EXPECT_EQ(utf16_length("\xF0\x9F\x98\x80"), 2U);
}

TEST(Instant, ReadsWhatServersWrite) {
    EXPECT_EQ(read_instant("1970-01-01T00:00:00Z")->milliseconds, 0);
    EXPECT_EQ(read_instant("1970-01-01T00:00:00.5Z")->milliseconds, 500);
    const auto fine = read_instant("2026-11-24T22:00:00.1234567Z");
    EXPECT_EQ(fine->milliseconds % 1'000, 123);
    EXPECT_EQ(fine->nanoseconds, 456'700U);
    EXPECT_EQ(read_instant("2024-01-01T01:00:00+01:00"), read_instant("2024-01-01T00:00:00Z"));
    EXPECT_EQ(read_instant("2024-01-01T00:00:00"), read_instant("2024-01-01T00:00:00Z"));
    EXPECT_EQ(read_instant("1969-12-31T23:59:59.999Z")->milliseconds, -1);
}

TEST(Instant, RefusesWhatIsNone) {
    for (const char* text : {"",
                             "2024",
                             "2024-02-30T00:00:00Z",
                             "2024-13-01T00:00:00Z",
                             "2024-01-01T24:00:00Z",
                             "2024-01-01T00:00:00.Z",
                             "2024-01-01T00:00:00Zx",
                             "2024-01-01T00:00:00+1",
                             "x024-01-01T00:00:00Z"}) {
        EXPECT_FALSE(read_instant(text).has_value()) << text;
    }
}

TEST(Timestamp, IsWrittenWithThreeDigits) {
    EXPECT_EQ(write_timestamp(milliseconds(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(write_timestamp(milliseconds(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(write_timestamp(milliseconds(1'790'000'000'123)), "2026-09-21T14:13:20.123Z");
}

TEST(HttpDate, IsRead) {
    EXPECT_EQ(read_http_date("Sun, 22 Nov 2026 13:36:23 GMT"),
              milliseconds(read_instant("2026-11-22T13:36:23Z")->milliseconds));
    EXPECT_FALSE(read_http_date("22 Nov 2026").has_value());
    EXPECT_FALSE(read_http_date("Sun, 22 Xxx 2026 13:36:23 GMT").has_value());
}

TEST(Duration, IsReadInTheUsualForms) {
    EXPECT_EQ(read_duration("10"), milliseconds(10'000));
    EXPECT_EQ(read_duration("0"), milliseconds(0));
    EXPECT_EQ(read_duration("0s"), milliseconds(0));
    EXPECT_EQ(read_duration("300ms"), milliseconds(300));
    EXPECT_EQ(read_duration("1h30m"), milliseconds(5'400'000));
    EXPECT_EQ(read_duration("2.5s"), milliseconds(2'500));
    for (const char* text :
         {"nan", "nans", "inf", "1e308d", "", "x", "5x", "-1s", "1h30", "ms", "1e9d9"}) {
        EXPECT_FALSE(read_duration(text).has_value()) << text;
    }
}

TEST(Uuid7, GrowsWithinAMillisecondAndWhenTheClockStepsBack) {
    std::string last = make_uuid7(5'000'000'000'000);
    EXPECT_EQ(last.size(), 36U);
    EXPECT_EQ(last[14], '7');
    for (int i = 0; i < 10'000; ++i) {
        const std::string next = make_uuid7(i % 2 == 0 ? 5'000'000'000'000 : 4'000'000'000'000);
        EXPECT_LT(last, next);
        last = next;
    }
}

}  // namespace
}  // namespace syncline::base
