#include "look.hpp"

#include "aligned.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <unistd.h>

namespace syncline::cmd {
namespace {

std::string aligned(const Look& look, const std::vector<std::vector<std::string>>& lines) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
    const int descriptor = ::fileno(file.get());
    Output out(descriptor);
    Aligned columns(out, look);
    columns.header(lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i) columns.line(lines[i]);
    columns.flush();
    out.flush();
    std::string text(std::size_t{1} << 20, '\0');
    ::lseek(descriptor, 0, SEEK_SET);
    text.resize(static_cast<std::size_t>(::read(descriptor, text.data(), text.size())));
    return text;
}

Look terminal(std::size_t width) {
    Look look;
    look.is_terminal = true;
    look.width = width;
    return look;
}

TEST(Look, CountsColumnsNotBytes) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("\xC3\xA4"), 1U);      // a with two dots
    EXPECT_EQ(display_width("e\xCC\x81"), 1U);     // e and a combining accent
    EXPECT_EQ(display_width("\xE6\xBC\xA2"), 2U);  // a wide character
    EXPECT_EQ(display_width("\xFF\xFE"), 2U);      // no UTF-8
}

TEST(Look, CutsWhatIsTooWideAndSaysSo) {
    EXPECT_EQ(cut_to("abcdef", 6, true), "abcdef");
    EXPECT_EQ(cut_to("abcdef", 4, true), "abc\xE2\x80\xA6");
    EXPECT_EQ(cut_to("abcdef", 4, false), "abc~");
    EXPECT_EQ(cut_to("\xE6\xBC\xA2\xE6\xBC\xA2", 3, false), "\xE6\xBC\xA2~");
}

TEST(Aligned, LinesUpAndLeavesNoBlanksAtTheEnd) {
    EXPECT_EQ(aligned({}, {{"id", "text"}, {"a", "x"}, {"longer", ""}}),
              "id      text\na       x\nlonger\n");
}

TEST(Aligned, TakesFromTheWidestColumnOnATerminal) {
    EXPECT_EQ(aligned(terminal(20), {{"id", "text", "n"}, {"a", std::string(50, 'x'), "1"}}),
              "id  text           n\na   xxxxxxxxxxxx~  1\n");
}

TEST(Aligned, LeavesEmptyColumnsOutAndCutsIdsLast) {
    EXPECT_EQ(aligned(terminal(30),
                      {{"id", "note", "message"}, {"0123456789abcdef", "", "a long message"}}),
              "id                message\n0123456789abcdef  a long mess~\n");
}

TEST(Aligned, GivesEachFieldALineWhereNothingReadableWouldBeLeft) {
    EXPECT_EQ(aligned(terminal(20), {{"id", "text"}, {"0123456789abcdef", "buy milk"}, {"b", ""}}),
              "id: 0123456789abcdef\ntext: buy milk\n\nid: b\n");
}

TEST(Aligned, CutsNothingInAPipe) {
    const std::string wide(500, 'x');
    EXPECT_EQ(aligned({}, {{"id"}, {wide}}), "id\n" + wide + '\n');
}

TEST(Aligned, KeepsTheWidthsOfTheFirstLinesAndEveryLine) {
    std::vector<std::vector<std::string>> lines{{"n", "x"}};
    for (int i = 0; i < 3'000; ++i) lines.push_back({"1", "2"});
    lines.push_back({"wider", "2"});
    std::string expected = "n  x\n";
    for (int i = 0; i < 3'000; ++i) expected += "1  2\n";
    EXPECT_EQ(aligned({}, lines), expected + "wider  2\n");
}

}  // namespace
}  // namespace syncline::cmd
