#include "base/text.hpp"
#include "client/body.hpp"
#include "store/settings.hpp"
#include "sync/items.hpp"
#include "sync/preview.hpp"
#include "sync/queue_edit.hpp"
#include "sync/settle_protocol.hpp"
#include "sync/transfer.hpp"

#include <syncline/errors.hpp>

namespace syncline {

namespace {

/// Does something to each operation that a filter names, in one transaction.
template <typename Act>
std::uint64_t for_each_selected(store::Store& store, const QueueFilter& filter, const Act& act) {
    store::Transaction transaction(store.database);
    std::uint64_t changed = 0;
    for (const std::int64_t sequence : sync::selected(store, filter)) {
        if (act(sequence)) ++changed;
    }
    transaction.commit();
    return changed;
}

/// From the base to the item here. A deleted side has no members.
std::vector<Explanation::Change> changes_of(const TableDefinition& table,
                                            const OperationDetail& detail) {
    const Item before = detail.base.value_or(Item{});
    const Item after = detail.local.value_or(Item{});
    std::vector<Explanation::Change> changes;
    for (const Member& member : sync::differing(table, before, after)) {
        const Value* const was = sync::member_of(before, member.name);
        changes.push_back({member.name, was != nullptr ? *was : Value::null(), member.value});
    }
    return changes;
}

/// Why the operation would not leave now; empty if nothing stands in its way.
std::vector<std::string> blockers_of(store::Store& store,
                                     const store::Table& table,
                                     const OperationDetail& detail) {
    std::vector<std::string> blockers;
    if (detail.held) blockers.emplace_back("it is held until it is released");
    if (detail.state == OperationState::conflict) {
        blockers.emplace_back("it is in conflict, and nobody has decided it");
    }
    if (detail.state == OperationState::failed) {
        blockers.emplace_back("the service refused it; a push tries it once, after the others");
    }
    if (detail.state != OperationState::pending || table.definition.independent) return blockers;
    for (const store::QueueEntry& entry : store.queue.entries(OperationState::pending)) {
        if (entry.sequence >= detail.sequence) break;
        const store::Table other = store.table(entry.table_id);
        if (entry.table_id == table.table_id || other.definition.independent) continue;
        blockers.push_back("operation " + std::to_string(entry.sequence) + " of table " +
                           other.name() + " goes first");
        break;
    }
    return blockers;
}

}  // namespace

std::uint64_t Client::queue(const QueueFilter& filter, bool with_items, const OperationSink& sink) {
    std::uint64_t given = 0;
    for (const std::int64_t sequence : sync::selected(body_->store, filter)) {
        const auto detail = sync::detail_of(body_->store, sequence, with_items);
        if (!detail) continue;
        ++given;
        if (!sink(*detail)) break;
    }
    return given;
}

std::uint64_t Client::hold(const QueueFilter& filter) {
    return for_each_selected(body_->store, filter, [this](std::int64_t sequence) {
        return sync::set_held(body_->store, sequence, true);
    });
}

std::uint64_t Client::release(const QueueFilter& filter) {
    return for_each_selected(body_->store, filter, [this](std::int64_t sequence) {
        return sync::set_held(body_->store, sequence, false);
    });
}

std::uint64_t Client::retry(const QueueFilter& filter) {
    return for_each_selected(body_->store, filter, [this](std::int64_t sequence) {
        return sync::retry(body_->store, sequence);
    });
}

std::uint64_t Client::drop(const QueueFilter& filter,
                           GiveUp how,
                           const OperationSink& sink,
                           std::chrono::milliseconds lock_wait) {
    // A push that is under way may be settling what was sent.
    std::optional<sync::StoreLock> lock;
    for (const std::int64_t sequence : sync::selected(body_->store, filter)) {
        const auto operation = body_->store.queue.find(sequence);
        if (operation && operation->sent && !lock) {
            lock.emplace(body_->store.path, lock_wait, body_->environment);
        }
    }
    std::vector<OperationDetail> given_up;
    store::Transaction transaction(body_->store.database);
    for (const std::int64_t sequence : sync::selected(body_->store, filter)) {
        auto detail = sync::detail_of(body_->store, sequence, true);
        if (!detail || (detail->in_doubt && !lock)) continue;
        sync::give_up(body_->store, sequence, how);
        given_up.push_back(std::move(*detail));
    }
    transaction.commit();
    for (const OperationDetail& detail : given_up) sink(detail);
    return given_up.size();
}

void Client::edit(std::int64_t sequence, const Members& changes) {
    store::Transaction transaction(body_->store.database);
    sync::edit(body_->store, sequence, changes, body_->environment);
    transaction.commit();
}

std::uint64_t Client::export_queue(const QueueFilter& filter,
                                   const std::function<bool(const std::string& line)>& sink) {
    std::uint64_t given = 0;
    for (const std::int64_t sequence : sync::selected(body_->store, filter)) {
        if (!body_->store.queue.find(sequence)) continue;
        ++given;
        if (!sink(sync::write_transfer(body_->store, sequence))) break;
    }
    return given;
}

std::uint64_t Client::import_queue(const ItemSource& source) {
    store::Transaction transaction(body_->store.database);
    std::string_view text;
    std::string where;
    std::uint64_t added = 0;
    while (source(text, where)) {
        try {
            if (sync::read_transfer(body_->store, read_members(text))) ++added;
        } catch (const DataError& error) {
            throw DataError((where.empty() ? "" : where + ": ") + error.what(),
                            error.hint().empty() ? "nothing was changed" : error.hint());
        }
    }
    transaction.commit();
    return added;
}

bool Client::resolve(const std::string& table_name,
                     const std::string& id,
                     const Resolution& resolution) {
    store::Transaction transaction(body_->store.database);
    const store::Table table = body_->store.table(table_name);
    const bool left = sync::resolve_by_hand(body_->store, table, id, resolution);
    transaction.commit();
    return left;
}

Explanation Client::explain(const std::string& table_name,
                            const std::string& id,
                            const RemoteOptions& remote) {
    const store::Table table = body_->store.table(table_name);
    Explanation explanation;
    explanation.table = table.name();
    explanation.id = id;
    explanation.exists = body_->store.rows.find(table, id).has_value();
    const auto pending = sync::find_pending(body_->store, table, id);
    if (!pending) {
        if (explanation.exists) return explanation;
        throw NotFoundError("there is no item " + table.name() + "/" + base::one_line(id, 80),
                            "look with: syncline query " + table.name());
    }
    const auto detail = sync::detail_of(body_->store, pending->operation.sequence, true);
    explanation.operation = detail;
    explanation.changes = changes_of(table.definition, *detail);
    explanation.blockers = blockers_of(body_->store, table, *detail);
    const bool has_service = !remote.url.empty() || !body_->store.settings.get(store::kUrl).empty();
    if (has_service && sync::known_protocol(body_->store) != nullptr) {
        // Nothing is sent, so nothing is refused for how it would be sent.
        RemoteOptions shown = remote;
        shown.allow_http = true;
        shown.ca_file.clear();
        shown.ca_path.clear();
        const sync::Run run(body_->store, shown, body_->environment, body_->options.watch);
        explanation.request = sync::preview_of(body_->store, run, pending->operation);
    }
    return explanation;
}

}  // namespace syncline
