#include "journey/device.hpp"
#include "store/database.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <string>

namespace syncline::journey {

namespace {

/// A service whose items contradict the declared types of the table `odd`.
class Contradiction : public testing::TestWithParam<const char*> {
  protected:
    Contradiction() {
        backend.define("odd", true);
        define(phone);
    }

    static void define(Device& device) {
        TableDefinition definition;
        definition.name = "odd";
        definition.columns = {{"note", Type::string}};
        for (const Type type : kTypes) {
            definition.columns.push_back({std::string("c_") + name_of(type), type});
        }
        device->define_table(definition);
    }

    PullResult pull() {
        PullOptions options;
        options.tables = {"odd"};
        options.query_id = "all";
        options.settle = std::chrono::milliseconds(0);
        return phone->pull(options, phone.remote);
    }

    /// An item that has this JSON in every column.
    void insert(const std::string& id, const std::string& json) {
        std::string item = "{'id':'" + id + "','note':'n'";
        for (const Type type : kTypes) item += std::string(",'c_") + name_of(type) + "':" + json;
        backend.insert("odd", item + "}");
    }

    std::string here(const std::string& name, const std::string& id = "a") {
        const auto item = phone->get("odd", id);
        const Value* value = item ? find_member(item->members, name) : nullptr;
        return value != nullptr ? write_value(*value) : "(none)";
    }

    /// What SQLite says is in a column.
    std::string kept(const std::string& column, const std::string& id = "a") {
        store::Database database(phone.path(), store::OpenMode::read_only, std::chrono::seconds(5));
        auto row = database.prepare("SELECT typeof(" + column + ") || ' ' || " + column +
                                    " FROM odd WHERE id = '" + id + "'");
        return row.step() ? row.string(0) : "(none)";
    }

    static constexpr Type kTypes[] = {Type::string,
                                      Type::boolean,
                                      Type::integer,
                                      Type::number,
                                      Type::datetime,
                                      Type::date,
                                      Type::time,
                                      Type::guid,
                                      Type::binary,
                                      Type::json};

    struct WorldOf : World {
        explicit WorldOf(const char* spoken) { protocol = spoken; }
    };
    WorldOf world{GetParam()};
    Backend& backend = world.backend;
    Device phone{world};
};

TEST_P(Contradiction, IsKeptAsTextAndNamedOnce) {
    backend.insert("odd", "{'id':'a','c_integer':'abc','c_string':12,'c_boolean':{'a':1}}");
    backend.insert("odd", "{'id':'b','c_integer':'def','c_string':1.50,'c_boolean':'yes'}");

    const PullResult result = pull();

    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
    EXPECT_EQ(
        result.warnings,
        (std::vector<std::string>{
            "table odd: column c_integer: the service sends text where an integer is declared; "
            "kept as text",
            "table odd: column c_string: the service sends a number where a string is declared; "
            "kept as text",
            "table odd: column c_boolean: the service sends an object where a boolean is declared;"
            " kept as text"}));
    EXPECT_EQ(kept("c_integer"), "text abc");
    EXPECT_EQ(kept("c_string"), "text 12");
    EXPECT_EQ(kept("c_boolean"), "text {\"a\":1}");
    EXPECT_EQ(kept("c_string", "b"), "text 1.50");
    EXPECT_EQ(here("c_integer"), "\"abc\"");
    EXPECT_EQ(here("c_string"), "12");
    EXPECT_EQ(here("c_boolean"), "{\"a\":1}");
    EXPECT_EQ(here("c_string", "b"), "1.50");
    EXPECT_TRUE(pull().warnings.empty()) << "what did not come again is not named again";
}

TEST_P(Contradiction, OfAnyKindInAnyColumnGoesBackUnchangedWhileUntouched) {
    // '12' and ' 12 ' become numbers in SQLite's numeric columns.
    const std::vector<std::string> values = {"'abc'",
                                             "''",
                                             "'12'",
                                             "' 12 '",
                                             "'+1.50'",
                                             "'true'",
                                             "0",
                                             "1",
                                             "2",
                                             "1.0",
                                             "1.50",
                                             "-0",
                                             "1e3",
                                             "123456789012345678901234567890",
                                             "true",
                                             "false",
                                             "{'b':1,'a':[1.50]}",
                                             "[]",
                                             "null"};
    for (std::size_t i = 0; i < values.size(); ++i) insert("i" + std::to_string(i), values[i]);
    ASSERT_EQ(pull().outcome, Status::ok);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string id = "i" + std::to_string(i);
        const Item before = *backend.item("odd", id);
        for (const Member& member : before.members) {
            EXPECT_EQ(here(member.name, id), write_value(member.value))
                << member.name << " of " << values[i];
        }
        phone->update("odd", id, members("{'note':'edited'}"));
        ASSERT_EQ(phone.push().outcome, Status::ok) << values[i];
        Item expected = before;
        expected.members.at(0).value = Value::string("edited");
        EXPECT_EQ(backend.item("odd", id)->members, expected.members) << values[i];
        for (const Member& member : expected.members) {
            EXPECT_EQ(here(member.name, id), write_value(member.value))
                << member.name << " of " << values[i];
        }
    }
    EXPECT_TRUE(phone.queued().empty());
}

TEST_P(Contradiction, IsNoLongerShownOnceAnotherToolHasChangedTheColumn) {
    backend.insert("odd", "{'id':'a','c_integer':'abc','c_boolean':1,'c_number':' 5 '}");
    pull();
    {
        store::Database database(
            phone.path(), store::OpenMode::read_write, std::chrono::seconds(5));
        database.execute("UPDATE odd SET c_integer = 0, c_boolean = 0, c_number = 6");
    }

    EXPECT_EQ(here("c_integer"), "0");
    EXPECT_EQ(here("c_boolean"), "false");
    EXPECT_EQ(here("c_number"), "6");
}

TEST_P(Contradiction, IsReadByQueriesAndFilters) {
    int next = 0;
    for (const char* json : {"'abc'", "'12'", "12", "true", "{'a':1}", "[1]", "1.5", "null"}) {
        insert("i" + std::to_string(next++), json);
    }
    pull();
    const auto count = [this](const std::string& filter) {
        Query query;
        query.filter = filter;
        return phone->count("odd", query);
    };

    EXPECT_EQ(count("c_integer eq 12"), 2U) << "text that is a number is that number to SQLite";
    EXPECT_EQ(count("c_integer eq null"), 1U);
    EXPECT_EQ(count("c_string eq '12'"), 2U);
    EXPECT_EQ(count("c_boolean eq true"), 1U);
    EXPECT_EQ(count("c_datetime lt 2030-01-01T00:00:00Z"), 0U) << "no date-time counts as null";
    for (const Type type : kTypes) {
        const std::string column = std::string("c_") + name_of(type);
        for (const std::string& filter : {column + " ne null", "not (" + column + " eq null)"}) {
            EXPECT_EQ(count(filter), 7U) << filter;
        }
        if (type == Type::json) continue;
        Query query;
        query.orderby = column + " desc";
        std::uint64_t rows = 0;
        phone->query("odd", query, [&rows](const Item&) { return ++rows > 0; });
        EXPECT_EQ(rows, 8U) << column;
    }
    for (const char* filter : {"c_integer add 1 gt 0",
                               "round(c_number) ge 0",
                               "not c_boolean",
                               "c_boolean",
                               "startswith(c_string,'a')",
                               "year(c_datetime) eq 2024",
                               "c_date lt 2024-01-01",
                               "c_time ge 10:00:00",
                               "c_guid eq 0f8fad5b-d9cb-469f-a165-70867728950e",
                               "c_binary eq binary'AP8='",
                               "c_integer in (1,2,12)"}) {
        EXPECT_NO_THROW(count(filter)) << filter;
    }
}

TEST_P(Contradiction, InTheAnswerToAPushIsNamedToo) {
    phone->insert("odd", members("{'id':'a','c_integer':1,'note':'n'}"));
    phone->insert("odd", members("{'id':'b','c_integer':2,'note':'n'}"));
    phone.push();
    phone->update("odd", "a", members("{'note':'x'}"));
    world.fail({Fault::Kind::answer_after,
                1,
                world.update_method(),
                {200,
                 {},
                 R"({"id":"a","version":"V","updatedAt":"2026-03-01T12:00:00.000Z",)"
                 R"("deleted":false,"c_integer":"one","note":"x"})"}});

    const PushResult result = phone.push();

    EXPECT_EQ(result.outcome, Status::ok);
    EXPECT_EQ(result.warnings,
              (std::vector<std::string>{"table odd: column c_integer: the service sends text where "
                                        "an integer is declared; kept as text"}));
    EXPECT_EQ(here("c_integer"), "\"one\"");
    EXPECT_TRUE(phone.queued().empty());
}

TEST_P(Contradiction, OfTwoQueriesOfOneTableIsNamedOnce) {
    insert("a", "'abc'");
    for (const char* query_id : {"one", "two"}) {
        PullOptions options;
        options.tables = {"odd"};
        options.query_id = query_id;
        options.filter = std::string("note ne '") + query_id + "'";
        phone->pull(options, phone.remote);
    }
    backend.update("odd", "a", "{'note':'again'}");
    std::vector<std::string> warnings;
    for (const std::string& warning : phone->pull({}, phone.remote).warnings) {
        if (warning.find("c_integer") != std::string::npos) warnings.push_back(warning);
    }
    EXPECT_EQ(warnings.size(), 1U);
}

TEST_P(Contradiction, ThatIsCorrectedByALocalEditIsSentAsDeclared) {
    backend.insert("odd", "{'id':'a','c_integer':'12','c_string':12}");
    pull();
    phone->update("odd", "a", members("{'c_integer':12,'c_string':'12'}"));

    ASSERT_EQ(phone.push().outcome, Status::ok);

    const Item there = *backend.item("odd", "a");
    EXPECT_EQ(*find_member(there.members, "c_integer"), Value::number("12"));
    EXPECT_EQ(*find_member(there.members, "c_string"), Value::string("12"));
}

// ---- what cannot be kept ----------------------------------------------------------------------

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

TEST_P(Contradiction, AnItemThatCannotBeKeptIsNamedAndThePullGoesOn) {
    const std::string stamp =
        "\"version\":\"V\",\"deleted\":false,\"updatedAt\":\"2020-01-01T00:00:0";
    const std::string page = "[{\"id\":\"a\",\"note\":\"x\"," + stamp +
                             "1Z\"},{\"id\":\"deep\",\"note\":" + nested(501) + "," + stamp +
                             "2Z\"},{\"id\":\"b\",\"other\":" + nested(500) + "," + stamp +
                             "3Z\"}]";
    const bool v3 = world.protocol == "v3";
    const auto wrapped = [v3](const std::string& items) {
        return v3 ? "{\"items\":" + items + ",\"count\":null,\"nextLink\":null}" : items;
    };
    world.answer_with(1, 200, wrapped("[]"));
    world.answer_with(1, 200, wrapped(page));

    const PullResult result = pull();

    EXPECT_EQ(result.outcome, Status::partial) << result.reason;
    EXPECT_EQ(result.queries.at(0).skipped, 1U);
    EXPECT_EQ(result.queries.at(0).applied, 2U);
    EXPECT_EQ(result.warnings,
              (std::vector<std::string>{
                  "table odd: the item \"deep\" cannot be kept: its member \"note\" is nested more "
                  "than 500 levels deep"}));
    // The deepest that is kept does not break what is written around it.
    phone->update("odd", "b", members("{'note':'edited'}"));
    EXPECT_EQ(here("note", "b"), "\"edited\"");
    EXPECT_EQ(here("note"), "\"x\"");
    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"update odd/b pending"}));
}

TEST_P(Contradiction, AMemberThatIsThereTwiceCountsOnce) {
    const std::string items =
        "[{'id':'a','note':'first','other':1,'other':2,'note':'last','version':'V',"
        "'deleted':false,'updatedAt':'2020-01-01T00:00:01Z'}]";
    const bool v3 = world.protocol == "v3";
    world.answer_with(1, 200, v3 ? "{'items':[]}" : "[]");
    world.answer_with(1, 200, v3 ? "{'items':" + items + "}" : items);

    EXPECT_EQ(pull().outcome, Status::ok);

    EXPECT_EQ(here("note"), "\"last\"");
    phone->update("odd", "a", members("{'note':'edited'}"));
    EXPECT_EQ(here("note"), "\"edited\"");
    EXPECT_EQ(phone->status().pending, 1U);
}

INSTANTIATE_TEST_SUITE_P(In, Contradiction, testing::Values("v2", "v3"), [](const auto& protocol) {
    return std::string(protocol.param);
});

}  // namespace

}  // namespace syncline::journey
