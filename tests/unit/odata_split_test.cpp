#include "data/odata_split.hpp"

#include "base/text.hpp"
#include "data/odata_evaluate.hpp"
#include "odata_support.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncline::data {
namespace {

/// `count` ids of the length of a GUID, as a list.
std::string ids(int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(10'000 + i);
        list += (i == 0 ? "'" : ",'") + number + std::string(31, '-') + "'";
    }
    return list;
}

std::vector<WrittenFilter> pieces(const std::string& filter, Dialect dialect) {
    return write_filters(parse_filter(filter, &every_type()), dialect);
}

/// Which pieces select an item of this id and text.
int selecting(const std::vector<WrittenFilter>& pieces, int number, const std::string& text) {
    Item item;
    item.id = std::to_string(10'000 + number) + std::string(31, '-');
    item.members = {{"text", Value::string(text)}};
    int count = 0;
    for (const WrittenFilter& piece : pieces) {
        const Expression parsed = parse_filter(piece.text, &every_type());
        if (matches(parsed, item, &every_type())) ++count;
    }
    return count;
}

TEST(Split, AListIsCutInPiecesThatTogetherSelectTheSame) {
    for (const Dialect dialect : {Dialect::v2, Dialect::v3}) {
        const auto cut = pieces("text eq 'x' and id in (" + ids(300) + ")", dialect);
        EXPECT_GT(cut.size(), 5U);
        for (const WrittenFilter& piece : cut) {
            EXPECT_TRUE(piece.exact);
            EXPECT_LE(base::percent_encode(piece.text).size(), 1'500U);
        }
        for (int i = 0; i < 300; i += 7) EXPECT_EQ(selecting(cut, i, "x"), 1) << i;
        EXPECT_EQ(selecting(cut, 5, "y"), 0);
        EXPECT_EQ(selecting(cut, 300, "x"), 0);
    }
}

TEST(Split, AChainBeyondTheServersNodesIsCutAndNotLeftOut) {
    std::string chain;
    for (int i = 0; i < 20; ++i) {
        chain +=
            (i == 0 ? "contains(text,'" : " or contains(text,'") + std::to_string(100 + i) + "')";
    }
    const auto cut = pieces(chain, Dialect::v3);
    EXPECT_GT(cut.size(), 1U);
    for (const WrittenFilter& piece : cut) EXPECT_TRUE(piece.exact) << piece.text;
    for (int i = 0; i < 20; ++i) EXPECT_EQ(selecting(cut, 0, std::to_string(100 + i)), 1);
    EXPECT_EQ(selecting(cut, 0, "120"), 0);
}

TEST(Split, WhatCannotBeCutIsRiskedAndThenLeftOut) {
    const auto risked = pieces("text eq '" + std::string(3'000, 'x') + "'", Dialect::v3);
    ASSERT_EQ(risked.size(), 1U);
    EXPECT_FALSE(risked[0].text.empty());
    const auto left_out = pieces("text eq '" + std::string(7'000, 'x') + "'", Dialect::v3);
    ASSERT_EQ(left_out.size(), 1U);
    EXPECT_TRUE(left_out[0].text.empty());
    EXPECT_FALSE(left_out[0].exact);
}

TEST(Split, AShortFilterIsOnePiece) {
    EXPECT_EQ(pieces("text eq 'x' or id in ('a','b')", Dialect::v3).size(), 1U);
}

}  // namespace
}  // namespace syncline::data
