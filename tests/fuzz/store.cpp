#include "data/json_check.hpp"
#include "oracle.hpp"
#include "scratch.hpp"
#include "service.hpp"
#include "store/database.hpp"

#include <syncline/client.hpp>

#include <algorithm>

using namespace syncline;
using fuzz::require;
using fuzz::taken;

namespace {

constexpr std::size_t kLargest = 1U << 20U;

/// Patches: three bytes of an offset, one of a length, and the bytes.
std::string patched(std::string bytes, std::string_view patches) {
    while (patches.size() > 4) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(patches[i]); };
        const std::size_t offset =
            std::size_t{byte(0)} << 16U | std::size_t{byte(1)} << 8U | byte(2);
        const std::size_t length = std::min<std::size_t>(byte(3), patches.size() - 4);
        if (offset < bytes.size()) {
            bytes.replace(
                offset, std::min(length, bytes.size() - offset), patches.substr(4, length));
        }
        patches.remove_prefix(4 + length);
    }
    return bytes;
}

/// `patch` and patches of a sound store; `sql` and what somebody did to one; or a whole file.
void make_file(const std::string& path, std::string_view text) {
    if (text.substr(0, 4) != "sql\n") return;
    taken<Error>([&] {
        store::Database database(path, store::OpenMode::read_write, std::chrono::milliseconds(0));
        database.execute(std::string(text.substr(4)));
    });
}

std::string bytes_of(std::string_view text) {
    if (text.substr(0, 4) == "sql\n") return fuzz::store_bytes("v2");
    if (text.substr(0, 6) == "patch\n") return patched(fuzz::store_bytes("v2"), text.substr(6));
    return std::string(text.substr(0, kLargest));
}

void read_all(Client& client) {
    taken<Error>([&] { client.status(); });
    taken<Error>([&] { client.queue({}, true, [](const OperationDetail&) { return true; }); });
    taken<Error>([&] { client.runs(10); });
    taken<Error>([&] {
        client.export_items({}, [](const std::string& line) {
            require(
                !data::find_json_error(line), "an export is JSON, whatever the store holds", line);
            return true;
        });
    });
    std::vector<TableDefinition> tables;
    taken<Error>([&] { tables = client.tables(); });
    for (const TableDefinition& table : tables) {
        int left = 1'000;
        taken<Error>([&] {
            client.query(table.name, {}, [&left](const Item& item) {
                require(!data::find_json_error(write_item(item)), "an item is shown as JSON");
                return --left > 0;
            });
        });
        taken<Error>([&] { client.get(table.name, "changed"); });
    }
}

void change(Client& client) {
    taken<Error>([&] { client.insert("todo", read_members(R"({"id":"other","text":"t"})")); });
    taken<Error>([&] { client.update("todo", "changed", read_members(R"({"text":"again"})")); });
    taken<Error>([&] { client.remove("todo", "clean"); });
    taken<Error>([&] { client.push({}, {}); });
    taken<Error>([&] {
        PullOptions pull;
        pull.no_push = true;
        client.pull(pull, {});
    });
}

/// What a repair calls mended is mended.
void repair(Client& client) {
    CheckOptions options;
    options.fix = true;
    std::uint64_t faults = 0;
    if (!taken<Error>([&] { faults = client.check(options).faults; })) return;
    const CheckResult again = client.check({});
    require(again.faults <= faults,
            "a second look finds no more than a repair has left",
            again.findings.empty() ? "" : again.findings.front().sentence);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::view(data, size);
    const std::string bytes = bytes_of(text);
    for (const auto& work : {read_all, repair, change}) {
        const fuzz::ScratchStore store(bytes);
        make_file(store.path(), text);
        taken<Error>([&] {
            Client client(store.path(), {}, fuzz::environment_with({}));
            work(client);
        });
    }
    return 0;
}
