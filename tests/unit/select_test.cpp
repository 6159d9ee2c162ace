#include "store/select.hpp"

#include "odata_support.hpp"
#include "store/database.hpp"
#include "store/functions.hpp"

#include <gtest/gtest.h>

namespace syncline::store {
namespace {

using data::every_type;

std::string quoted(std::string_view member) {
    return quote_name(member);
}

std::string condition(std::string_view filter) {
    return write_condition(data::parse_filter(filter, &every_type()), quoted).text;
}

std::string order(std::string_view text) {
    return write_order(data::parse_orderby(text, &every_type()), quoted).text;
}

TEST(Select, KeepsSimpleComparisonsPlain) {
    EXPECT_EQ(condition("text eq 'a'"), R"(("text" = ?))");
    EXPECT_EQ(condition("text ne 'a'"), R"(("text" IS NOT ?))");
    EXPECT_EQ(condition("count gt 5 and flag"), R"((("count" > ?) AND ("flag" = 1)))");
    EXPECT_EQ(condition("count eq null"), R"(("count" IS NULL))");
    EXPECT_EQ(condition("not (count gt 5)"), R"((NOT (("count" > ?) IS TRUE)))");
    EXPECT_EQ(condition("text in ('a','b')"), R"(("text" IN (?,?)))");
    EXPECT_EQ(condition("contains(text,'a')"), R"((instr("text",?) > 0))");
}

TEST(Select, OrdersStably) {
    EXPECT_EQ(order("text desc,count"), R"("text" DESC,"count","id")");
    EXPECT_EQ(order("id desc"), R"("id" DESC)");
    EXPECT_EQ(order("id,text"), R"("id")");
    EXPECT_EQ(write_order({}, quoted).text, R"("id")");
    EXPECT_EQ(order("due"), R"(odata_instant("due"),"id")");
}

/// A table of one item.
class OneItem : public testing::Test {
  protected:
    OneItem() : database_(":memory:", OpenMode::create, std::chrono::milliseconds(0)) {
        register_functions(database_);
        database_.execute(
            "CREATE TABLE items(id TEXT, text TEXT, count INTEGER, price REAL, flag INTEGER, "
            "due TEXT, at TEXT, owner TEXT)");
    }

    void insert(const std::string& columns, const std::string& values) {
        database_.execute("INSERT INTO items(id," + columns + ") VALUES('1'," + values + ")");
    }

    bool selects(std::string_view filter) {
        const Sql sql = write_condition(data::parse_filter(filter, &every_type()), quoted);
        Statement statement = database_.prepare("SELECT count(*) FROM items WHERE " + sql.text);
        for (const Stored& value : sql.bindings) statement.bind(value);
        statement.step();
        return statement.integer(0) == 1;
    }

    Database database_;
};

TEST_F(OneItem, HasODatasNulls) {
    insert("text", "NULL");

    EXPECT_TRUE(selects("count ne 5"));
    EXPECT_TRUE(selects("count eq null"));
    EXPECT_FALSE(selects("count gt 5"));
    EXPECT_TRUE(selects("not (count gt 5)"));
    EXPECT_TRUE(selects("count ge price"));
    EXPECT_FALSE(selects("not contains(text,'a')"));
    EXPECT_FALSE(selects("not flag"));
    EXPECT_TRUE(selects("not (count in (1,2))"));
    EXPECT_TRUE(selects("count in (1,null)"));
}

TEST_F(OneItem, ComparesDateTimesAsInstants) {
    insert("due", "'2024-03-01T00:30:00.1000000+02:00'");

    EXPECT_TRUE(selects("due eq 2024-02-29T22:30:00.1Z"));
    EXPECT_FALSE(selects("due gt 2024-02-29T23:00:00Z"));
    EXPECT_TRUE(selects("due lt 2024-02-29T22:30:00.1000001Z"));
    EXPECT_TRUE(selects("due in (2024-02-29T22:30:00.1Z)"));
}

TEST_F(OneItem, ComparesTimesAndGuidsByValue) {
    insert("at,owner", "'07:14','{0F8FAD5B-D9CB-469F-A165-70867728950E}'");

    EXPECT_TRUE(selects("at eq 07:14:00.000"));
    EXPECT_TRUE(selects("owner eq 0f8fad5b-d9cb-469f-a165-70867728950e"));
}

TEST_F(OneItem, TreatsWildcardsNulAndCaseAsText) {
    insert("text", "'50%_A' || char(0) || 'z'");

    EXPECT_TRUE(selects("contains(text,'%_A')"));
    EXPECT_FALSE(selects("contains(text,'%_a')"));
    EXPECT_TRUE(selects("endswith(text,'z')"));
    EXPECT_TRUE(selects("length(text) eq 7"));
    EXPECT_TRUE(selects("indexof(text,'z') eq 6"));
    EXPECT_TRUE(selects("startswith(text,'50%')"));
    EXPECT_FALSE(selects("startswith(text,'5_%')"));
}

TEST_F(OneItem, KeepsWholeNumbersExact) {
    insert("count", "9007199254740993");

    EXPECT_TRUE(selects("count eq 9007199254740993"));
    EXPECT_FALSE(selects("count eq 9007199254740992"));
    EXPECT_TRUE(selects("count in (1,9007199254740993)"));
}

TEST_F(OneItem, TakesLongChains) {
    insert("count", "7");
    std::string text = "count eq 0";
    for (int i = 1; i < 20'000; ++i) text += " or count eq " + std::to_string(i);

    EXPECT_TRUE(selects(text));
}

TEST_F(OneItem, SaysThatAFilterIsNestedTooDeeplyBeforeSqliteDoes) {
    insert("count", "7");
    std::string right = "count";
    std::string left = "count";
    std::string call = "text";
    bool refused = false;
    for (int depth = 0; depth < 40; ++depth) {
        right = "1 add (" + right + ")";
        left = "(" + left + ") add 1";
        call = "substring(concat(text," + call + "),0,9)";
        for (const std::string& text : {right + " gt 1", left + " gt 1", call + " eq null"}) {
            try {
                EXPECT_TRUE(selects(text)) << text;
            } catch (const UsageError&) {
                refused = true;
            }
        }
    }
    EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace syncline::store
