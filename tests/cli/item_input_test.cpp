#include "item_input.hpp"

#include "field_records.hpp"
#include "output.hpp"
#include "printer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace syncline::cmd {
namespace {

/// A file in the temporary folder that goes with the test.
class File {
  public:
    File() : path_("/tmp/syncline-test-XXXXXX") { descriptor_ = ::mkstemp(path_.data()); }
    explicit File(const std::string& text) : File() {
        EXPECT_EQ(::write(descriptor_, text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }
    ~File() {
        ::close(descriptor_);
        ::unlink(path_.c_str());
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    const std::string& path() const { return path_; }
    int descriptor() const { return descriptor_; }

  private:
    std::string path_;
    int descriptor_;
};

TableDefinition todo() {
    TableDefinition table;
    table.name = "todo";
    table.columns = {{"text", Type::string}, {"n", Type::integer}, {"more", Type::json}};
    return table;
}

/// The objects that come in, or what is said against them.
std::vector<std::string> objects(InputFormat format,
                                 const std::string& text,
                                 NullField nulls = NullField::null,
                                 const TableDefinition& table = todo()) {
    const File file(text);
    Streams streams{0, Output(1), Output(2)};
    std::vector<std::string> objects;
    try {
        ItemInput input(format, file.path(), streams, table, nulls);
        const ItemSource source = input.source();
        std::string_view object;
        for (std::string where; source(object, where);) {
            objects.push_back(where + ' ' + std::string(object));
        }
    } catch (const DataError& error) {
        objects.push_back(std::string(error.what()) + " | " + error.hint());
    }
    return objects;
}

using Objects = std::vector<std::string>;

TEST(CsvInput, ReadsEachValueByTheTypeOfItsColumn) {
    EXPECT_EQ(objects(InputFormat::csv, "id,text,n,more\n007,5,5,\"[1, 2]\"\n"),
              Objects{R"(line 2 {"id":"007","text":"5","n":5,"more":[1, 2]})"});
    EXPECT_EQ(
        objects(InputFormat::csv, "n\nfive\n"),
        Objects{"line 2: \"five\" cannot go into column \"n\": it must be a whole number "
                "between -9223372036854775808 and 9223372036854775807 | nothing was changed"});
    EXPECT_EQ(objects(InputFormat::csv, "more\nfive\n"),
              Objects{"line 2: \"five\" cannot go into column \"more\": it is no json | "
                      "nothing was changed"});
}

TEST(CsvInput, TellsNullFromTheEmptyText) {
    const std::string csv = "id,text,n\n,,\n\"\",\"\",\n";
    EXPECT_EQ(
        objects(InputFormat::csv, csv),
        (Objects{R"(line 2 {"text":null,"n":null})", R"(line 3 {"id":"","text":"","n":null})"}));
    EXPECT_EQ(objects(InputFormat::csv, csv, NullField::absent),
              (Objects{"line 2 {}", R"(line 3 {"id":"","text":""})"}));
}

TEST(CsvInput, TakesAnyLineEndAByteOrderMarkAndNoEndAtAll) {
    for (const char* end : {"\n", "\r\n", "\r"}) {
        std::string csv = "\xEF\xBB\xBFid,text";
        csv.append(end).append("a,\" x \ny\"").append(end).append(end).append("b, x ");
        const std::vector<std::string> got = objects(InputFormat::csv, csv);
        ASSERT_EQ(got.size(), 2U);
        EXPECT_EQ(got[0], R"(line 2 {"id":"a","text":" x \ny"})");
        EXPECT_EQ(got[1], R"(line 5 {"id":"b","text":" x "})");
    }
    EXPECT_EQ(objects(InputFormat::csv, ""), Objects{});
    EXPECT_EQ(objects(InputFormat::csv, "\xEF\xBB\xBF"), Objects{});
    EXPECT_EQ(objects(InputFormat::csv, "id,text"), Objects{});
}

TEST(CsvInput, OfOneColumnTakesAnEmptyLineAsItsNull) {
    EXPECT_EQ(objects(InputFormat::csv, "text\r\n\r\na\r\n"),
              (Objects{R"(line 2 {"text":null})", R"(line 3 {"text":"a"})"}));
    EXPECT_EQ(objects(InputFormat::tsv, "text\n\n\\N\n"),
              (Objects{R"(line 2 {"text":""})", R"(line 3 {"text":null})"}));
}

TEST(CsvInput, NamesTheLineOfWhatIsWrong) {
    const auto said = [](const std::string& csv) { return objects(InputFormat::csv, csv).back(); };
    EXPECT_EQ(
        said("id,text\na,\"x\ny\"\nb\n"),
        "line 4: there are 1 fields, but the first line names 2 columns | nothing was changed");
    EXPECT_EQ(
        said("id,text\na,x,y\n"),
        "line 2: there are 3 fields, but the first line names 2 columns | nothing was changed");
    EXPECT_EQ(said("id,text\na,x\n\nb,x\"y\n"),
              "line 4: a quote stands where none may | a field with a quote goes between quotes, "
              "the quote itself twice");
    EXPECT_EQ(said("id,text\na,\"x\"y\n").substr(0, 7), "line 2:");
    EXPECT_EQ(said("id,text\na,x\nb,\"x\ny\n"),
              "line 3: a quote opens a field that nothing closes | nothing was changed");
    EXPECT_EQ(said("id,txt\n"),
              "line 1: table todo has no column \"txt\" | did you mean \"text\"?");
    EXPECT_EQ(said("\nid,zzzzzzz\n"),
              "line 2: table todo has no column \"zzzzzzz\" | the first line names the columns; "
              "nothing was changed");
    EXPECT_EQ(said("id,TEXT,text\n"),
              "line 1: the column \"text\" is there twice | nothing was changed");
    EXPECT_EQ(said("id,,text\n"),
              "line 1: column 2 has no name | the first line names the columns; nothing was "
              "changed");
    EXPECT_EQ(objects(InputFormat::tsv, "id\ttext\na\tx\\q\n").back(),
              "line 2: a backslash is followed by none of t, n, r, N and \\ | write a backslash as "
              "two");
}

TEST(CsvInput, RefusesARecordOfMoreThan64Megabytes) {
    const std::string huge =
        "text\n\"" + std::string(kLongestInput + (std::size_t{1} << 20), 'x') + "\"\n";
    EXPECT_EQ(objects(InputFormat::csv, huge),
              Objects{"line 2: the record is larger than 64 MB | "});
}

TEST(CsvInput, RefusesARecordOfNothingButSeparators) {
    constexpr std::size_t kMany = 2'000'000;
    EXPECT_EQ(objects(InputFormat::csv, "text\n" + std::string(kMany, ',')),
              Objects{"line 2: the record is larger than 64 MB | "});
    EXPECT_EQ(objects(InputFormat::tsv, "text\n" + std::string(kMany, '\t')),
              Objects{"line 2: the record is larger than 64 MB | "});
}

TEST(CsvInput, PassesWhatEveryItemHasOnAsInJson) {
    EXPECT_EQ(
        objects(InputFormat::csv, "id,version,updatedAt,deleted\na,1,2024-01-01T00:00:00Z,\n"),
        Objects{R"(line 2 {"id":"a","version":"1","updatedAt":"2024-01-01T00:00:00Z"})"});
}

/// What is most likely to break a format, and anything else.
rc::Gen<std::string> any_text() {
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
            rc::gen::elementOf(std::vector<std::string>{"\"",
                                                        ",",
                                                        "\r",
                                                        "\n",
                                                        "\r\n",
                                                        "\t",
                                                        " ",
                                                        "\\",
                                                        "\\N",
                                                        "N",
                                                        "t",
                                                        "\"\"",
                                                        "é",
                                                        "🎈",
                                                        std::string(1, '\0'),
                                                        "\xED\xA0\x80",
                                                        "\xEF\xBB\xBF",
                                                        "'",
                                                        ";",
                                                        "="}),
            rc::gen::map(rc::gen::inRange('a', 'e'), [](char c) { return std::string(1, c); }))),
        [](const std::vector<std::string>& parts) {
            std::string text;
            for (const std::string& part : parts) text += part;
            return text;
        });
}

rc::Gen<Value> any_value(Type type) {
    const auto text = rc::gen::map(any_text(), [](std::string t) { return Value::string(t); });
    const auto null = rc::gen::just(Value::null());
    const auto number = rc::gen::map(rc::gen::arbitrary<std::int64_t>(), Value::integer);
    if (type == Type::integer) return rc::gen::oneOf(null, number);
    if (type == Type::string) return rc::gen::oneOf(null, text);
    return rc::gen::oneOf(
        null,
        number,
        text,
        rc::gen::elementOf(std::vector<Value>{Value::string("null"),
                                              Value::string("5"),
                                              Value::boolean(true),
                                              Value::nested("[\"a,\\n\",1.10]")}));
}

/// The items of a list as the printer of a format writes them.
std::string printed(Format format, const TableDefinition& table, const std::vector<Item>& items) {
    const File file;
    {
        Streams streams{0, Output(file.descriptor()), Output(2)};
        const auto messages = make_json_messages(streams, 0);
        PrinterOptions options;
        options.output.format = format;
        const auto printer = make_printer(streams, *messages, options);
        std::vector<std::string> names;
        if (!items.front().id.empty()) names.emplace_back("id");
        for (const Column& column : table.columns) names.push_back(column.name);
        printer->begin_items(names);
        for (const Item& item : items) printer->next_item(as_fields(table, item));
        printer->end_items();
    }
    std::string text(static_cast<std::size_t>(::lseek(file.descriptor(), 0, SEEK_END)), '\0');
    ::lseek(file.descriptor(), 0, SEEK_SET);
    EXPECT_EQ(::read(file.descriptor(), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
    return text;
}

void comes_back(InputFormat in, Format out) {
    const std::size_t count = *rc::gen::inRange<std::size_t>(1, 4);
    TableDefinition table = todo();
    table.columns.resize(count);
    const bool with_id = *rc::gen::arbitrary<bool>();
    std::vector<Item> items(*rc::gen::inRange<std::size_t>(1, 5));
    Objects expected;
    for (Item& item : items) {
        if (with_id) item.id = "i" + *any_text();
        for (const Column& column : table.columns) {
            item.members.push_back({column.name, *any_value(column.type)});
        }
        expected.push_back(write_item(item));
    }
    Objects got = objects(in, printed(out, table, items), NullField::null, table);
    for (std::string& object : got) object.erase(0, object.find('{'));
    RC_ASSERT(got == expected);
}

RC_GTEST_PROP(CsvInput, TakesBackWhatWasWritten, ()) {
    comes_back(InputFormat::csv, Format::csv);
}

RC_GTEST_PROP(TsvInput, TakesBackWhatWasWritten, ()) {
    comes_back(InputFormat::tsv, Format::tsv);
}

}  // namespace
}  // namespace syncline::cmd
