#include "sync/apply.hpp"

#include "sync/items.hpp"
#include "sync/write_back.hpp"

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

/// So many items are stored within a few milliseconds.
constexpr std::size_t kItemsBetween = 500;

bool is_same_item(const store::Table& table, const Item& a, const Item& b) {
    if (a.deleted != b.deleted) return false;
    if (!a.version.empty() || !b.version.empty()) return a.version == b.version;
    return differing(table.definition, a, b).empty();
}

/// Whether the server's item shows that what we sent has arrived.
bool shows_our_write(const store::Table& table,
                     const Pending& pending,
                     const std::optional<Item>& base,
                     const Item& server) {
    const store::Operation& operation = pending.operation;
    const bool wrote = operation.sent && *operation.sent != OperationKind::remove;
    if (!wrote || server.deleted || (base && is_same_item(table, *base, server))) return false;
    if (*operation.sent == OperationKind::insert && operation.own_id) return true;
    std::optional<Item> sent = pending.item;
    if (operation.last_sent) sent = parse_item(*operation.last_sent);
    return sent && holds_changes(table.definition, base, *sent, server);
}

void note_conflict(store::Store& store, Pending pending, const Item& server, PulledQuery& result) {
    if (pending.operation.state != OperationState::conflict) ++result.conflicts;
    const std::int64_t generation = pending.operation.generation;
    Conflicting conflict{server, 0, "the item was changed by somebody else"};
    if (server.deleted) conflict.message = "the item was deleted by somebody else";
    write_conflict(store, std::move(pending), conflict, generation);
}

/// The server's copy of an item that has an operation here.
void meet(store::Store& store,
          const store::Table& table,
          Pending pending,
          const Item& server,
          PulledQuery& result) {
    ++result.kept;
    const store::Operation& operation = pending.operation;
    std::optional<Item> base;
    if (operation.base) base = parse_item(*operation.base);
    if (shows_our_write(table, pending, base, server)) {
        write_accepted(store, table, std::move(pending), server);
        return;
    }
    if (server.deleted && operation.kind == OperationKind::remove) {
        write_removed(store, pending);
        return;
    }
    if (server.deleted && operation.own_delete) return;  // our own delete, to be undone by this one
    // Our own undelete, whose answer was lost: the push goes on from there.
    if (operation.own_delete && base && differing(table.definition, *base, server).empty()) return;
    if (base && is_same_item(table, *base, server)) return;
    if (operation.newest && is_same_item(table, parse_item(*operation.newest), server)) return;
    note_conflict(store, std::move(pending), server, result);
}

/// A clean item's copy of the server is stored. Returns whether that changed anything.
bool store_clean(store::Store& store,
                 const store::Table& table,
                 const Item& item,
                 PulledQuery& result) {
    if (item.deleted) {
        const bool removed = store.rows.remove(table, item.id);
        ++(removed ? result.removed : result.unchanged);
        return removed;
    }
    const bool applied = store.rows.upsert(table, item);
    ++(applied ? result.applied : result.unchanged);
    return applied;
}

/// As it is here now, which is less than what came: undeclared members are not shown.
ItemChange change_of(store::Store& store, const store::Table& table, const Item& item) {
    ItemChange change;
    change.table = table.name();
    change.item.id = item.id;
    if (item.deleted) {
        change.kind = ItemChange::Kind::removed;
    } else if (auto shown = store.rows.find_view(table, item.id)) {
        change.item = std::move(*shown);
    }
    return change;
}

}  // namespace

void apply_items(store::Store& store,
                 const store::Table& table,
                 std::vector<Item> items,
                 PulledQuery& result,
                 Misfits& misfits,
                 std::vector<ItemChange>* changes,
                 const std::function<void()>& meanwhile) {
    std::vector<Item*> sorted;
    sorted.reserve(items.size());
    for (Item& item : items) sorted.push_back(&item);
    std::stable_sort(
        sorted.begin(), sorted.end(), [](const Item* a, const Item* b) { return a->id < b->id; });
    const auto queued = store.queue.has_any(table.table_id) ? store.queue.items(table.table_id)
                                                            : decltype(store.queue.items(0)){};
    const auto apply = [&](const Item& item) {
        if (!queued.empty() && queued.count(item.id) != 0) {
            if (auto pending = find_pending(store, table, item.id)) {
                misfits.look_at(table.definition, item);
                meet(store, table, std::move(*pending), item, result);
                return;
            }
        }
        if (!store_clean(store, table, item, result)) return;
        if (!item.deleted) misfits.look_at(table.definition, item);
        if (changes != nullptr) changes->push_back(change_of(store, table, item));
    };
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i % kItemsBetween == 0) meanwhile();
        const bool came_again = i + 1 < sorted.size() && sorted[i + 1]->id == sorted[i]->id;
        if (!came_again) apply(*sorted[i]);
        *sorted[i] = Item();  // its memory is for what comes meanwhile
    }
}

}  // namespace syncline::sync
