#include "data/json_check.hpp"
#include "oracle.hpp"
#include "scratch.hpp"
#include "service.hpp"

#include <syncline/client.hpp>

using namespace syncline;
using fuzz::require;

namespace {

std::string changed_item(Client& client) {
    const auto item = client.get("todo", "changed");
    require(item.has_value(), "an item that was changed here stays");
    return write_members(item->members);
}

void check_items(Client& client) {
    client.query("todo", {}, [](const Item& item) {
        const std::string written = write_item(item);
        require(!data::find_json_error(written), "an item is shown as JSON", written);
        return true;
    });
    const CheckResult result = client.check({});
    require(result.faults == 0,
            "a pull leaves a sound store",
            result.findings.empty() ? "" : result.findings.front().sentence);
}

}  // namespace

/// `v2` or `v3` in a first line, then the answers that a pull gets.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::view(data, size);
    const std::string protocol = text.substr(0, 2) == "v3" ? "v3" : "v2";
    if (text.substr(0, 3) == protocol + "\n") text.remove_prefix(3);
    const fuzz::ScratchStore store(fuzz::store_bytes(protocol));
    OpenOptions opening;
    Client client(store.path(), opening, fuzz::environment_with(fuzz::read_answers(text)));
    const std::string before = changed_item(client);
    PullOptions options;
    options.tables = {"todo"};
    options.query_id = "all";
    options.no_push = true;
    options.page_size = 3;

    const PullResult result = client.pull(options, {});

    require(
        result.outcome != Status::internal, "a pull ends with a status of its own", result.reason);
    require(result.outcome == Status::ok || !result.reason.empty() || !result.warnings.empty() ||
                result.queries.front().conflicts > 0,
            "a pull that does not end well says why");
    require(changed_item(client) == before, "what was changed here keeps its values");
    const StoreStatus status = client.status();
    require(status.pending + status.failed + status.conflicts == 3, "no operation is lost");
    check_items(client);
    return 0;
}
