#include "item_input.hpp"
#include "oracle.hpp"
#include "record_writer.hpp"
#include "scratch.hpp"

#include <vector>

using namespace syncline;
using fuzz::require;

namespace {

TableDefinition table() {
    TableDefinition table;
    table.name = "todo";
    table.columns = {{"text", Type::string},
                     {"n", Type::integer},
                     {"price", Type::number},
                     {"done", Type::boolean},
                     {"due", Type::datetime},
                     {"bytes", Type::binary},
                     {"tags", Type::json}};
    return table;
}

/// Throws DataError.
std::vector<Members> read(cmd::InputFormat format, std::string_view text) {
    const fuzz::MemoryFile file(text);
    cmd::Streams streams{0, cmd::Output(1), cmd::Output(2)};
    cmd::ItemInput input(format, file.path(), streams, table(), cmd::NullField::null);
    const ItemSource source = input.source();
    std::vector<Members> items;
    std::string_view object;
    for (std::string where; source(object, where);) items.push_back(read_members(object));
    return items;
}

/// As `query --csv` writes them.
std::string write(cmd::InputFormat format, const std::vector<Members>& items) {
    const fuzz::MemoryFile file;
    cmd::Output out(file.descriptor());
    cmd::OutputOptions options;
    options.format = format == cmd::InputFormat::csv ? cmd::Format::csv : cmd::Format::tsv;
    const auto writer = cmd::make_delimited_writer(out, options);
    cmd::Words columns;
    for (const Member& member : items.front()) columns.push_back(member.name);
    writer->begin(columns);
    for (const Members& members : items) {
        Item item;
        item.members = members;
        writer->next(cmd::as_fields(table(), std::move(item)).members);
    }
    writer->end();
    out.flush();
    return file.text();
}

/// An item without any member has no column to be written in; properties cannot be null.
bool can_be_written(const std::vector<Members>& items) {
    for (const Members& members : items) {
        if (members.empty() || members.size() != items.front().size()) return false;
    }
    return !items.empty();
}

}  // namespace

/// `csv` or `tsv` in a first line, then what is read.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::view(data, size);
    const auto format =
        text.substr(0, 4) == "tsv\n" ? cmd::InputFormat::tsv : cmd::InputFormat::csv;
    if (text.substr(0, 4) == "tsv\n" || text.substr(0, 4) == "csv\n") text.remove_prefix(4);
    std::vector<Members> items;
    if (!fuzz::taken<DataError>([&] { items = read(format, text); })) return 0;
    if (!can_be_written(items)) return 0;
    const std::string written = write(format, items);
    require(read(format, written) == items, "what is written is read the same", written);
    return 0;
}
