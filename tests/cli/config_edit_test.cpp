#include "config_edit.hpp"

#include "config_file.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <string>

namespace syncline::cmd {
namespace {

constexpr const char* kMark = "\xEF\xBB\xBF";

std::string set_retry(const std::string& text, const std::string& profile = "") {
    return with_setting(text, {"file", profile, "retry"}, "7");
}

TEST(ConfigEdit, KeepsAByteOrderMarkWhereItIs) {
    const std::string mark = kMark;
    EXPECT_EQ(set_retry(mark + "retry = 5\n"), mark + "retry = 7\n");
    EXPECT_EQ(set_retry(mark + "# first\n"), mark + "retry = 7\n# first\n");
    EXPECT_EQ(set_retry(mark), mark + "retry = 7\n");
    EXPECT_EQ(set_retry(mark, "work"), mark + "[profile.work]\nretry = 7\n");
    EXPECT_EQ(without_setting(mark + "retry = 5\nquiet = true\n", {"file", "", "retry"}),
              mark + "quiet = true\n");
}

TEST(ConfigEdit, RefusesAFormThatItWouldDamage) {
    // What stands on the line of the key goes with it.
    EXPECT_THROW(
        without_setting("header = [\"A: 1\",\n\"B: 2\"]; retry = 5\n", {"file", "", "retry"}),
        Error);
    const std::string inline_table = "profile = { work = { retry = 1, quiet = true } }\n";
    EXPECT_THROW(without_setting(inline_table, {"file", "work", "retry"}), UsageError);
}

TEST(ConfigFile, RefusesControlCharactersByTheirLine) {
    for (const char c : {'\0', '\x1B', '\x7F'}) {
        try {
            parse_config("file", "retry = 5\n[" + std::string(1, c) + "profile.work]\n");
            ADD_FAILURE();
        } catch (const UsageError& error) {
            EXPECT_EQ(std::string(error.what()), "file:2: there is a control character");
        }
    }
    EXPECT_THROW(parse_config("file", "[[[profile.work]\n"), UsageError);
    EXPECT_EQ(parse_config("file", "\tretry = 5\r\n").entries.size(), 1U);
}

}  // namespace
}  // namespace syncline::cmd
