#include "sync/write_back.hpp"

#include "base/text.hpp"
#include "sync/items.hpp"

#include <utility>

namespace syncline::sync {

namespace {

/// What is known of a sent operation once its outcome is settled.
void settle(store::Operation& operation) {
    operation.sent.reset();
    operation.last_sent.reset();
}

/// The operation goes on, now on the server's item.
void rebase(store::Operation& operation, const Item& server) {
    settle(operation);
    operation.item = server.id;
    operation.base = write_item(server);
    operation.newest.reset();
    operation.own_delete = false;
    operation.state = OperationState::pending;
    operation.status.reset();
    operation.message.reset();
}

void write_rejected(store::Store& store,
                    Pending pending,
                    const Rejected& rejected,
                    std::int64_t generation) {
    store::Operation& operation = pending.operation;
    const bool later_edits_wait =
        operation.kind != OperationKind::remove && operation.last_sent.has_value();
    if (!rejected.outcome_unknown) settle(operation);
    if (rejected.status != 0) operation.status = rejected.status;
    operation.message = base::one_line(rejected.message);
    if (operation.generation == generation && !later_edits_wait) {
        operation.state = OperationState::failed;
    }
    store.queue.save(operation);
}

}  // namespace

std::string remembered(const Conflicting& conflict, const std::string& id) {
    if (conflict.stored) return write_item(*conflict.stored);
    return write_members({{"id", Value::string(id)}, {"deleted", Value::boolean(true)}});
}

std::optional<Pending> find_pending(store::Store& store,
                                    const store::Table& table,
                                    std::string_view id) {
    if (auto row = store.rows.find(table, id)) {
        if (!row->operation) return std::nullopt;
        auto operation = store.queue.find(*row->operation);
        if (!operation) return std::nullopt;
        return Pending{std::move(*operation), std::move(row->item)};
    }
    auto operation = store.queue.find_delete(table.table_id, id);
    if (!operation) return std::nullopt;
    return Pending{std::move(*operation), std::nullopt};
}

bool takes_anothers_place(store::Store& store,
                          const store::Table& table,
                          const store::Operation& operation,
                          const Verdict& verdict) {
    const auto* const accepted = std::get_if<Accepted>(&verdict);
    if (accepted == nullptr || accepted->server.id == operation.item) return false;
    return find_pending(store, table, accepted->server.id).has_value();
}

void write_accepted(store::Store& store,
                    const store::Table& table,
                    Pending pending,
                    const Item& server) {
    store::Operation& operation = pending.operation;
    const std::string old_id = operation.item;
    if (!pending.item) {
        // Deleted here since: what must go is the server's item as it is now.
        rebase(operation, server);
        store.queue.save(operation);
        return;
    }
    // A server may give an insert another id; a pull may have brought that item meanwhile.
    if (server.id != old_id) store.rows.remove(table, server.id);
    Members edits;
    if (operation.last_sent) {
        edits = differing(table.definition, parse_item(*operation.last_sent), *pending.item);
    }
    Item result = overlay(server, edits);
    if (!edits.empty() && !differing(table.definition, server, result).empty()) {
        operation.kind = OperationKind::update;
        rebase(operation, server);
        store.queue.save(operation);
        store.rows.update(table, result, operation.sequence, old_id);
        return;
    }
    store.queue.remove(operation.sequence);
    store.rows.update(table, server, std::nullopt, old_id);
}

void write_removed(store::Store& store, const Pending& pending) {
    // Made again while the delete was under way: that operation knows it comes after a delete.
    if (pending.item) return;
    store.queue.remove(pending.operation.sequence);
}

void write_conflict(store::Store& store,
                    Pending pending,
                    const Conflicting& conflict,
                    std::int64_t generation) {
    store::Operation& operation = pending.operation;
    settle(operation);
    operation.newest = remembered(conflict, operation.item);
    if (conflict.status != 0) operation.status = conflict.status;
    operation.message = conflict.message;
    if (operation.generation == generation) operation.state = OperationState::conflict;
    store.queue.save(operation);
}

void write_verdict(store::Store& store,
                   const store::Table& table,
                   Pending pending,
                   const Verdict& verdict,
                   std::int64_t generation) {
    if (const auto* accepted = std::get_if<Accepted>(&verdict)) {
        write_accepted(store, table, std::move(pending), accepted->server);
    } else if (std::holds_alternative<Removed>(verdict)) {
        write_removed(store, pending);
    } else if (const auto* conflict = std::get_if<Conflicting>(&verdict)) {
        write_conflict(store, std::move(pending), *conflict, generation);
    } else if (const auto* rejected = std::get_if<Rejected>(&verdict)) {
        write_rejected(store, std::move(pending), *rejected, generation);
    }
}

}  // namespace syncline::sync
