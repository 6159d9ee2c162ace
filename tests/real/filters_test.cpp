#include "real/backend.hpp"
#include "real/program.hpp"

#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>

namespace syncline::tests {
namespace {

const Words kColumns = {"text:string",
                        "complete:boolean",
                        "priority:integer",
                        "size:number",
                        "due:datetime",
                        "born:date",
                        "owner:guid"};

/// What is asked of a column by one filter each. The comparisons are of the ranges that the items
/// below lie in, so that each selects some and leaves some.
const Words kFilters = {
    "text eq 'Milk'",
    "text ne 'Milk'",
    "text eq ''",
    "text eq null",
    "text ne null",
    "text gt 'M'",
    "text le 'milk'",
    "text in ('Milk','Öl','it''s')",
    "not (text in ('Milk','Öl'))",
    "startswith(text,'M')",
    "startswith(text,'m')",
    "endswith(text,'K')",
    "contains(text,'il')",
    "contains(text,'%')",
    "not contains(text,'il')",
    "contains(text,'💧')",
    "tolower(text) eq 'milk'",
    "toupper(text) eq 'MILK'",
    "length(text) eq 4",
    "indexof(text,'l') eq 2",
    "substring(text,1) eq 'ilk'",
    "trim(text) eq 'tea'",
    "concat(text,'!') eq 'Milk!'",
    "complete",
    "not complete",
    "complete eq false",
    "complete ne true",
    "complete eq null",
    "priority eq 3",
    "priority ne 3",
    "priority gt 3",
    "priority ge 3 and priority lt 7",
    "not (priority gt 3)",
    "priority in (1,2,null)",
    "priority add 1 eq 4",
    "priority mul 2 gt size",
    "priority mod 2 eq 1",
    "priority div 2 eq 1",
    "-priority lt -5",
    "size gt 0.5",
    "size eq 1.5 or size eq null",
    "round(size) eq 2",
    "floor(size) eq 1",
    "ceiling(size) eq 2",
    "due ge 2024-02-29T12:00:00Z",
    "due lt 2024-02-29T14:00:00+02:00",
    "due eq 2024-02-29T12:00:00.123Z",
    "due ne 2024-02-29T12:00:00.123Z",
    "due eq null",
    "year(due) eq 2024",
    "day(due) eq 29 and hour(due) ge 12",
    "born eq 2000-01-01",
    "born lt 2000-06-01",
    "year(born) eq 2000",
    "owner eq 0F8FAD5B-D9CB-469F-A165-70867728950E",
    "owner ne 0f8fad5b-d9cb-469f-a165-70867728950e",
    "text eq 'Milk' or complete and priority gt 5",
    "(text eq 'Milk' or complete) and priority gt 5",
    "not (text eq 'Milk' and complete)",
    "id gt 'f-100' and id le 'f-120'",
    "text eq null and (priority eq null or size gt 1)",
};

/// 240 items: every value meets every other, with nulls, ties, and text beyond ASCII.
std::string items(const Backend& backend) {
    const std::array<const char*, 8> texts{R"("Milk")",
                                           R"("milk")",
                                           R"("")",
                                           "null",
                                           R"("Öl 100%")",
                                           R"("it's")",
                                           R"("  tea ")",
                                           R"("a💧b")"};
    const std::array<const char*, 3> flags{"true", "false", "null"};
    const std::array<const char*, 5> sizes{"1.5", "0.25", "-3", "null", "2.5"};
    const std::array<const char*, 4> dues{R"("2024-02-29T12:00:00.123Z")",
                                          R"("2024-02-29T11:59:59.999Z")",
                                          "null",
                                          R"("2023-12-31T23:30:00.000Z")"};
    const std::array<const char*, 3> borns{R"("2000-01-01")", R"("2000-12-31")", "null"};
    const std::array<const char*, 2> owners{R"("0f8fad5b-d9cb-469f-a165-70867728950e")", "null"};
    std::ostringstream lines;
    for (std::size_t i = 0; i < 240; ++i) {
        const std::string priority = i % 10 == 9 ? "null" : std::to_string(i % 10);
        lines << R"({"id":")" << backend.id("f-" + std::to_string(i)) << R"(","text":)"
              << texts[i % texts.size()] << R"(,"complete":)" << flags[i % flags.size()]
              << R"(,"priority":)" << priority << R"(,"size":)" << sizes[i / 3 % sizes.size()]
              << R"(,"due":)" << dues[i / 5 % dues.size()] << R"(,"born":)"
              << borns[i / 7 % borns.size()] << R"(,"owner":)" << owners[i / 11 % owners.size()]
              << "}\n";
    }
    return lines.str();
}

class Filters : public testing::TestWithParam<Kind> {};

TEST_P(Filters, SelectTheSameItemsHereAndThroughTheService) {
    const Backend backend(GetParam());
    Program all;
    all.must({"init", "--url", backend.url()});
    all.define(backend, "todoitem", kColumns);
    // The Node server makes a column when it first sees one, and loses values of items that arrive
    // meanwhile: the first item, which has them all, goes alone.
    const std::string lines = items(backend);
    const std::size_t first = lines.find('\n') + 1;
    all.must({"insert", "todoitem", "--stdin", "-q"}, lines.substr(0, first));
    all.must({"push"});
    all.must({"insert", "todoitem", "--stdin", "-q"}, lines.substr(first));
    all.must({"push"});
    all.must({"pull", "todoitem"});

    Program some;
    some.must({"init", "--url", backend.url()});
    some.define(backend, "todoitem", kColumns);
    std::size_t selected = 0;
    for (const std::string& filter : kFilters) {
        SCOPED_TRACE(filter);
        const std::string here =
            all.must({"query", "todoitem", "--ids", "--orderby", "id", "--filter", filter});
        some.must({"purge", "todoitem"});
        some.must({"pull", "todoitem", "--filter", filter});
        EXPECT_EQ(some.must({"query", "todoitem", "--ids", "--orderby", "id"}), here);
        selected += here.empty() ? 0U : 1U;
    }
    EXPECT_GT(selected, kFilters.size() - 4) << "a filter that selects nothing shows nothing";
}

INSTANTIATE_TEST_SUITE_P(Through, Filters, testing::ValuesIn(kEveryKind), [](const auto& kind) {
    std::ostringstream name;
    name << kind.param;
    return name.str();
});

}  // namespace
}  // namespace syncline::tests
