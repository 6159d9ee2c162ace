#include "serve/answers.hpp"
#include "serve/v3_listing.hpp"

#include <gtest/gtest.h>

/// What the recorded exchanges do not show of list requests; see tests/replay for what they do.
namespace syncline::server {
namespace {

constexpr Limits kLimits{.page_size = 5, .max_top = 50};

Shape declared() {
    Shape shape;
    shape.members.resize(2);
    shape.members[0].name = "text";
    shape.members[1].name = "number";
    shape.members[1].type = MemberType::int32;
    return shape;
}

Listing read(const std::string& query, const Shape& shape = declared()) {
    return read_v3_listing(read_target("/tables/t?" + query), shape, kLimits);
}

/// The status of a refusal, `+` behind it if it comes with a text.
std::string refusal(const std::string& query) {
    try {
        read(query);
    } catch (const Refusal& refusal) {
        return std::to_string(refusal.status()) + (*refusal.what() == '\0' ? "" : "+");
    }
    return "none";
}

std::string next(const std::string& query, std::int64_t returned) {
    return write_next_link(read_target("/tables/t?" + query), returned).value_or("(none)");
}

TEST(V3List, IsAPageByIdUnlessItSaysOtherwise) {
    const Listing listing = read("");
    EXPECT_EQ(listing.top, 5);
    EXPECT_EQ(listing.skip, 0);
    ASSERT_EQ(listing.order.size(), 1U);
    EXPECT_EQ(listing.order[0].expression.name, "id");
    EXPECT_FALSE(listing.count);
    EXPECT_FALSE(listing.include_deleted);
    EXPECT_TRUE(listing.select.empty());
}

TEST(V3List, GivesTheSmallerOfTopAndPageSize) {
    EXPECT_EQ(read("$top=3").top, 3);
    EXPECT_EQ(read("$top=8").top, 5);
    EXPECT_EQ(read("$top=0").top, 0);
}

TEST(V3List, HasNoLimitOfTopWhereNoneIsSet) {
    const Listing listing = read_v3_listing(
        read_target("/tables/t?$top=1000000"), declared(), {.page_size = 7, .max_top = 0});
    EXPECT_EQ(listing.top, 7);
}

TEST(V3List, ReadsWholeNumbersOnly) {
    for (const char* query : {"$top=%2B5", "$top=1.0", "$top=1e1", "$skip=0x1", "$skip=5%20"}) {
        EXPECT_EQ(refusal(query), "400+") << query;
    }
    EXPECT_EQ(read("$skip=2147483647").skip, 2147483647);
    EXPECT_EQ(refusal("$skip=2147483648"), "400+");
    EXPECT_EQ(refusal("$skip=99999999999999999999"), "400+");
}

TEST(V3List, RefusesAnOptionThatIsThereTwiceInAnyCase) {
    EXPECT_EQ(refusal("$orderby=text&$ORDERBY=number"), "400+");
    EXPECT_EQ(refusal("$count=true&$count=true"), "400+");
    EXPECT_EQ(refusal("foo=1&foo=2"), "none");
}

TEST(V3List, TakesABlankValueForNone) {
    EXPECT_EQ(refusal("$filter=%20"), "500");
    EXPECT_EQ(refusal("$orderby"), "500");
    EXPECT_EQ(refusal("$select=+"), "400+");
    EXPECT_EQ(refusal("foo="), "none");
}

TEST(V3List, SelectsDeclaredNamesAsTheyAreOnTheWire) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(read("$select=TEXT,%20UpdatedAt,text").select, (Names{"text", "updatedAt"}));
    EXPECT_EQ(refusal("$select=text,"), "400+");
    EXPECT_EQ(refusal("$select=createdAt"), "400+");
    EXPECT_EQ(refusal("$select=text/number"), "400+");
}

TEST(V3List, SelectsAnyNameOfATableThatDeclaresNone) {
    EXPECT_EQ(read("$select=Any,ID", {}).select, (std::vector<std::string>{"Any", "id"}));
}

TEST(V3List, WantsDeletedItemsOnlyForTheWordTrue) {
    EXPECT_TRUE(read("__IncludeDeleted=TRUE").include_deleted);
    EXPECT_TRUE(read("__includedeleted=no&__includedeleted=true").include_deleted);
    EXPECT_FALSE(read("__includedeleted").include_deleted);
    EXPECT_FALSE(read("includedeleted=true").include_deleted);
}

TEST(V3List, TakesCreatedAtForAMemberLikeAnyOther) {
    const Listing listing = read("$filter=createdAt eq 'x'&$orderby=createdAt", {});
    const std::string sql = write_page_sql(listing, "t", true).text;
    EXPECT_NE(sql.find("(json_extract(json, '$.createdAt') = ?)"), std::string::npos) << sql;
    EXPECT_NE(sql.find("ORDER BY json_extract(json, '$.createdAt'),id"), std::string::npos) << sql;
}

TEST(V3NextLink, MovesOnWhereItWas) {
    EXPECT_EQ(next("$SKIP=5&foo=%C3%A9+%27x%27&$top=8&flag", 5),
              "$SKIP=10&foo=%C3%A9%20%27x%27&$top=3&flag=");
    EXPECT_EQ(next("", 5), "$skip=5");
}

TEST(V3NextLink, KeepsTheCharactersThatTheRealServerKeeps) {
    EXPECT_EQ(next("$filter=(a ge cast(2024-01-01T00:00:00.000Z,Edm.DateTimeOffset))", 1),
              "$filter=(a%20ge%20cast(2024-01-01T00%3A00%3A00.000Z,Edm.DateTimeOffset))&$skip=1");
}

TEST(V3NextLink, EndsWithTop) {
    EXPECT_EQ(next("$top=5", 5), "(none)");
    EXPECT_EQ(next("$top=0", 0), "(none)");
    EXPECT_EQ(next("$TOP=6", 5), "$TOP=1&$skip=5");
}

TEST(V3List, LooksForTimesAndIdsInTheIndexes) {
    const std::string time = "2024-01-01T00:00:00.000Z";
    const Listing listing = read("$filter=updatedAt ge cast(" + time +
                                 ",Edm.DateTimeOffset) and id gt 'a'&$orderby=updatedAt,id");
    const std::string sql = write_page_sql(listing, "t", true).text;
    EXPECT_NE(sql.find("(instant >= ?)"), std::string::npos) << sql;
    EXPECT_NE(sql.find("(id > ?)"), std::string::npos) << sql;
    EXPECT_NE(sql.find("ORDER BY instant,id"), std::string::npos) << sql;
    EXPECT_EQ(sql.find("odata_"), std::string::npos) << sql;
}

}  // namespace
}  // namespace syncline::server
