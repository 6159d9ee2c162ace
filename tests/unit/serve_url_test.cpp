#include "serve/url.hpp"

#include <gtest/gtest.h>

namespace syncline::server {
namespace {

TEST(ServeUrl, AnEncodedSlashStaysInsideItsSegment) {
    const Target target = read_target("/tables/todoitem/a%2Fb%3F%25");

    ASSERT_EQ(target.segments.size(), 3U);
    EXPECT_EQ(target.segments[2], "a/b?%");
}

TEST(ServeUrl, ASlashAtTheEndMakesNoDifference) {
    EXPECT_EQ(read_target("/tables/todoitem/?$top=1").segments.size(), 2U);
}

TEST(ServeUrl, APlusIsABlankInTheQueryAndAPlusInThePath) {
    const Target target = read_target("/tables/t/a+b?$filter=x+eq+'%2B'");

    EXPECT_EQ(target.segments[2], "a+b");
    EXPECT_EQ(*target.parameter("$filter"), "x eq '+'");
}

TEST(ServeUrl, OptionNamesAreCaseSensitive) {
    EXPECT_EQ(read_target("/t?$FILTER=a").parameter("$filter"), nullptr);
}

TEST(ServeUrl, WritesAQueryAsNodeDoes) {
    EXPECT_EQ(write_query({{"$filter", "(updatedAt ge datetimeoffset'2026-11-22T13:36:24.172Z')"},
                           {"$top", "2"}}),
              "%24filter=(updatedAt%20ge%20datetimeoffset'2026-11-22T13%3A36%3A24.172Z')&%24top=2");
}

}  // namespace
}  // namespace syncline::server
