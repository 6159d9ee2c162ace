#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// A table `wide` of which the store declares only some columns.
class Values : public testing::Test {
  protected:
    Values() { define({{"text", Type::string}}); }

    bool define(std::vector<Column> columns) {
        TableDefinition definition;
        definition.name = "wide";
        definition.columns = std::move(columns);
        return phone->define_table(definition);
    }

    void pull() {
        PullOptions options;
        options.tables = {"wide"};
        phone.pull(options);
    }

    /// The member as the store or the service has it, as JSON; "(none)" if it is not there.
    static std::string member(const std::optional<Item>& item, const std::string& name) {
        const Value* value = item ? find_member(item->members, name) : nullptr;
        return value != nullptr ? write_value(*value) : "(none)";
    }
    std::string here(const std::string& name, const std::string& id = "a") {
        return member(phone->get("wide", id), name);
    }
    std::string there(const std::string& name, const std::string& id = "a") {
        return member(backend.item("wide", id), name);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_F(Values, ThatAreNotDeclaredAreNotTouchedByAnUpdate) {
    backend.insert("wide", "{'id':'a','text':'milk','extra':{'deep':[1,2.50]},'secret':'s'}");
    pull();
    phone->update("wide", "a", members("{'text':'oat milk'}"));

    ASSERT_EQ(phone.push().outcome, Status::ok);

    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","text":"oat milk"})");
    EXPECT_EQ(there("extra"), R"({"deep":[1,2.50]})");
    EXPECT_EQ(there("secret"), R"("s")");
}

TEST_F(Values, ThatWereNotDeclaredFillANewColumn) {
    backend.insert("wide", "{'id':'a','text':'milk','price':1.10}");
    backend.insert("wide", "{'id':'b','text':'tea'}");
    pull();
    const std::size_t from = world.log.size();

    EXPECT_TRUE(define({{"text", Type::string}, {"price", Type::number}}));

    EXPECT_EQ(here("price"), "1.10");
    EXPECT_EQ(here("price", "b"), "null");
    EXPECT_EQ(world.log.size(), from);
}

TEST_F(Values, OfADroppedColumnComeBackWithIt) {
    define({{"text", Type::string}, {"price", Type::number}});
    backend.insert("wide", "{'id':'a','text':'milk','price':1.10}");
    pull();

    EXPECT_TRUE(define({{"text", Type::string}}));
    EXPECT_EQ(here("price"), "(none)");
    EXPECT_TRUE(define({{"price", Type::number}, {"text", Type::string}}));

    EXPECT_EQ(here("price"), "1.10");
    EXPECT_EQ(here("text"), "\"milk\"");
}

TEST_F(Values, OfAColumnWhoseTypeChangesAreReadByTheNewType) {
    define({{"text", Type::string}, {"code", Type::string}});
    backend.insert("wide", "{'id':'a','code':'007'}");
    pull();

    EXPECT_TRUE(define({{"text", Type::string}, {"code", Type::json}}));
    EXPECT_TRUE(define({{"text", Type::string}, {"code", Type::string}}));

    EXPECT_EQ(here("code"), "\"007\"");
}

TEST_F(Values, ARedefinitionWithTheSameColumnsChangesNothing) {
    EXPECT_FALSE(define({{"text", Type::string}}));
}

TEST_F(Values, ADefinitionWithAColumnTwiceInOtherLettersIsRefused) {
    EXPECT_THROW(define({{"text", Type::string}, {"TEXT", Type::string}}), DataError);
}

TEST_F(Values, AColumnIsNotDroppedOrRetypedWhileOperationsWait) {
    phone->insert("wide", members("{'id':'a','text':'milk'}"));

    EXPECT_THROW(define({}), DataError);
    EXPECT_THROW(define({{"text", Type::json}}), DataError);

    EXPECT_EQ(here("text"), "\"milk\"");
    EXPECT_TRUE(define({{"text", Type::string}, {"more", Type::integer}}));
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert wide/a pending"}));
    EXPECT_EQ(phone.push().outcome, Status::ok);
}

TEST_F(Values, ARedefinitionKeepsItemsOperationsAndTokens) {
    backend.insert("wide", "{'id':'a','text':'milk'}");
    pull();
    phone->update("wide", "a", members("{'text':'oat milk'}"));

    define({{"text", Type::string}, {"more", Type::integer}});

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(there("text"), "\"oat milk\"");
    EXPECT_FALSE(phone->status().tables.at(1).queries.at(0).token.empty());
}

TEST_F(Values, AreSentAndPulledExactly) {
    define({{"text", Type::string},
            {"whole", Type::integer},
            {"price", Type::number},
            {"tags", Type::json},
            {"due", Type::datetime}});
    const std::string json =
        R"({"id":"a","text":"a\u0000b \ud800 é 😀 \"\\/","whole":9007199254740993,"price":1.10,)"
        R"("tags":{"z":[1, 2.50,null],"a":"x"},"due":"2026-01-02T03:04:05.1234567+02:00"})";
    phone->insert("wide", read_members(json));
    ASSERT_EQ(phone.push().outcome, Status::ok);
    Device tablet(world, "tablet");
    tablet->define_table(phone->table("wide"));
    PullOptions options;
    options.tables = {"wide"};

    tablet.pull(options);

    EXPECT_EQ(tablet->get("wide", "a")->members, phone->get("wide", "a")->members);
    EXPECT_EQ(there("whole"), "9007199254740993");
    EXPECT_EQ(there("price"), "1.10");
    EXPECT_EQ(there("due"), "\"2026-01-02T03:04:05.1234567+02:00\"");
    EXPECT_EQ(find_member(tablet->get("wide", "a")->members, "text")->text(),
              std::string("a\0b \xED\xA0\x80 é 😀 \"\\/", 19));
}

TEST_F(Values, AtTheEdgesOfNumbersStayExact) {
    define({{"text", Type::string}, {"price", Type::number}});
    for (const std::string number :
         {"1e308", "-0", "-0.0", "0.1", "1E+2", "5e-324", "123456789012345678901234567890"}) {
        const std::string id = "n" + number;
        phone->insert("wide", {{"id", Value::string(id)}, {"price", Value::number(number)}});
        ASSERT_EQ(phone.push().outcome, Status::ok);

        EXPECT_EQ(there("price", id), number);
        EXPECT_EQ(here("price", id), number);
        EXPECT_TRUE(phone.queued().empty());
    }
}

TEST_F(Values, BeyondADoubleAreRefusedBeforeTheyAreQueued) {
    define({{"text", Type::string}, {"price", Type::number}});

    EXPECT_THROW(phone->insert("wide", members("{'price':1e309}")), DataError);

    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Values, OfAMegabyteGoThereAndBack) {
    const std::string text(1 << 20, 'x');
    phone->insert("wide", {{"id", Value::string("a")}, {"text", Value::string(text)}});

    ASSERT_EQ(phone.push().outcome, Status::ok);

    EXPECT_EQ(there("text"), "\"" + text + "\"");
    EXPECT_EQ(here("text"), there("text"));
}

TEST_F(Values, ThatWereNotGivenAreNotSentAndNullsThatWereAre) {
    define({{"text", Type::string}, {"more", Type::string}});
    phone->insert("wide", members("{'id':'a','text':null}"));
    phone.push();

    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","text":null})");

    phone->update("wide", "a", members("{'more':'x'}"));
    phone.push();
    phone->update("wide", "a", members("{'more':null}"));
    phone.push();

    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","more":null})");
    EXPECT_EQ(there("more"), "null");
}

TEST_F(Values, OfColumnsNamedAlmostLikeSystemPropertiesAreSent) {
    define({{"versions", Type::string}, {"deletedAt", Type::string}, {"_createdAt", Type::string}});

    phone->insert("wide", members("{'id':'a','versions':'1','deletedAt':'2','_createdAt':'3'}"));
    phone.push();

    EXPECT_EQ(world.log.back().request.body,
              R"({"id":"a","versions":"1","deletedAt":"2","_createdAt":"3"})");
}

TEST_F(Values, GivenInOtherLettersGoIntoTheirColumn) {
    phone->insert("wide", members("{'id':'a','TEXT':'milk'}"));
    phone->update("wide", "a", members("{'Text':'oat milk'}"));

    EXPECT_EQ(here("text"), "\"oat milk\"");
    EXPECT_THROW(phone->update("wide", "a", members("{'text':'x','TEXT':'y'}")), DataError);
}

TEST_F(Values, OfAMemberInOtherLettersFromTheServiceGoIntoItsColumn) {
    backend.insert("wide", "{'id':'a','Text':'milk'}");
    pull();

    EXPECT_EQ(here("text"), "\"milk\"");
}

TEST_F(Values, ThatOnlyLookDifferentAreNoChange) {
    define({{"text", Type::string},
            {"price", Type::number},
            {"owner", Type::guid},
            {"due", Type::datetime}});
    backend.insert("wide",
                   "{'id':'a','price':1.1,'owner':'0f8fad5b-d9cb-469f-a165-70867728950e',"
                   "'due':'2026-01-02T01:04:05.000Z'}");
    pull();

    phone->update("wide",
                  "a",
                  members("{'price':1.10,'owner':'0F8FAD5B-D9CB-469F-A165-70867728950E',"
                          "'due':'2026-01-02T03:04:05+02:00'}"));

    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Values, ThatAServiceWritesInAnotherWayMakeNoConflictAfterALostAnswer) {
    define({{"text", Type::string}, {"due", Type::datetime}, {"price", Type::number}});
    phone.remote.retries = 0;
    phone->insert("wide",
                  members("{'id':'a','due':'2026-01-02T03:04:05.1234567+02:00','price':1.10}"));
    // As the real server keeps it: cut to milliseconds, in UTC, and the number's shortest form.
    world.fail({Fault::Kind::lose_request, 1, "", {}});
    phone.push();
    backend.insert("wide", "{'id':'a','due':'2026-01-02T01:04:05.123Z','price':1.1}");

    EXPECT_EQ(phone.push().outcome, Status::ok);
    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Values, OfEveryTypeSurviveEmptyAndNull) {
    define({{"text", Type::string}, {"flag", Type::boolean}, {"bytes", Type::binary}});
    phone->insert("wide", members("{'id':'a','text':'','flag':false,'bytes':''}"));
    phone->insert("wide", members("{'id':'b','text':null,'flag':null,'bytes':null}"));

    ASSERT_EQ(phone.push().outcome, Status::ok);
    pull();

    EXPECT_EQ(here("text"), "\"\"");
    EXPECT_EQ(here("flag"), "false");
    EXPECT_EQ(here("bytes"), "\"\"");
    EXPECT_EQ(here("text", "b"), "null");
    EXPECT_EQ(here("flag", "b"), "null");
}

TEST_F(Values, OfTextThatLooksLikeANumberStayText) {
    phone->insert("wide", members("{'id':'a','text':'007'}"));
    phone->insert("wide", members("{'id':'b','text':'2026-01-02T03:04:05Z'}"));
    phone.push();
    pull();

    EXPECT_EQ(here("text"), "\"007\"");
    EXPECT_EQ(here("text", "b"), "\"2026-01-02T03:04:05Z\"");
}

TEST_F(Values, OfAPageWithDifferentMembersAreAllKept) {
    define({{"text", Type::string}, {"price", Type::number}});
    world.answer_with(1, 200, "[]");
    world.answer_with(1,
                      200,
                      "[{'id':'a','updatedAt':'2020-01-01T00:00:00Z','version':'1'},"
                      "{'id':'b','updatedAt':'2020-01-01T00:00:01Z','version':'1','price':2},"
                      "{'id':'c','updatedAt':'2020-01-01T00:00:02Z','version':'1','text':'x'}]");
    pull();

    EXPECT_EQ(here("price", "b"), "2");
    EXPECT_EQ(here("text", "c"), "\"x\"");
}

}  // namespace

}  // namespace syncline::journey
