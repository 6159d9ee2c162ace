#include <syncline/errors.hpp>
#include <syncline/table.hpp>

#include <gtest/gtest.h>

namespace syncline {
namespace {

TableDefinition full() {
    TableDefinition definition;
    definition.name = "todo";
    definition.columns = {{"text", Type::string}, {"due", Type::datetime}, {"more", Type::json}};
    definition.remote_name = "TodoItems";
    definition.path = "tables/it's \"here\"";
    definition.independent = true;
    definition.complete_column = "due";
    definition.conflict = "command:merge.sh --fast";
    return definition;
}

void expect_same(const TableDefinition& a, const TableDefinition& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.columns, b.columns);
    EXPECT_EQ(a.remote_name, b.remote_name);
    EXPECT_EQ(a.path, b.path);
    EXPECT_EQ(a.independent, b.independent);
    EXPECT_EQ(a.complete_column, b.complete_column);
    EXPECT_EQ(a.conflict, b.conflict);
}

TEST(Definition, ComesBackAsItWasWritten) {
    expect_same(read_definition(write_definition(full())), full());
    TableDefinition bare;
    bare.name = "bare";
    expect_same(read_definition(write_definition(bare)), bare);
}

TEST(Definition, IsWrittenAsTablesShowsIt) {
    TableDefinition definition;
    definition.name = "todo";
    definition.columns = {{"text", Type::string}};
    EXPECT_EQ(write_definition(definition),
              R"({"type":"table","name":"todo","columns":[{"name":"text","type":"string"}],)"
              R"("remote_name":null,"path":null,"independent":false,"complete_column":null,)"
              R"("conflict":"ask"})");
}

TEST(Definition, IsReadFromAPlainObject) {
    const TableDefinition definition =
        read_definition(R"({"name":"todo","columns":{"text":"string","rank":"number"}})");
    EXPECT_EQ(definition.name, "todo");
    EXPECT_EQ(definition.columns,
              (std::vector<Column>{{"text", Type::string}, {"rank", Type::number}}));
}

TEST(Definition, IsPickedFromAListByItsName) {
    const std::string list =
        "[" + write_definition(full()) + R"(,{"name":"more","columns":{"a":"json"}}])";
    expect_same(read_definition(list, "todo"), full());
    EXPECT_EQ(read_definition(list, "more").columns, (std::vector<Column>{{"a", Type::json}}));
    EXPECT_EQ(read_definition(R"({"columns":{"a":"json"}})", "given").name, "given");
    try {
        read_definition(list, "tod");
        FAIL();
    } catch (const DataError& error) {
        EXPECT_STREQ(error.what(), "the list of definitions has no table \"tod\"");
        EXPECT_EQ(error.hint(), "did you mean \"todo\"?");
    }
}

TEST(Definition, SaysWhatIsWrongWithIt) {
    const auto said = [](const char* json) {
        try {
            read_definition(json);
        } catch (const DataError& error) {
            return std::string(error.what()) + " | " + error.hint();
        }
        return std::string("nothing");
    };
    EXPECT_EQ(said(R"({"name":"todo","colunms":{}})"),
              "a table's definition has no \"colunms\" | did you mean \"columns\"?");
    EXPECT_EQ(said(R"({"name":"todo","columns":{"a":"strin"}})"),
              "there is no type \"strin\" | did you mean \"string\"?");
    for (const char* json : {R"([])",
                             R"({"columns":{}})",
                             R"({"name":"__own"})",
                             R"({"name":7})",
                             R"({"name":"a","type":"item"})",
                             R"({"name":"a","columns":"text"})",
                             R"({"name":"a","columns":["text"]})",
                             R"({"name":"a","columns":[{"name":"text"}]})",
                             R"({"name":"a","columns":[{"type":"string"}]})",
                             R"({"name":"a","columns":{"text":1}})",
                             R"({"name":"a","columns":{"te xt":"string"}})",
                             R"({"name":"a","columns":{"a:b":"string"}})",
                             R"({"name":"a","independent":"yes"})"}) {
        EXPECT_NE(said(json), "nothing") << json;
    }
}

}  // namespace
}  // namespace syncline
