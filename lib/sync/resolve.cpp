#include "sync/resolve.hpp"

#include "base/time.hpp"
#include "sync/items.hpp"

#include <utility>

namespace syncline::sync {

namespace {

using Use = Decision::Use;

/// The newest server item, deleted or not; nothing where the service has none at all.
std::optional<Item> newest_of(const store::Operation& operation) {
    const auto& json = operation.newest ? operation.newest : operation.base;
    if (!json) return std::nullopt;
    return parse_item(*json);
}

std::optional<Timestamp> time_of(std::string_view text) {
    const auto instant = base::read_instant(text);
    if (!instant) return std::nullopt;
    return Timestamp(instant->milliseconds);
}

/// The winner: what is declared is ours, what is not is the server's, whose later changes we would
/// not know.
Item over_server(const TableDefinition& table, const Item& ours, const Item& server) {
    Item result;
    result.id = server.id;
    result.version = server.version;
    result.created_at = server.created_at;
    result.updated_at = server.updated_at;
    for (const Member& member : ours.members) {
        if (table.column(member.name) != nullptr) result.members.push_back(member);
    }
    for (const Member& member : server.members) {
        if (table.column(member.name) == nullptr) result.members.push_back(member);
    }
    return result;
}

void queue_again(store::Operation& operation) {
    operation.sent.reset();
    operation.last_sent.reset();
    operation.newest.reset();
    operation.status.reset();
    operation.message.reset();
    operation.own_id = false;
    operation.own_delete = false;
    operation.state = OperationState::pending;
    ++operation.generation;
}

void put_row(store::Store& store,
             const store::Table& table,
             const Item& item,
             std::optional<std::int64_t> operation) {
    if (!store.rows.insert(table, item, operation)) {
        store.rows.update(table, item, operation, item.id);
    }
}

bool take_server(store::Store& store, const store::Table& table, const Pending& pending) {
    store.queue.remove(pending.operation.sequence);
    const auto server = server_side(pending.operation);
    if (server) {
        put_row(store, table, *server, std::nullopt);
    } else {
        store.rows.remove(table, pending.operation.item);
    }
    return false;
}

bool keep_deleted(store::Store& store, const store::Table& table, Pending pending) {
    const auto server = server_side(pending.operation);
    if (!server) return take_server(store, table, pending);
    store::Operation& operation = pending.operation;
    queue_again(operation);
    operation.kind = OperationKind::remove;
    operation.base = write_item(*server);
    store.rows.remove(table, operation.item);
    store.queue.save(operation);
    return true;
}

bool keep_item(store::Store& store, const store::Table& table, Pending pending, const Item& ours) {
    store::Operation& operation = pending.operation;
    const auto newest = newest_of(operation);
    const bool alive = newest && !newest->deleted;
    Item winner = newest ? over_server(table.definition, ours, *newest) : ours;
    winner.id = operation.item;
    if (alive && differing(table.definition, *newest, winner).empty()) {
        return take_server(store, table, pending);
    }
    queue_again(operation);
    // A tombstone without a version is no more than a sign that nothing is there.
    const bool is_tombstone = newest && newest->deleted && !newest->version.empty();
    operation.kind = alive || is_tombstone ? OperationKind::update : OperationKind::insert;
    operation.own_delete = is_tombstone;
    operation.base.reset();
    if (alive || is_tombstone) {
        operation.base = write_item(*newest);
    } else {
        winner.version.clear();
        winner.created_at.clear();
        winner.updated_at.clear();
    }
    put_row(store, table, winner, operation.sequence);
    store.queue.save(operation);
    return true;
}

}  // namespace

std::optional<Item> server_side(const store::Operation& operation) {
    auto newest = newest_of(operation);
    if (newest && newest->deleted) newest.reset();
    return newest;
}

ConflictOf conflict_of(const store::Table& table,
                       const Pending& pending,
                       std::chrono::milliseconds ahead) {
    const store::Operation& operation = pending.operation;
    ConflictOf conflict{table.definition, operation.item, {}, pending.item, {}, {}, {}, 1};
    if (operation.base) conflict.base = parse_item(*operation.base);
    conflict.server = server_side(operation);
    if (const auto changed = time_of(operation.last_changed)) {
        conflict.changed_here = *changed - ahead;
    }
    if (const auto newest = newest_of(operation)) {
        conflict.changed_there = time_of(newest->updated_at);
    }
    return conflict;
}

bool resolve(store::Store& store,
             const store::Table& table,
             Pending pending,
             const Decision& decision) {
    if (decision.use == Use::server) return take_server(store, table, pending);
    if (decision.use == Use::item) {
        return keep_item(store, table, std::move(pending), decision.item);
    }
    if (!pending.item) return keep_deleted(store, table, std::move(pending));
    const Item ours = *pending.item;
    return keep_item(store, table, std::move(pending), ours);
}

}  // namespace syncline::sync
