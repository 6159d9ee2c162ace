#include "oracle.hpp"
#include "scratch.hpp"
#include "service.hpp"

#include <syncline/client.hpp>

using namespace syncline;
using fuzz::require;

/// `v2` or `v3` in a first line, then the answers that a push gets.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::view(data, size);
    const std::string protocol = text.substr(0, 2) == "v3" ? "v3" : "v2";
    if (text.substr(0, 3) == protocol + "\n") text.remove_prefix(3);
    const fuzz::ScratchStore store(fuzz::store_bytes(protocol));
    Client client(store.path(), {}, fuzz::environment_with(fuzz::read_answers(text)));
    RemoteOptions remote;
    remote.parallel = 1;

    const PushResult result = client.push({}, remote);

    require(
        result.outcome != Status::internal, "a push ends with a status of its own", result.reason);
    require(result.outcome == Status::ok || !result.reason.empty() || !result.issues.empty() ||
                result.pending > 0,
            "a push that does not end well says why");
    const StoreStatus status = client.status();
    const std::uint64_t left = status.pending + status.failed + status.conflicts;
    require(left == result.pending + result.failed + result.conflicts,
            "the result counts the queue");
    require(left + result.pushed == 3, "each operation is accepted or stays");
    const CheckResult check = client.check({});
    require(check.faults == 0,
            "a push leaves a sound store",
            check.findings.empty() ? "" : check.findings.front().sentence);
    return 0;
}
