#include "sync/settle_protocol.hpp"

#include "store/settings.hpp"

#include <syncline/errors.hpp>

#include <optional>
#include <string>
#include <utility>

namespace syncline::sync {

namespace {

bool is_page_of(const remote::Protocol& protocol, const Response& response) {
    if (response.status < 200 || response.status >= 300) return false;
    try {
        return protocol.has_form(data::read_page(response.body).form);
    } catch (const DataError&) {
        return false;
    }
}

void remember(store::Store& store, const remote::Protocol& protocol) {
    store::Transaction transaction(store.database);
    store.settings.set(store::kSettledProtocol, protocol.name);
    transaction.commit();
}

void say_settled(const Run& run) {
    if (!run.watch().hears(Event::Level::info)) return;
    const std::string name(run.service().protocol().name);
    run.watch().event({Event::Level::info,
                       "protocol",
                       "the service speaks protocol " + name,
                       {{"protocol", Value::string(name)}}});
}

Halt unsettled(const Response& response, const remote::Url& root) {
    const bool is_page = response.status >= 200 && response.status < 300;
    return {PushStatus::internal_error,
            Status::refused,
            root.origin + " answered " + std::to_string(response.status) + ": " +
                (is_page ? "something that is no page of items" : remote::words_of(response)),
            "check the URL, the table's name and its path; a protocol can be set with: syncline "
            "remote set-protocol v2|v3",
            response.status};
}

}  // namespace

const remote::Protocol* known_protocol(store::Store& store) {
    const std::string set = store.settings.get(store::kProtocol);
    return remote::find_protocol(set.empty() ? store.settings.get(store::kSettledProtocol) : set);
}

void settle_protocol(store::Store& store, Run& run, const std::vector<store::Table>& tables) {
    if (run.knows_protocol()) return;
    std::optional<Halt> halt;
    for (const store::Table& table : tables) {
        for (const remote::Protocol* candidate : remote::kProtocols) {
            if (run.halt()) return;
            run.speak(*candidate);
            remote::PageQuery query;
            query.top = 1;
            query.select = "id";
            const auto response = run.ask(run.service().page(table.definition, query));
            if (!response) return;
            if (is_page_of(*candidate, *response)) {
                remember(store, *candidate);
                say_settled(run);
                return;
            }
            halt = halt_of(*response, run.service().root());
            // A token may be carried in another header, and then be missing.
            if (halt && halt->outcome != Status::auth) break;
            if (!halt) halt = unsettled(*response, run.service().root());
        }
        if (halt && halt->outcome != Status::refused) break;
    }
    if (halt) run.stop(std::move(*halt));
}

}  // namespace syncline::sync
