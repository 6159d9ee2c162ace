#include "data/json_check.hpp"
#include "data/json_read.hpp"
#include "data/types.hpp"
#include "input.hpp"
#include "oracle.hpp"
#include "output.hpp"
#include "scratch.hpp"
#include "service.hpp"

#include <syncline/client.hpp>

#include <vector>

using namespace syncline;
using fuzz::require;

namespace {

/// The item here has all that the line said.
void check_item(Client& client, const std::string& id, const Members& given) {
    const auto item = client.get("todo", id);
    require(item.has_value(), "an item that was inserted is there", id);
    const TableDefinition table = client.table("todo");
    for (const Member& member : given) {
        const Column* const column = table.column(member.name);
        if (column == nullptr || member.value.is_null()) continue;
        const Value* const value = find_member(item->members, column->name);
        require(value != nullptr && data::same_value(column->type, *value, member.value),
                "a value is here as it was given",
                write_item(*item));
    }
}

}  // namespace

/// Lines that are inserted, all or none.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::ScratchStore store(fuzz::store_bytes("v2"));
    Client client(store.path(), {}, fuzz::environment_with({}));
    const fuzz::MemoryFile file(fuzz::view(data, size));
    cmd::Streams streams{0, cmd::Output(1), cmd::Output(2)};
    cmd::InputLines lines(file.path(), streams);
    const ItemSource source = cmd::source_of(lines);
    std::vector<Members> given;
    const auto noting = [&](std::string_view& text, std::string& where) {
        if (!source(text, where)) return false;
        fuzz::taken<DataError>([&] { given.push_back(data::read_object(text)); });
        return true;
    };
    std::vector<std::string> ids;
    const std::uint64_t before = client.count("todo", {});
    const bool inserted = fuzz::taken<DataError>([&] {
        client.insert_many(
            "todo", noting, OnExisting::refuse, [&](const std::string& id) { ids.push_back(id); });
    });
    require(client.count("todo", {}) == before + ids.size(), "all are inserted, or none");
    if (!inserted) {
        require(ids.empty(), "no id is told of what was refused");
        return 0;
    }
    require(ids.size() == given.size(), "each line is an item");
    for (std::size_t i = 0; i < ids.size(); ++i) check_item(client, ids[i], given[i]);
    require(client.check({}).faults == 0, "the store is sound");
    return 0;
}
