#include "serve/answers.hpp"
#include "serve/v3_filter.hpp"
#include "serve/v3_functions.hpp"
#include "store/database.hpp"
#include "store/functions.hpp"
#include "store/select.hpp"

#include <gtest/gtest.h>

/// What the recorded exchanges do not show of filters; see tests/replay for what they do.
namespace syncline::server {
namespace {

MemberShape member(std::string name, MemberType type, bool nullable = false) {
    MemberShape shape;
    shape.name = std::move(name);
    shape.type = type;
    shape.nullable = nullable;
    return shape;
}

Shape all_types() {
    Shape shape;
    shape.members = {member("text", MemberType::string, true),
                     member("flag", MemberType::boolean),
                     member("small", MemberType::byte),
                     member("whole", MemberType::int32),
                     member("maybe", MemberType::int32, true),
                     member("real", MemberType::float64),
                     member("price", MemberType::decimal),
                     member("at", MemberType::datetime),
                     member("offset", MemberType::offset, true),
                     member("instant", MemberType::instant),
                     member("day", MemberType::date),
                     member("clock", MemberType::time, true),
                     member("guid", MemberType::guid),
                     member("bytes", MemberType::binary),
                     member("color", MemberType::enumeration)};
    shape.members.back().names = {"None", "Red", "Green"};
    return shape;
}

std::string column(std::string_view name) {
    if (name == "id" || name == "version" || name == "deleted") return std::string(name);
    if (name == "updatedAt") return "updated_at";
    return "json_extract(json, '$." + std::string(name) + "')";
}

class V3Filter : public testing::Test {
  protected:
    V3Filter()
        : database_(":memory:", store::OpenMode::create, std::chrono::milliseconds(0)),
          shape_(all_types()) {
        store::register_functions(database_);
        register_v3_functions(database_);
        database_.execute(
            "CREATE TABLE items (id TEXT, version TEXT, updated_at TEXT, deleted, json TEXT)");
    }

    void add(const std::string& id, const std::string& json) {
        database_.prepare("INSERT INTO items VALUES (?, 'AQI=', NULL, 0, ?)")
            .bind_all(id, json)
            .run();
    }

    /// The ids of the items that match, in order, without separators.
    std::string matching(std::string_view filter) {
        const store::Sql sql = store::write_condition(read_v3_filter(filter, shape_), column);
        return ids("WHERE " + sql.text + " ORDER BY id", sql);
    }

    std::string ordered(std::string_view order) {
        const store::Sql sql = store::write_order(read_v3_order(order, shape_), column);
        return ids("ORDER BY " + sql.text, sql);
    }

    /// The status of a refusal, `+` behind it if it comes with a text.
    std::string refusal(std::string_view filter) const {
        return refusal_of([&] { read_v3_filter(filter, shape_); });
    }
    std::string order_refusal(std::string_view order) const {
        return refusal_of([&] { read_v3_order(order, shape_); });
    }

    Shape& shape() { return shape_; }

  private:
    std::string ids(const std::string& rest, const store::Sql& sql) {
        auto statement = database_.prepare("SELECT id FROM items " + rest);
        for (const data::Stored& value : sql.bindings) statement.bind(value);
        std::string found;
        while (statement.step()) found += statement.string(0);
        return found;
    }

    template <typename Act>
    static std::string refusal_of(const Act& act) {
        try {
            act();
        } catch (const Refusal& refusal) {
            return std::to_string(refusal.status()) + (*refusal.what() == '\0' ? "" : "+");
        }
        return "none";
    }

    store::Database database_;
    Shape shape_;
};

/// `count` times `term`, joined by `or`.
std::string chain(int count, const std::string& term) {
    std::string text = term;
    for (int i = 1; i < count; ++i) text += " or " + term;
    return text;
}

TEST_F(V3Filter, TakesAnyMemberOfATableThatDeclaresNone) {
    shape() = {};
    add("a", R"({"name":"Abc","n":2,"at":"2024-03-01T02:00:00+02:00"})");
    add("b", "{}");
    EXPECT_EQ(matching("startswith(name,'AB')"), "a");
    EXPECT_EQ(matching("not startswith(name,'ab')"), "b");
    EXPECT_EQ(matching("concat(name,'!') eq '!'"), "b");
    EXPECT_EQ(matching("n div 2 eq 1"), "a");
    EXPECT_EQ(matching("at eq 2024-03-01T00:00:00Z"), "a");
    EXPECT_EQ(matching("cast(n,Edm.String) eq '2'"), "a");
    EXPECT_EQ(refusal("a.b eq 1"), "400+");
}

TEST_F(V3Filter, KnowsTheNamesOfADeclaredTableOnly) {
    EXPECT_EQ(refusal("createdAt eq null"), "400+");
    EXPECT_EQ(refusal("nosuch eq null"), "400+");
    EXPECT_EQ(refusal("WHOLE eq 1 and UpdatedAt eq null and ID eq 'x'"), "none");
}

TEST_F(V3Filter, NeverTakesADecimalLiteralForAnInteger) {
    add("a", R"({"whole":3,"maybe":null,"price":3,"real":3})");
    EXPECT_EQ(matching("whole ne 3M"), "a");
    EXPECT_EQ(matching("3m eq whole"), "");
    EXPECT_EQ(matching("whole in (3M)"), "");
    EXPECT_EQ(matching("whole in (3M,3)"), "a");
    EXPECT_EQ(matching("whole eq 3 and whole le 3M"), "a");
    EXPECT_EQ(matching("price in (3M)"), "a");
    EXPECT_EQ(matching("real eq 3M"), "a");
}

TEST_F(V3Filter, DividesFractionsWithoutCutting) {
    add("a", R"({"real":1,"price":1,"whole":1})");
    EXPECT_EQ(matching("real div 2 eq 0.5"), "a");
    EXPECT_EQ(matching("price div 2 eq 0.5"), "a");
    EXPECT_EQ(matching("whole div 2 eq 0"), "a");
}

TEST_F(V3Filter, ComparesEnumerationsByTheirNumbers) {
    add("a", R"({"color":"Red"})");
    add("b", R"({"color":"Green"})");
    add("c", R"({"color":7})");
    EXPECT_EQ(matching("color gt 'Red'"), "bc");
    EXPECT_EQ(matching("'Red' eq color"), "a");
    EXPECT_EQ(matching("color eq 7"), "c");
    EXPECT_EQ(matching("color in ('Red',2)"), "ab");
    EXPECT_EQ(ordered("color desc"), "cba");
    EXPECT_EQ(refusal("color in ('Blue')"), "400+");
    EXPECT_EQ(refusal("color add 1 eq 2"), "400+");
    EXPECT_EQ(refusal("contains(color,'R')"), "400+");
}

TEST_F(V3Filter, ComparesInstantsToTheMillisecond) {
    add("a", R"({"instant":"2024-02-29T23:59:59.123Z"})");
    EXPECT_EQ(matching("instant ge 2024-02-29T23:59:59.1239Z"), "a");
    EXPECT_EQ(matching("instant gt 2024-02-29T23:59:59.1239Z"), "");
}

TEST_F(V3Filter, RefusesWhatTheDatabaseCannotDoWithoutAText) {
    for (const char* filter : {"offset gt 2024-01-01T00:00:00Z",
                               "2024-01-01T00:00:00Z eq offset",
                               "offset in (2024-01-01T00:00:00Z)",
                               "day(instant) eq 1",
                               "date(updatedAt) eq 2024-01-01",
                               "updatedAt lt now()",
                               "NOW() gt updatedAt",
                               "at eq 2024-01-01",
                               "clock eq 10:00:00",
                               "clock in (10:00:00)",
                               "minute(clock) eq 1",
                               "floor(price) eq 1",
                               "cast(real,Edm.String) eq '1'",
                               "cast(text,Edm.Int32) eq 1",
                               "color has 'Red'",
                               "IsOf(text,Edm.String)"}) {
        EXPECT_EQ(refusal(filter), "400") << filter;
    }
    EXPECT_EQ(order_refusal("offset desc"), "400");
}

TEST_F(V3Filter, AsksForNullOfWhatItCannotCompare) {
    add("a", R"({"offset":null,"clock":null})");
    add("b", R"({"offset":"2024-02-29T23:59:59.123Z","clock":"10:00:00.000"})");
    EXPECT_EQ(matching("offset eq null and null eq clock"), "a");
    EXPECT_EQ(ordered("clock desc"), "ba");
}

TEST_F(V3Filter, RefusesOperandsOfOtherTypesWithAText) {
    for (const char* filter : {"length(whole) eq 1",
                               "year(text) eq 1",
                               "whole and flag",
                               "not text",
                               "text add 1 eq 2",
                               "whole",
                               "flag eq 1",
                               "guid eq 'x'",
                               "bytes gt binary'AQI='",
                               "whole in (null)",
                               "cast(text,Edm.Nosuch) eq 1",
                               "text eq 'a' and"}) {
        EXPECT_EQ(refusal(filter), "400+") << filter;
    }
    EXPECT_EQ(refusal("maybe in (null,1)"), "none");
}

TEST_F(V3Filter, ComparesBinaryByItsBytes) {
    add("a", R"({"bytes":"+/8="})");
    EXPECT_EQ(matching("bytes eq binary'-_8'"), "a");
    EXPECT_EQ(matching("bytes in (binary'-_8=')"), "a");
    EXPECT_EQ(matching("version eq binary'AQI='"), "a");
}

TEST_F(V3Filter, TakesAGuidInAnyCase) {
    add("a", R"({"guid":"0f8fad5b-d9cb-469f-a165-70867728950e"})");
    EXPECT_EQ(matching("guid eq 0F8FAD5B-D9CB-469F-A165-70867728950E"), "a");
}

TEST_F(V3Filter, TrimsBlanksOnly) {
    add("a", R"({"text":"  x "})");
    add("b", R"({"text":"\tx"})");
    add("c", R"({"text":"  "})");
    EXPECT_EQ(matching("trim(text) eq 'x'"), "a");
    EXPECT_EQ(matching("trim(text) eq ''"), "c");
}

TEST_F(V3Filter, CastsToTheSameTypeAsIfItWereNotThere) {
    add("a", R"({"text":"x","whole":2,"at":"2024-02-29T23:59:59.123Z"})");
    EXPECT_EQ(matching("cast(text,Edm.String) eq 'x'"), "a");
    EXPECT_EQ(matching("cast(whole,Edm.Int64) eq 2"), "a");
    EXPECT_EQ(matching("cast(at,Edm.DateTimeOffset) lt now()"), "a");
}

TEST_F(V3Filter, LooksForCallsOutsideOfStringsOnly) {
    add("a", R"({"text":"isof(x) mindatetime() "})");
    EXPECT_EQ(matching("text eq 'isof(x) mindatetime() '"), "a");
    EXPECT_EQ(refusal("MaxDateTime() gt at"), "500");
}

TEST_F(V3Filter, StopsBeyondAHundredNodes) {
    EXPECT_EQ(refusal(chain(20, "whole eq 1")), "none");
    EXPECT_EQ(refusal(chain(21, "whole eq 1")), "400+");
    EXPECT_EQ(refusal(chain(20, "contains(text,'x')")), "none");
    EXPECT_EQ(refusal(chain(21, "contains(text,'x')")), "400+");
    EXPECT_EQ(refusal(chain(17, "ID eq 'x'")), "400+");
}

TEST_F(V3Filter, OrdersByFiveTermsOfDifferentMembersAtMost) {
    EXPECT_EQ(order_refusal("whole,text,real,flag,id"), "none");
    EXPECT_EQ(order_refusal("whole,text,real,flag,id,price"), "400+");
    EXPECT_EQ(order_refusal("whole,WHOLE desc"), "500");
    EXPECT_EQ(order_refusal("nosuch"), "400+");
    EXPECT_EQ(order_refusal("whole sideways"), "400+");
}

}  // namespace
}  // namespace syncline::server
