#include "data/odata_evaluate.hpp"
#include "data/odata_split.hpp"
#include "oracle.hpp"
#include "unit/odata_items.hpp"
#include "unit/odata_support.hpp"

#include <algorithm>

using namespace syncline;
using namespace syncline::data;
using fuzz::require;

namespace {

constexpr int kItems = 60;

ParseOptions at_a_fixed_time() {
    ParseOptions options;
    options.now = Timestamp(1'709'251'200'000);
    return options;
}

/// A table of items on which SQLite tries filters.
store::Database& table() {
    static store::Database database(
        ":memory:", store::OpenMode::create, std::chrono::milliseconds(0));
    static const bool filled = [] {
        fill(database, make_items(true, kItems));
        return true;
    }();
    static_cast<void>(filled);
    return database;
}

/// What SQLite selects, unless the tree is too deep for its parser.
std::optional<Ids> selected_if_possible(const Expression& filter) {
    try {
        return selected(filter, table());
    } catch (const UsageError&) {
        return std::nullopt;
    }
}

void check_written(const Expression& filter, Dialect dialect) {
    static const std::vector<Item> items = make_items(false, kItems);
    const WrittenFilter written = write_filter(filter, dialect);
    const Expression again = read_again(written, dialect);
    const Ids wanted = evaluated(filter, items);
    const Ids got = evaluated(again, items);
    require(std::includes(got.begin(), got.end(), wanted.begin(), wanted.end()),
            "what is sent selects all that was asked for",
            written.text);
    require(!written.exact || got == wanted, "what is sent exactly selects the same", written.text);
    Ids together;
    for (const WrittenFilter& part : write_filters(filter, dialect)) {
        const Ids some = evaluated(read_again(part, dialect), items);
        together.insert(some.begin(), some.end());
    }
    require(std::includes(together.begin(), together.end(), wanted.begin(), wanted.end()),
            "the parts of a filter select all together");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const std::vector<Item> items = make_items(true, kItems);
    const std::string_view text = fuzz::view(bytes, size);
    fuzz::taken<UsageError>([&] { parse_orderby(text, &every_type(), at_a_fixed_time()); });
    fuzz::taken<UsageError>([&] { parse_select(text, &every_type()); });
    fuzz::taken<UsageError>([&] { parse_filter(text, nullptr, at_a_fixed_time()); });
    std::optional<Expression> filter;
    fuzz::taken<UsageError>([&] { filter = parse_filter(text, &every_type(), at_a_fixed_time()); });
    if (!filter) return 0;
    if (const auto ids = selected_if_possible(*filter)) {
        require(*ids == evaluated(*filter, items), "SQLite and the evaluator agree");
    }
    check_written(*filter, Dialect::v2);
    check_written(*filter, Dialect::v3);
    return 0;
}
