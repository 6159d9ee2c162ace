#include "sync/preview.hpp"

#include "base/text.hpp"
#include "remote/auth_transport.hpp"
#include "sync/ask.hpp"
#include "sync/push_order.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace syncline::sync {

namespace {

constexpr const char* kHidden = "***";

/// Whether a header's value may be a secret, by its name.
bool is_secret(std::string_view name) {
    constexpr std::array<std::string_view, 6> kSigns{
        "auth", "cookie", "key", "secret", "token", "password"};
    const std::string lowered = base::lower(name);
    return std::any_of(kSigns.begin(), kSigns.end(), [&lowered](std::string_view sign) {
        return lowered.find(sign) != std::string::npos;
    });
}

void check_protocol(const Run& run) {
    if (run.knows_protocol()) return;
    throw UsageError("which protocol the service speaks is not known yet",
                     "pull or push once, or set it with: syncline remote set-protocol v2|v3");
}

}  // namespace

std::optional<RequestPreview> preview_of(store::Store& store,
                                         const Run& run,
                                         const store::Operation& operation) {
    check_protocol(run);
    const remote::Service& service = run.service();
    const store::Table table = store.table(operation.table_id);
    std::optional<Item> item;
    if (operation.kind != OperationKind::remove) {
        auto row = store.rows.find(table, operation.item);
        if (!row) return std::nullopt;
        item = std::move(row->item);
    }
    Delivery delivery(table.definition, service.protocol(), operation, std::move(item));
    const Next next = delivery.begin();
    const auto* const ask = std::get_if<Ask>(&next);
    if (ask == nullptr) return std::nullopt;
    Request request = write_request(service, table.definition, operation.item, *ask);
    RequestPreview preview{operation.sequence,
                           table.name(),
                           operation.item,
                           std::move(request.method),
                           std::move(request.url),
                           {},
                           std::move(request.body)};
    for (auto& [name, value] : request.headers) {
        if (is_secret(name) || service.is_extra(name)) value = kHidden;
        preview.headers.emplace_back(std::move(name), std::move(value));
    }
    if (run.has_token()) {
        const remote::Protocol& protocol = service.protocol();
        remote::set_header(preview.headers,
                           std::string(protocol.token_header),
                           std::string(protocol.token_prefix) + kHidden);
    }
    const auto authorizes = [](const auto& header) { return header.first == "authorization"; };
    if (run.has_netrc() &&
        std::none_of(preview.headers.begin(), preview.headers.end(), authorizes)) {
        preview.headers.emplace_back("authorization", kHidden);
    }
    return preview;
}

std::uint64_t preview(store::Store& store,
                      const Run& run,
                      const PushOptions& options,
                      const std::function<bool(const RequestPreview&)>& sink) {
    check_protocol(run);
    std::uint64_t given = 0;
    for (const auto state : {OperationState::pending, OperationState::failed}) {
        for (const store::QueueEntry& entry : entries_of(store, state, options.tables)) {
            if (options.max_operations && given >= *options.max_operations) return given;
            const auto operation = store.queue.find(entry.sequence);
            if (!operation) continue;
            const auto request = preview_of(store, run, *operation);
            if (!request) continue;
            ++given;
            if (!sink(*request)) return given;
        }
    }
    return given;
}

}  // namespace syncline::sync
