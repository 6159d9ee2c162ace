#include "data/json_read.hpp"
#include "data/odata_write.hpp"
#include "store/rows.hpp"
#include "store/schema.hpp"
#include "store/tables.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

/// The table of man/syncline-types.7, held against the code.
namespace syncline {
namespace {

struct Entry {
    std::string type;
    std::map<std::string, std::string> cells;  ///< by the word before them
};

void PrintTo(const Entry& entry, std::ostream* out) {
    *out << entry.type << " " << entry.cells.at("JSON");
}

std::string without_escapes(std::string text) {
    const std::map<std::string, std::string> escapes{{"\\(aq", "'"}, {"\\-", "-"}, {"\\e", "\\"}};
    for (const auto& [escape, meaning] : escapes) {
        std::size_t at = 0;
        while ((at = text.find(escape, at)) != std::string::npos) {
            text.replace(at, escape.size(), meaning);
            at += meaning.size();
        }
    }
    return text;
}

std::vector<Entry> read_page() {
    std::ifstream page(SYNCLINE_TYPES_PAGE);
    std::vector<Entry> entries;
    std::string line;
    while (std::getline(page, line) && line != ".TS") continue;
    std::getline(page, line);  // the layout
    std::string word;
    while (std::getline(page, line) && line != ".TE") {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        if (second == std::string::npos) throw std::runtime_error("no row: " + line);
        if (first > 0) entries.push_back({line.substr(0, first), {}});
        std::string& cell = [&]() -> std::string& {
            if (second > first + 1) word = line.substr(first + 1, second - first - 1);
            return entries.back().cells[word];
        }();
        cell += (cell.empty() ? "" : " ") + without_escapes(line.substr(second + 1));
    }
    return entries;
}

class TypesPage : public testing::TestWithParam<Entry> {
  protected:
    TypesPage() : database_(":memory:", store::OpenMode::create, std::chrono::seconds(1)) {
        store::create_schema(database_, "installation");
        TableDefinition definition;
        definition.name = "t";
        definition.columns = {{"c", type_of(GetParam().type).value()}};
        tables_.create(definition);
        table_ = *tables_.find("t");
    }

    static std::string cell(const std::string& word) { return GetParam().cells.at(word); }

    std::string sent(data::Dialect dialect) const {
        const auto filter = data::parse_filter("c eq " + cell("filter"), &table_.definition);
        const data::WrittenFilter written = data::write_filter(filter, dialect);
        const std::string_view text = written.text;
        if (text.empty()) return "nothing";
        const bool in_parentheses = text.front() == '(' && text.back() == ')';
        return std::string(in_parentheses ? text.substr(1, text.size() - 2) : text);
    }

    store::Database database_;
    store::Tables tables_{database_};
    store::Rows rows_{database_};
    store::Table table_;
};

TEST_P(TypesPage, SaysWhatLiesInTheColumn) {
    Item item;
    item.id = "a";
    item.version = "V";
    item.members = {{"c", data::read_value(cell("JSON"))}};
    ASSERT_TRUE(rows_.insert(table_, item, std::nullopt));

    {
        auto row = database_.prepare("SELECT typeof(c) || ' ' || quote(c) FROM t");
        ASSERT_TRUE(row.step());
        EXPECT_EQ(row.string(0), cell("SQLite"));
    }
    EXPECT_EQ(rows_.find(table_, "a")->item.members, item.members);
}

TEST_P(TypesPage, SaysWhatIsSentForAFilter) {
    EXPECT_EQ(sent(data::Dialect::v2), cell("v2"));
    EXPECT_EQ(sent(data::Dialect::v3), cell("v3"));
}

INSTANTIATE_TEST_SUITE_P(Of, TypesPage, testing::ValuesIn(read_page()), [](const auto& entry) {
    return entry.param.type + "_" + std::to_string(entry.index);
});

TEST(TheTypesPage, HasEveryType) {
    std::map<std::string, int> seen;
    for (const Entry& entry : read_page()) ++seen[entry.type];
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
        EXPECT_GT(seen[name_of(type)], 0) << name_of(type);
    }
    EXPECT_EQ(seen.size(), 10U);
}

}  // namespace
}  // namespace syncline
