#include "sync/merge.hpp"

#include "sync/items.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace syncline::sync {
namespace {

TableDefinition merged_table() {
    TableDefinition table;
    table.name = "todo";
    table.columns = {{"text", Type::string},
                     {"n", Type::integer},
                     {"due", Type::datetime},
                     {"tags", Type::json}};
    return table;
}

Item item_of(const std::string& json, const std::string& version = "") {
    Item made = parse_item(json);
    made.id = "a";
    made.version = version;
    return made;
}

std::string merged(const std::string& base, const std::string& local, const std::string& server) {
    const Merge merge = merge_items(merged_table(), item_of(base), item_of(local), item_of(server));
    std::string text = write_members(merge.item.members);
    for (const std::string& clash : merge.clashes) text += " !" + clash;
    return text;
}

TEST(Merge, CombinesChangesOfDifferentMembers) {
    EXPECT_EQ(merged(R"({"id":"a","text":"x","n":1})",
                     R"({"id":"a","text":"y","n":1})",
                     R"({"id":"a","text":"x","n":2})"),
              R"({"text":"y","n":2})");
}

TEST(Merge, NamesMembersThatBothSidesChangedDifferently) {
    EXPECT_EQ(merged(R"({"id":"a","text":"x","n":1})",
                     R"({"id":"a","text":"y","n":5})",
                     R"({"id":"a","text":"z","n":1})"),
              R"({"text":"y","n":5} !text)");
}

TEST(Merge, TheSameChangeOnBothSidesAgreesByTheTypesRule) {
    EXPECT_EQ(merged(R"({"id":"a","due":"2020-01-01T00:00:00Z"})",
                     R"({"id":"a","due":"2021-01-01T01:00:00+01:00"})",
                     R"({"id":"a","due":"2021-01-01T00:00:00.000Z"})"),
              R"({"due":"2021-01-01T00:00:00.000Z"})");
}

TEST(Merge, ObjectsAreMergedByMemberAndArraysAsAWhole) {
    EXPECT_EQ(merged(R"({"id":"a","tags":{"x":1,"y":{"p":1,"q":1},"gone":1}})",
                     R"({"id":"a","tags":{"x":2,"y":{"p":2,"q":1},"gone":1}})",
                     R"({"id":"a","tags":{"x":1,"y":{"p":1,"q":3},"new":9}})"),
              R"({"tags":{"x":2,"y":{"p":2,"q":3},"new":9}})");
    EXPECT_EQ(
        merged(
            R"({"id":"a","tags":[1]})", R"({"id":"a","tags":[1,2]})", R"({"id":"a","tags":[0,1]})"),
        R"({"tags":[1,2]} !tags)");
    EXPECT_EQ(merged(R"({"id":"a","tags":{"x":1}})",
                     R"({"id":"a","tags":{"x":2}})",
                     R"({"id":"a","tags":{"x":3}})"),
              R"({"tags":{"x":2}} !tags)");
}

TEST(Merge, AMemberThatOneSideSetToNullIsAChange) {
    EXPECT_EQ(
        merged(R"({"id":"a","text":"x"})", R"({"id":"a","text":null})", R"({"id":"a","text":"x"})"),
        R"({"text":null})");
}

TEST(Merge, WithoutABaseOnlyWhatIsTheSameAgrees) {
    const Merge merge = merge_items(merged_table(),
                                    std::nullopt,
                                    item_of(R"({"id":"a","text":"x","n":1})"),
                                    item_of(R"({"id":"a","text":"y","n":1,"other":2})"));
    EXPECT_EQ(merge.clashes, (std::vector<std::string>{"text"}));
    EXPECT_EQ(write_members(merge.item.members), R"({"text":"x","n":1,"other":2})");
}

TEST(Merge, MembersThatAreNotDeclaredComeFromTheServer) {
    EXPECT_EQ(merged(R"({"id":"a","text":"x","other":1})",
                     R"({"id":"a","text":"y","other":1})",
                     R"({"id":"a","text":"x","other":2,"more":3})"),
              R"({"text":"y","other":2,"more":3})");
}

// ---- properties -------------------------------------------------------------------------------

std::string random_value(int depth) {
    switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
        case 0:
            return "null";
        case 1:
            return std::to_string(*rc::gen::inRange(0, 3));
        case 2:
            return '"' + std::string(1, *rc::gen::element('a', 'b', 'c')) + '"';
        case 3:
            return *rc::gen::element<std::string>("true", "false", "1.0");
        case 4:
            return "[" + random_value(depth - 1) + "]";
        default:
            break;
    }
    std::string object = "{";
    for (const char* name : {"p", "q"}) {
        if (*rc::gen::arbitrary<bool>()) continue;
        object += (object.size() > 1 ? ",\"" : "\"") + std::string(name) + "\":";
        object += random_value(depth - 1);
    }
    return object + "}";
}

Item random_item() {
    std::string json = R"({"id":"a")";
    for (const char* name : {"tags", "other", "more"}) {
        if (*rc::gen::inRange(0, 4) == 0) continue;
        json += std::string(",\"") + name + "\":" + random_value(2);
    }
    return item_of(json + "}", "v");
}

bool same_items(const Item& a, const Item& b) {
    return differing(merged_table(), a, b).empty() && differing(merged_table(), b, a).empty();
}

TEST(MergeProperty, OfAnUnchangedServerIsOurs) {
    EXPECT_TRUE(rc::check([] {
        const Item base = random_item();
        const Item local = random_item();
        const Merge merge = merge_items(merged_table(), base, local, base);
        RC_ASSERT(merge.clashes.empty());
        RC_ASSERT(same_items(merge.item, local));
    }));
}

TEST(MergeProperty, OfAnUnchangedLocalItemIsTheServers) {
    EXPECT_TRUE(rc::check([] {
        const Item base = random_item();
        const Item server = random_item();
        const Merge merge = merge_items(merged_table(), base, base, server);
        RC_ASSERT(merge.clashes.empty());
        RC_ASSERT(same_items(merge.item, server));
    }));
}

TEST(MergeProperty, IsTheSameFromBothSidesWhereNothingClashes) {
    EXPECT_TRUE(rc::check([] {
        const Item base = random_item();
        const Item local = random_item();
        const Item server = random_item();
        const Merge one = merge_items(merged_table(), base, local, server);
        const Merge other = merge_items(merged_table(), base, server, local);
        RC_ASSERT(one.clashes.size() == other.clashes.size());
        if (one.clashes.empty()) RC_ASSERT(same_items(one.item, other.item));
    }));
}

}  // namespace
}  // namespace syncline::sync
