#include "sync/service_of.hpp"

#include "store/settings.hpp"
#include "sync/settle_protocol.hpp"

#include <utility>

namespace syncline::sync {

namespace {

void remember(store::Store& store, const Run& run) {
    store.settings.set(store::kService, run.service().root().text());
}

/// An operation as another service must see it: nothing is known of its item there. A change asks
/// first whether the item is there, so that none is overwritten unseen.
void forget_version(store::Store& store, store::Operation operation) {
    if (operation.kind == OperationKind::update) operation.kind = OperationKind::insert;
    if (operation.kind == OperationKind::remove) {
        operation.sent = OperationKind::insert;
        operation.last_sent = operation.base;
    } else {
        operation.sent.reset();
        operation.last_sent.reset();
    }
    operation.base.reset();
    operation.newest.reset();
    operation.own_id = false;
    operation.own_delete = false;
    operation.state = OperationState::pending;
    operation.status.reset();
    operation.message.reset();
    store.queue.save(operation);
}

/// The queue stays; what it knew of the other service's items is forgotten.
void begin_anew(store::Store& store, const Run& run) {
    store::Transaction transaction(store.database);
    for (const store::Table& table : store.tables.all()) {
        store.tokens.remove_all(table.table_id);
        store.rows.forget_versions(table);
    }
    for (const std::int64_t sequence : store.queue.select({})) {
        if (auto operation = store.queue.find(sequence)) {
            forget_version(store, std::move(*operation));
        }
    }
    store.settings.set(store::kSettledProtocol, "");
    remember(store, run);
    transaction.commit();
}

/// Another service is refused only after it has answered: a wrong host is no answer.
void refuse(Run& run, const std::string& known, const std::vector<store::Table>& tables) {
    const auto response = run.ask(run.service().probe(tables.front().definition));
    if (!response) return;
    run.stop(
        {PushStatus::internal_error,
         Status::refused,
         "the store belongs to the service " + known + ", not to " + run.service().root().text(),
         "if the service has moved, use --rebase keep; if it is another one, --rebase reset",
         response->status});
}

}  // namespace

void meet_service(store::Store& store, Run& run, const std::vector<store::Table>& tables) {
    const std::string known = store.settings.get(store::kService);
    const bool another = !known.empty() && known != run.service().root().text();
    if (another) {
        switch (run.rebase()) {
            case Rebase::refuse:
                refuse(run, known, tables);
                return;
            case Rebase::keep: {
                store::Transaction transaction(store.database);
                remember(store, run);
                transaction.commit();
                break;
            }
            case Rebase::reset:
                begin_anew(store, run);
                break;
        }
    }
    settle_protocol(store, run, tables);
}

void remember_service(store::Store& store, const Run& run) {
    if (!run.was_answered() || run.is_halted()) return;
    if (!store.settings.get(store::kService).empty()) return;
    store::Transaction transaction(store.database);
    remember(store, run);
    transaction.commit();
}

}  // namespace syncline::sync
