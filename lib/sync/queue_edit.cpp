#include "sync/queue_edit.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "sync/items.hpp"
#include "sync/local.hpp"
#include "sync/merge.hpp"
#include "sync/resolve.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

using Use = Decision::Use;

std::string array_of(const std::vector<std::string>& elements) {
    return "[" + base::join(elements, ",") + "]";
}

store::QueueSelection selection_of(store::Store& store, const QueueFilter& filter) {
    store::QueueSelection selection;
    std::vector<std::string> texts;
    if (!filter.sequences.empty()) {
        for (const std::int64_t one : filter.sequences) texts.push_back(std::to_string(one));
        selection.sequences = array_of(texts);
    }
    if (!filter.ids.empty()) {
        texts.clear();
        for (const std::string& id : filter.ids) texts.push_back(write_value(Value::string(id)));
        selection.items = array_of(texts);
    }
    if (!filter.table.empty()) selection.table_id = store.table(filter.table).table_id;
    selection.state = filter.state;
    selection.held = filter.held;
    if (!filter.since.empty()) {
        const auto since = base::read_instant(filter.since);
        if (!since) {
            throw UsageError("\"" + base::one_line(filter.since, 40) + "\" is no time",
                             "write it as 2026-01-31T12:00:00Z");
        }
        selection.since = base::write_timestamp(Timestamp(since->milliseconds));
    }
    return selection;
}

store::Operation must_find(store::Store& store, std::int64_t sequence) {
    auto operation = store.queue.find(sequence);
    if (!operation) {
        throw NotFoundError("there is no operation " + std::to_string(sequence),
                            "look with: syncline queue list");
    }
    return std::move(*operation);
}

[[noreturn]] void throw_nothing_to_set(const std::string& what) {
    throw DataError("values cannot be set: " + what, "leave --set out");
}

/// `on` with the user's changes over it.
Decision with_changes(const store::Table& table, Item on, const Members& set) {
    const Item checked = checked_item(table.definition, set);
    if (!checked.id.empty()) throw DataError("an item's id cannot be changed");
    return {Use::item, overlay(std::move(on), checked.members), {}};
}

Decision merged(const store::Table& table, const ConflictOf& conflict, const Members& set) {
    if (!conflict.local || !conflict.server) {
        throw DataError("one side deleted the item, the other changed it: that cannot be merged",
                        "choose --use local or --use server");
    }
    Merge merge = merge_items(table.definition, conflict.base, *conflict.local, *conflict.server);
    const auto decided = [&set](const std::string& name) {
        return std::any_of(set.begin(), set.end(), [&name](const Member& member) {
            return base::same_ignoring_case(member.name, name);
        });
    };
    merge.clashes.erase(std::remove_if(merge.clashes.begin(), merge.clashes.end(), decided),
                        merge.clashes.end());
    if (!merge.clashes.empty()) {
        throw DataError("both sides changed " + base::join(merge.clashes, ", "),
                        "say with --set what they are to be");
    }
    return with_changes(table, std::move(merge.item), set);
}

Decision finished(const store::Table& table, const ConflictOf& conflict, const Members& members) {
    Item item = checked_item(table.definition, members);
    if (!item.id.empty() && item.id != conflict.id) {
        throw DataError("the finished item has the id \"" + base::one_line(item.id, 60) +
                        "\", not \"" + base::one_line(conflict.id, 60) + "\"");
    }
    item.id = conflict.id;
    return {Use::item, std::move(item), {}};
}

Decision decision_of(const store::Table& table,
                     const ConflictOf& conflict,
                     const Resolution& resolution) {
    const Members& set = resolution.set;
    switch (resolution.use) {
        case Resolution::Use::local:
            if (set.empty()) return {Use::local, {}, {}};
            if (!conflict.local) throw_nothing_to_set("the item is deleted here");
            return with_changes(table, *conflict.local, set);
        case Resolution::Use::server:
            if (set.empty()) return {Use::server, {}, {}};
            if (!conflict.server) throw_nothing_to_set("the item is deleted on the service");
            return with_changes(table, *conflict.server, set);
        case Resolution::Use::merge:
            return merged(table, conflict, set);
        case Resolution::Use::item:
            break;
    }
    return finished(table, conflict, resolution.item);
}

}  // namespace

std::vector<std::int64_t> selected(store::Store& store, const QueueFilter& filter) {
    return store.queue.select(selection_of(store, filter));
}

std::optional<OperationDetail> detail_of(store::Store& store,
                                         std::int64_t sequence,
                                         bool with_items) {
    const auto operation = store.queue.find(sequence);
    if (!operation) return std::nullopt;
    const store::Table table = store.table(operation->table_id);
    OperationDetail detail;
    detail.sequence = sequence;
    detail.table = table.name();
    detail.id = operation->item;
    detail.kind = operation->kind;
    detail.state = operation->state;
    detail.held = operation->held;
    detail.in_doubt = operation->sent.has_value();
    detail.attempts = operation->attempts;
    detail.http_status = static_cast<int>(operation->status.value_or(0));
    detail.message = operation->message.value_or("");
    detail.first_queued = operation->first_queued;
    detail.last_changed = operation->last_changed;
    detail.last_attempt = operation->last_attempt.value_or("");
    if (operation->newest) detail.server_deleted = parse_item(*operation->newest).deleted;
    if (!with_items) return detail;
    if (operation->base) detail.base = parse_item(*operation->base);
    detail.server = server_side(*operation);
    if (auto row = store.rows.find(table, operation->item);
        row && row->operation == operation->sequence) {
        detail.local = std::move(row->item);
    }
    return detail;
}

bool set_held(store::Store& store, std::int64_t sequence, bool held) {
    store::Operation operation = must_find(store, sequence);
    if (operation.held == held) return false;
    operation.held = held;
    store.queue.save(operation);
    return true;
}

bool retry(store::Store& store, std::int64_t sequence) {
    store::Operation operation = must_find(store, sequence);
    if (operation.state != OperationState::failed) return false;
    operation.state = OperationState::pending;
    operation.status.reset();
    operation.message.reset();
    operation.attempts = 0;
    store.queue.save(operation);
    return true;
}

void give_up(store::Store& store, std::int64_t sequence, GiveUp how) {
    const store::Operation operation = must_find(store, sequence);
    const store::Table table = store.table(operation.table_id);
    auto pending = find_pending(store, table, operation.item);
    if (!pending || pending->operation.sequence != sequence) {
        store.queue.remove(sequence);
        return;
    }
    if (how == GiveUp::revert) {
        resolve(store, table, std::move(*pending), {Use::server, {}, {}});
        return;
    }
    store.queue.remove(sequence);
    if (!pending->item) return;
    // Without its time the row is nobody's copy: whatever a pull brings is another. The version
    // stays, as what the next change here is held to.
    Item kept = std::move(*pending->item);
    if (kept.updated_at.empty()) kept.version.clear();
    kept.updated_at.clear();
    store.rows.update(table, kept, std::nullopt, kept.id);
}

void edit(store::Store& store,
          std::int64_t sequence,
          const Members& changes,
          const Environment& environment) {
    const store::Operation operation = must_find(store, sequence);
    if (operation.kind == OperationKind::remove) {
        throw DataError("operation " + std::to_string(sequence) + " is a delete: it has no values",
                        "drop it instead, or insert the item again");
    }
    const store::Table table = store.table(operation.table_id);
    LocalChanges(store, table, environment).update(operation.item, changes, std::nullopt);
    if (auto after = store.queue.find(sequence); after && after->state == OperationState::failed) {
        retry(store, sequence);
    }
}

bool resolve_by_hand(store::Store& store,
                     const store::Table& table,
                     const std::string& id,
                     const Resolution& resolution) {
    auto pending = find_pending(store, table, id);
    if (!pending || pending->operation.state != OperationState::conflict) {
        throw NotFoundError(
            "there is no conflict of " + table.name() + "/" + base::one_line(id, 80),
            "look with: syncline conflicts list");
    }
    const Decision decision =
        decision_of(table, conflict_of(table, *pending, std::chrono::milliseconds(0)), resolution);
    return resolve(store, table, std::move(*pending), decision);
}

}  // namespace syncline::sync
