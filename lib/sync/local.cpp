#include "sync/local.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/names.hpp"
#include "data/types.hpp"
#include "sync/collapse.hpp"
#include "sync/items.hpp"
#include "sync/settle_protocol.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

std::string shown(const store::Table& table, std::string_view id) {
    return table.name() + "/" + base::one_line(id, 80);
}

[[noreturn]] void throw_unknown_column(const TableDefinition& table, const std::string& name) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    const std::string meant = base::nearest(name, names);
    throw DataError("table " + table.name + " has no column \"" + base::one_line(name, 60) + "\"",
                    !meant.empty()  ? "did you mean \"" + meant + "\"?"
                    : names.empty() ? "it has no columns but its id"
                                    : "its columns are " + base::join(names, ", "));
}

std::string id_text(const Value& value) {
    if (value.is_null()) return {};
    if (!value.is_string()) throw DataError("the id must be a string");
    if (!value.text().empty()) data::check_id(value.text());
    return value.text();
}

/// Whether the service may have an item of the operation's id: a request has left, or it was seen.
bool may_be_there(const store::Operation& operation) {
    return operation.sent || (operation.newest && !parse_item(*operation.newest).deleted);
}

/// Before an operation that has left is changed, what left is kept: a lost answer is recognised by
/// it, and it is what goes again.
void keep_last_sent(store::Operation& operation, const Item& item) {
    if (operation.sent && *operation.sent != OperationKind::remove && !operation.last_sent) {
        operation.last_sent = write_item(item);
    }
}

}  // namespace

Item checked_item(const TableDefinition& table, const Members& members) {
    Item item;
    for (const Member& member : members) {
        if (member.name == "id") {
            item.id = id_text(member.value);
            continue;
        }
        const Column* column = table.column(member.name);
        if (column == nullptr && data::is_system_property(member.name)) {
            if (base::lower(member.name) == "id") {
                throw DataError("the member \"" + member.name + R"(" must be written "id")");
            }
            continue;
        }
        if (column == nullptr) throw_unknown_column(table, member.name);
        if (const auto problem = data::problem_with(column->type, member.value)) {
            throw DataError("column \"" + column->name + "\" of table " + table.name + " " +
                            *problem);
        }
        if (member_of(item, column->name) != nullptr) {
            throw DataError("the member \"" + column->name + "\" is there twice");
        }
        item.members.push_back({column->name, member.value});
    }
    return item;
}

LocalChanges::LocalChanges(store::Store& store,
                           const store::Table& table,
                           const Environment& environment)
    : store_(store),
      table_(table),
      environment_(environment),
      now_(base::write_timestamp(environment.now())),
      protocol_(known_protocol(store)),
      may_meet_delete_(store.database.integer(
                           "SELECT EXISTS (SELECT 1 FROM __operations WHERE kind = 'delete' AND"
                           " table_id = " +
                           std::to_string(table.table_id) + ")") != 0) {}

void LocalChanges::finish() {
    if (gathered_.empty()) return;
    store_.queue.append_inserts(table_.table_id, now_, gathered_);
    gathered_.clear();
}

/// From the second on several are written together.
std::int64_t LocalChanges::queue_insert(const std::string& id, bool own_id) {
    if (last_sequence_ == 0) {
        store::Operation operation = fresh(id, OperationKind::insert);
        operation.own_id = own_id;
        return append(operation);
    }
    if (gathered_.size() == store::kInsertsAtOnce) finish();
    gathered_.push_back({++last_sequence_, id, own_id});
    return last_sequence_;
}

std::int64_t LocalChanges::append(const store::Operation& operation) {
    finish();
    last_sequence_ = store_.queue.append(operation);
    return last_sequence_;
}

std::int64_t LocalChanges::requeue(const store::Operation& operation) {
    finish();
    last_sequence_ = store_.queue.requeue(operation);
    return last_sequence_;
}

store::Operation LocalChanges::fresh(const std::string& id, OperationKind kind) const {
    store::Operation operation;
    operation.table_id = table_.table_id;
    operation.item = id;
    operation.kind = kind;
    operation.first_queued = now_;
    operation.last_changed = now_;
    return operation;
}

std::string LocalChanges::insert(const Members& members, OnExisting on_existing) {
    Item item = checked_item(table_.definition, members);
    const bool own_id = item.id.empty();
    if (own_id) item.id = environment_.new_id();
    std::string id = item.id;
    if (!own_id && on_existing != OnExisting::refuse) {
        if (auto existing = store_.rows.find(table_, id)) {
            if (on_existing == OnExisting::replace) {
                Item replaced = existing->item;
                // A replaced item has only what was given: other columns become null.
                for (const Column& column : table_.definition.columns) {
                    const Value* given = member_of(item, column.name);
                    if (given == nullptr && member_of(replaced, column.name) == nullptr) continue;
                    replaced = overlay(replaced,
                                       {{column.name, given != nullptr ? *given : Value::null()}});
                }
                queue_change(*existing, replaced);
            }
            return id;
        }
    }
    if (!own_id && protocol_ != nullptr) data::check_id(id, protocol_->ids);
    return insert_new(std::move(item), own_id);
}

std::string LocalChanges::insert_new(Item item, bool own_id) {
    std::string id = item.id;
    auto queued = may_meet_delete_ ? store_.queue.find_delete(table_.table_id, id) : std::nullopt;
    if (!queued) {
        if (!store_.rows.insert(table_, item, queue_insert(id, own_id))) {
            throw DataError("there is already an item " + shown(table_, id),
                            "change it with update, or use --replace or --ignore");
        }
        return id;
    }

    // The item was deleted here and is made again: the server's item is changed instead.
    const Collapse rule = collapse(
        queued->kind, may_be_there(*queued), queued->base.has_value(), OperationKind::insert);
    if (rule == Collapse::become_update) {
        const Item base = parse_item(*queued->base);
        // What was not given is gone: a new item does not inherit from the deleted one, but for
        // what nobody here can give.
        Item made = base;
        const auto gone =
            std::remove_if(made.members.begin(), made.members.end(), [this](const Member& member) {
                return table_.definition.column(member.name) != nullptr;
            });
        made.members.erase(gone, made.members.end());
        item = overlay(std::move(made), item.members);
        if (!queued->sent && differing(table_.definition, base, item).empty()) {
            store_.queue.remove(queued->sequence);
            store_.rows.insert(
                table_, queued->newest ? parse_item(*queued->newest) : base, std::nullopt);
            return id;
        }
    }
    queued->kind = rule == Collapse::become_update ? OperationKind::update : OperationKind::insert;
    if (queued->sent == OperationKind::remove) {
        // Whether that delete arrived shows when the update is sent.
        queued->own_delete = true;
        queued->sent.reset();
    }
    if (queued->state == OperationState::failed) queued->state = OperationState::pending;
    ++queued->generation;
    queued->last_changed = now_;
    store_.rows.insert(table_, item, requeue(*queued));
    return id;
}

store::Row LocalChanges::find(const std::string& id, const std::optional<std::string>& if_version) {
    auto row = store_.rows.find(table_, id);
    if (!row) {
        throw NotFoundError("there is no item " + shown(table_, id),
                            "pull the table, or look with: syncline query " + table_.name());
    }
    if (if_version && row->item.version != *if_version) {
        throw DataError(shown(table_, id) + " has version \"" + row->item.version + "\", not \"" +
                            base::one_line(*if_version, 60) + "\"",
                        "read the item again");
    }
    return std::move(*row);
}

void LocalChanges::update(const std::string& id,
                          const Members& changes,
                          const std::optional<std::string>& if_version) {
    const Item checked = checked_item(table_.definition, changes);
    if (!checked.id.empty() && checked.id != id) {
        throw DataError("an item's id cannot be changed (" + shown(table_, id) + " to \"" +
                        base::one_line(checked.id, 60) + "\")");
    }
    const store::Row before = find(id, if_version);
    queue_change(before, overlay(before.item, checked.members));
}

void LocalChanges::queue_change(const store::Row& before, const Item& after) {
    if (after == before.item) return;
    if (!before.operation) {
        if (differing(table_.definition, before.item, after).empty()) return;
        store::Operation operation = fresh(after.id, OperationKind::update);
        operation.base = write_item(before.item);
        store_.rows.update(table_, after, append(operation), after.id);
        return;
    }

    finish();
    auto operation = store_.queue.find(*before.operation);
    if (!operation) {
        throw StoreError(Status::bad_store,
                         "the operation of " + shown(table_, after.id) + " is missing",
                         "restore a backup");
    }
    if (operation->kind == OperationKind::update && !operation->sent && !operation->own_delete &&
        operation->base) {
        const Item base = parse_item(*operation->base);
        if (differing(table_.definition, base, after).empty()) {
            // Back where it started: there is nothing to send any more.
            store_.queue.remove(operation->sequence);
            const Item rest = operation->newest ? parse_item(*operation->newest) : base;
            if (rest.deleted) {
                store_.rows.remove(table_, after.id);
            } else {
                store_.rows.update(table_, rest, std::nullopt, after.id);
            }
            return;
        }
    }
    keep_last_sent(*operation, before.item);
    if (operation->state == OperationState::failed) operation->state = OperationState::pending;
    ++operation->generation;
    operation->last_changed = now_;
    store_.queue.save(*operation);
    store_.rows.update(table_, after, operation->sequence, after.id);
}

bool LocalChanges::remove(const std::string& id,
                          bool if_present,
                          const std::optional<std::string>& if_version) {
    if (if_present && !store_.rows.find(table_, id)) return false;
    const store::Row row = find(id, if_version);
    store_.rows.remove(table_, id);
    may_meet_delete_ = true;
    if (!row.operation) {
        store::Operation operation = fresh(id, OperationKind::remove);
        operation.base = write_item(row.item);
        append(operation);
        return true;
    }

    finish();
    auto operation = store_.queue.find(*row.operation);
    if (!operation) return true;
    const Collapse rule = collapse(operation->kind,
                                   may_be_there(*operation),
                                   operation->base.has_value(),
                                   OperationKind::remove);
    if (rule == Collapse::drop_both) {
        store_.queue.remove(operation->sequence);
        return true;
    }
    keep_last_sent(*operation, row.item);
    operation->kind = OperationKind::remove;
    if (operation->state == OperationState::failed) operation->state = OperationState::pending;
    ++operation->generation;
    operation->last_changed = now_;
    requeue(*operation);
    return true;
}

}  // namespace syncline::sync
