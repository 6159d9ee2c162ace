#include "store/store.hpp"

#include "store/schema.hpp"
#include "sync/collapse.hpp"
#include "sync/push_order.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace syncline::store {
namespace {

/// A database in memory with a table of every type.
class StoreTest : public ::testing::Test {
  protected:
    StoreTest() : database_(":memory:", OpenMode::create, std::chrono::seconds(1)) {
        create_schema(database_, "installation");
        TableDefinition definition;
        definition.name = "all";
        for (const Type type : {Type::string,
                                Type::boolean,
                                Type::integer,
                                Type::number,
                                Type::datetime,
                                Type::date,
                                Type::time,
                                Type::guid,
                                Type::binary,
                                Type::json}) {
            definition.columns.push_back({std::string("c_") + name_of(type), type});
        }
        tables_.create(definition);
        table_ = *tables_.find("ALL");
    }

    Item stored(const Members& members, bool stamped = true) {
        Item item;
        item.id = "a";
        item.members = members;
        if (stamped) item.version = "V";
        rows_.remove(table_, "a");
        EXPECT_TRUE(rows_.insert(table_, item, std::nullopt));
        return rows_.find(table_, "a")->item;
    }

    Value kept(const std::string& column, const Value& value) {
        const Item item = stored({{column, value}});
        const Value* found = find_member(item.members, column);
        return found != nullptr ? *found : Value::string("(absent)");
    }

    Database database_;
    Tables tables_{database_};
    Rows rows_{database_};
    Table table_;
};

TEST_F(StoreTest, KeepsEveryValueExactlyAsTheServiceSentIt) {
    for (const char* column : {"c_string",
                               "c_boolean",
                               "c_integer",
                               "c_number",
                               "c_datetime",
                               "c_date",
                               "c_time",
                               "c_guid",
                               "c_binary",
                               "c_json"}) {
        for (const Value& value : {Value::string("007"),
                                   Value::string(""),
                                   Value::string(std::string("a\0b", 3)),
                                   Value::string("\xED\xA0\x80"),
                                   Value::string("2024-01-01T00:00:00.1234567+02:00"),
                                   Value::string("AP8="),
                                   Value::string("12"),
                                   Value::string("1.50"),
                                   Value::number("1.10"),
                                   Value::number("9007199254740993"),
                                   Value::number("1e308"),
                                   Value::number("1e400"),
                                   Value::number("-0"),
                                   Value::number("5.0"),
                                   Value::number("1E2"),
                                   Value::number("99999999999999999999"),
                                   Value::boolean(true),
                                   Value::boolean(false),
                                   Value::nested("{\"a\": [1.0]}"),
                                   Value::nested("[]"),
                                   Value::null()}) {
            EXPECT_EQ(kept(column, value), value) << column << " " << write_value(value);
        }
    }
}

TEST_F(StoreTest, WithoutItsTablesIsNoStore) {
    database_.execute("DROP TABLE __operations");
    try {
        database_.prepare("SELECT * FROM __operations");
        FAIL();
    } catch (const StoreError& error) {
        EXPECT_EQ(error.status(), Status::bad_store);
        EXPECT_NE(error.hint().find("syncline check"), std::string::npos);
    }
}

TEST_F(StoreTest, ATokenOfNoTimeIsNone) {
    Tokens tokens(database_);
    tokens.save({table_.table_id, "all", "", {Token::Phase::since, INT64_MAX, "a"}, {}});
    EXPECT_EQ(tokens.find(table_.table_id, "all")->token, Token{});
    const Token last{Token::Phase::millisecond, 253'402'300'799'999, "a"};
    tokens.save({table_.table_id, "all", "", last, {}});
    EXPECT_EQ(tokens.find(table_.table_id, "all")->token, last);
}

TEST_F(StoreTest, TellsAbsentFromNull) {
    const Item server = stored({{"c_string", Value::null()}});
    EXPECT_NE(find_member(server.members, "c_string"), nullptr);
    EXPECT_EQ(find_member(server.members, "c_number"), nullptr);
    const Item local = stored({{"c_string", Value::null()}}, false);
    EXPECT_NE(find_member(local.members, "c_string"), nullptr);
    EXPECT_EQ(find_member(local.members, "c_number"), nullptr);
}

TEST_F(StoreTest, KeepsMembersThatAreNotDeclared) {
    const Item item = stored({{"other", Value::number("1.10")}, {"c_string", Value::string("x")}});
    EXPECT_EQ(*find_member(item.members, "other"), Value::number("1.10"));
    EXPECT_EQ(find_member(rows_.find_view(table_, "a")->members, "other"), nullptr);
}

TEST_F(StoreTest, PlainSqlSeesPlainValues) {
    stored({{"c_boolean", Value::boolean(true)},
            {"c_number", Value::number("1.10")},
            {"c_string", Value::string("007")}});
    EXPECT_EQ(database_.integer("SELECT c_boolean FROM \"all\""), 1);
    EXPECT_EQ(database_.integer("SELECT c_number = 1.1 FROM \"all\""), 1);
    EXPECT_EQ(database_.integer("SELECT c_string = '007' FROM \"all\""), 1);
}

TEST_F(StoreTest, AValueThatAnotherToolChangedCountsAsItIs) {
    stored({{"c_number", Value::number("1.10")}});
    database_.execute("UPDATE \"all\" SET c_number = 2.5");
    EXPECT_EQ(*find_member(rows_.find(table_, "a")->item.members, "c_number"),
              Value::number("2.5"));
}

TEST_F(StoreTest, DoesNotWriteWhatIsThereAlready) {
    Item item;
    item.id = "a";
    item.version = "1";
    item.updated_at = "2024-01-01T00:00:00.000Z";
    EXPECT_TRUE(rows_.upsert(table_, item));
    EXPECT_FALSE(rows_.upsert(table_, item));
    item.version = "2";
    EXPECT_TRUE(rows_.upsert(table_, item));
    item.version.clear();
    item.members = {{"c_string", Value::string("x")}};
    EXPECT_TRUE(rows_.upsert(table_, item));
    EXPECT_FALSE(rows_.upsert(table_, item));
    item.members = {{"c_string", Value::string("y")}};
    EXPECT_TRUE(rows_.upsert(table_, item));
}

TEST_F(StoreTest, NeverOverwritesAnItemWithAnOperation) {
    Item item;
    item.id = "a";
    item.members = {{"c_string", Value::string("mine")}};
    rows_.insert(table_, item, 5);
    item.version = "1";
    item.members = {{"c_string", Value::string("theirs")}};
    EXPECT_FALSE(rows_.upsert(table_, item));
    EXPECT_EQ(find_member(rows_.find(table_, "a")->item.members, "c_string")->text(), "mine");
}

TEST_F(StoreTest, ValuesMoveBetweenColumnsAndTheRestWhenATableChanges) {
    stored({{"other", Value::string("kept")}, {"c_number", Value::number("1.10")}});
    TableDefinition to;
    to.name = "all";
    to.columns = {{"other", Type::string}};
    {
        Transaction transaction(database_);
        rows_.rebuild(table_, to, tables_);
        transaction.commit();
    }
    table_ = *tables_.find("all");
    EXPECT_EQ(rows_.find_view(table_, "a")->members, (Members{{"other", Value::string("kept")}}));
    EXPECT_EQ(*find_member(rows_.find(table_, "a")->item.members, "c_number"),
              Value::number("1.10"));
}

TEST_F(StoreTest, SequencesAreNeverUsedTwice) {
    Queue queue(database_);
    Operation operation;
    operation.table_id = table_.table_id;
    operation.item = "a";
    const std::int64_t first = queue.append(operation);
    queue.remove(first);
    EXPECT_GT(queue.append(operation), first);
}

TEST_F(StoreTest, OperationsComeBackAsTheyWere) {
    Queue queue(database_);
    Operation operation;
    operation.table_id = table_.table_id;
    operation.item = "it's";
    operation.kind = OperationKind::remove;
    operation.state = OperationState::conflict;
    operation.generation = 7;
    operation.sent = OperationKind::update;
    operation.held = true;
    operation.own_delete = true;
    operation.base = "{}";
    operation.last_sent = "{\"id\":\"a\"}";
    operation.status = 412;
    operation.message = "no";
    operation.sequence = queue.append(operation);
    queue.save(operation);
    const Operation found = *queue.find_delete(table_.table_id, "it's");
    EXPECT_EQ(found.sequence, operation.sequence);
    EXPECT_EQ(found.state, OperationState::conflict);
    EXPECT_EQ(found.generation, 7);
    EXPECT_EQ(found.sent, OperationKind::update);
    EXPECT_TRUE(found.held);
    EXPECT_TRUE(found.own_delete);
    EXPECT_FALSE(found.own_id);
    EXPECT_EQ(found.base, "{}");
    EXPECT_FALSE(found.newest.has_value());
    EXPECT_EQ(found.last_sent, operation.last_sent);
    EXPECT_EQ(found.status, 412);
    EXPECT_EQ(found.message, "no");
}

TEST_F(StoreTest, InsertsQueuedTogetherAreAsQueuedOneByOne) {
    Queue queue(database_);
    Operation alone;
    alone.table_id = table_.table_id;
    alone.item = "first";
    alone.first_queued = alone.last_changed = "2026-03-01T12:00:00.000Z";
    std::int64_t sequence = queue.append(alone);
    std::vector<Queue::Insert> inserts;
    for (std::size_t i = 0; i < kInsertsAtOnce + 2; ++i) {
        inserts.push_back({++sequence, "i" + std::to_string(i), i % 2 == 0});
    }

    queue.append_inserts(table_.table_id, alone.first_queued, inserts);

    for (const Queue::Insert& insert : inserts) {
        Operation expected = alone;
        expected.sequence = insert.sequence;
        expected.item = insert.item;
        expected.own_id = insert.own_id;
        EXPECT_EQ(*queue.find(insert.sequence), expected) << insert.item;
    }
    EXPECT_EQ(queue.append(alone), sequence + 1);
}

TEST_F(StoreTest, ASchemaThatComesWithTheFileCannotReachBelowTheTables) {
    EXPECT_EQ(database_.integer("PRAGMA trusted_schema"), 0);
    EXPECT_THROW(database_.execute("PRAGMA writable_schema = 1; DELETE FROM sqlite_schema"),
                 StoreError);
}

TEST(Collapse, FollowsTheTable) {
    using sync::Collapse;
    using sync::collapse;
    using enum OperationKind;
    for (const bool sent : {false, true}) {
        for (const bool base : {false, true}) {
            for (const OperationKind kind : {insert, update, remove}) {
                EXPECT_EQ(collapse(std::nullopt, sent, base, kind), Collapse::append);
            }
            EXPECT_EQ(collapse(insert, sent, base, insert), Collapse::refuse);
            EXPECT_EQ(collapse(insert, sent, base, update), Collapse::keep);
            EXPECT_EQ(collapse(update, sent, base, insert), Collapse::refuse);
            EXPECT_EQ(collapse(update, sent, base, update), Collapse::keep);
            EXPECT_EQ(collapse(update, sent, base, remove), Collapse::become_delete);
            EXPECT_EQ(collapse(remove, sent, base, update), Collapse::refuse);
            EXPECT_EQ(collapse(remove, sent, base, remove), Collapse::refuse);
        }
        EXPECT_EQ(collapse(remove, sent, true, insert), Collapse::become_update);
        EXPECT_EQ(collapse(remove, sent, false, insert), Collapse::become_insert);
    }
    EXPECT_EQ(collapse(insert, false, false, remove), Collapse::drop_both);
    EXPECT_EQ(collapse(insert, true, false, remove), Collapse::become_delete);
}

TEST(PushOrder, HoldsAnOperationWhileAnEarlierOneOfAnotherTableIsOut) {
    sync::PushOrder order({{1, 10}, {2, 10}, {3, 20}, {4, 10}}, {});
    EXPECT_EQ(order.take()->sequence, 1);
    EXPECT_EQ(order.take()->sequence, 2);
    EXPECT_FALSE(order.can_take());
    order.finished(10);
    EXPECT_FALSE(order.take().has_value());
    order.finished(10);
    EXPECT_EQ(order.take()->sequence, 3);
    EXPECT_FALSE(order.take().has_value());
    order.finished(20);
    EXPECT_EQ(order.take()->sequence, 4);
    EXPECT_TRUE(order.empty());
}

TEST(PushOrder, LetsIndependentTablesPass) {
    sync::PushOrder order({{1, 10}, {2, 30}, {3, 20}, {4, 30}}, {30});
    EXPECT_EQ(order.take()->sequence, 1);
    EXPECT_EQ(order.take()->sequence, 2);
    EXPECT_EQ(order.take()->sequence, 4);
    EXPECT_FALSE(order.take().has_value());
    order.finished(30);
    EXPECT_FALSE(order.can_take());
    order.finished(10);
    EXPECT_EQ(order.take()->sequence, 3);
}

}  // namespace
}  // namespace syncline::store
