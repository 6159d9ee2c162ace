#include "remote/call.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

namespace syncline::remote {
namespace {

TEST(CallPath, IsTakenAsItIsWrittenBelowTheRoot) {
    EXPECT_EQ(target_of("/api/hello", {}), "api/hello");
    EXPECT_EQ(target_of("api/a%20b?x=1", {{"y", "2&3"}}), "api/a%20b?x=1&y=2%263");
    EXPECT_EQ(target_of("api/h\xC3\xBC", {{"$top", "1"}}), "api/h%C3%BC?$top=1");
    EXPECT_EQ(target_of("/", {}), "");
    EXPECT_EQ(target_of("/..a/b..", {}), "..a/b..");
    EXPECT_EQ(target_of("/api/x?next=../y", {}), "api/x?next=../y");
}

TEST(CallPath, NeverLeavesTheRoot) {
    for (const char* path : {"http://evil.example/x",
                             "//evil.example/x",
                             "/a/../../x",
                             "..",
                             "./x",
                             "/a/%2e%2E/x",
                             "/a/%2e%2e%2fx",
                             "/a%5C..%5Cx",
                             "/a\\..\\x",
                             "/a b",
                             "/a\r\nhost: x",
                             "/a#b"}) {
        EXPECT_THROW(target_of(path, {}), UsageError) << path;
    }
}

TEST(AnswerBody, IsAValueOfTheFormThatTheServiceSays) {
    const auto form_of = [](const std::string& type, const std::string& body) {
        const AnswerBody shown = body_of({200, {{"content-type", type}}, body});
        return std::string(name_of(shown.form)) + ' ' + write_value(shown.value);
    };
    EXPECT_EQ(form_of("application/json; charset=utf-8", "[1]"), "json [1]");
    EXPECT_EQ(form_of("application/json", "[1"), "text \"[1\"");
    EXPECT_EQ(form_of("text/plain", "[1]"), "text \"[1]\"");
    EXPECT_EQ(form_of("image/png", "\xFF\x01"), "base64 \"/wE=\"");
    EXPECT_EQ(form_of("application/json", ""), "none null");
}

}  // namespace
}  // namespace syncline::remote
