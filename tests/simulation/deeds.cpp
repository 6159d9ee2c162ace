/// What a replica's processes do.

#include "simulation/replica.hpp"
#include "sync/items.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::simulation {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

ConflictPolicy any_policy(Random& random) {
    ConflictPolicy policy;
    using Kind = ConflictPolicy::Kind;
    policy.kind = random.pick(std::vector<Kind>{
        Kind::ask, Kind::ask, Kind::local, Kind::server, Kind::newer, Kind::merge});
    return policy;
}

}  // namespace

void Replica::perform(Hand& hand, Deed deed) {
    switch (deed) {
        case Deed::insert:
            return insert(hand);
        case Deed::insert_many:
            return insert_many(hand);
        case Deed::update:
            return update(hand);
        case Deed::complete:
            return complete(hand);
        case Deed::remove:
            return remove(hand);
        case Deed::undelete:
            return undelete(hand);
        case Deed::push:
            return push(hand);
        case Deed::pull:
            return pull(hand, false);
        case Deed::pull_full:
            return pull(hand, true);
        case Deed::sync:
            return sync(hand);
        case Deed::purge:
        case Deed::purge_some:
        case Deed::purge_by_force:
            return purge(hand, deed);
        case Deed::hold:
            return with_operation(hand, [&hand](const OperationDetail& operation) {
                hand.client->hold({{operation.sequence}, {}, {}, {}, {}, {}});
            });
        case Deed::release:
            hand.client->release({});
            return;
        case Deed::retry:
            hand.client->retry({});
            return;
        case Deed::drop:
            return drop(hand, GiveUp::revert);
        case Deed::drop_keeping:
            return drop(hand, GiveUp::keep_local);
        case Deed::resolve:
            return resolve(hand);
        case Deed::redefine:
            return redefine(hand);
        case Deed::restart:
            hand.client.reset();
            return open(hand);
        case Deed::step_clock:
            clock_off_ = milliseconds(hand.random.between(-3'600'000, 3'600'000));
            return;
        default:
            break;  // somebody else's
    }
}

void Replica::change(const std::function<void()>& act,
                     const std::function<void(bool certain)>& enter) {
    try {
        act();
    } catch (const Killed&) {
        enter(false);
        throw;
    }
    enter(true);
}

std::string Replica::any_table(Random& random) const {
    return random.chance(70) ? "todo" : "tag";
}

std::optional<std::string> Replica::any_item(Hand& hand, const std::string& table) const {
    std::vector<std::string> ids;
    // Often what was changed a moment ago is changed again.
    if (hand.random.chance(25)) {
        QueueFilter of_table;
        of_table.table = table;
        hand.client->queue(of_table, false, [&ids](const OperationDetail& operation) {
            if (operation.kind != OperationKind::remove) ids.push_back(operation.id);
            return true;
        });
    }
    if (ids.empty()) {
        hand.client->query(table, {}, [&ids](const Item& item) {
            ids.push_back(item.id);
            return true;
        });
    }
    if (ids.empty()) return std::nullopt;
    return hand.random.pick(ids);
}

Value Replica::new_value(Random& random, const std::string& member) {
    const auto mark = static_cast<std::int64_t>(world_.ledger.next_mark());
    if (member == "complete") return Value::boolean(random.chance(50));
    if (member == "rank") return Value::integer(random.chance(50) ? mark + 1'000 : -mark);
    // The service refuses some of them.
    const char* const begin = member == "text" && random.chance(3) ? "no " : "e";
    return Value::string(begin + std::to_string(mark));
}

Members Replica::new_values(Hand& hand, const std::string& table) {
    std::vector<std::string> names = {"text", "rank", "complete"};
    if (hand.client->table(table).column("note") != nullptr) names.emplace_back("note");
    Members values;
    for (const std::string& name : names) {
        if (hand.random.chance(40)) values.push_back({name, new_value(hand.random, name)});
    }
    if (values.empty()) values.push_back({"text", new_value(hand.random, "text")});
    if (hand.random.chance(8) && values[0].name != "text") values[0].value = Value::null();
    return values;
}

void Replica::insert(Hand& hand) {
    const std::string table = any_table(hand.random);
    Members members = new_values(hand, table);
    const Members values = members;
    const bool keeps_deleted = story_.service.soft.at(table);
    std::string id;
    // Ids that others may take, too.
    if (hand.random.chance(keeps_deleted ? 30 : 10)) {
        id = "g" + std::to_string(hand.random.below(8));
        members.insert(members.begin(), {"id", Value::string(id)});
    }
    change(
        [&] {
            const std::string made = hand.client->insert(table, members);
            id = made;
        },
        [&](bool certain) {
            if (id.empty()) id = "r" + std::to_string(number_) + "-" + std::to_string(last_id_);
            world_.ledger.inserted(number_, {table, id}, values, certain);
        });
}

void Replica::insert_many(Hand& hand) {
    const std::string table = any_table(hand.random);
    std::vector<std::pair<std::string, Members>> items(hand.random.below(12) + 1);
    std::vector<std::string> lines;
    for (auto& [id, values] : items) {
        id = "m" + std::to_string(number_) + "-" + std::to_string(++last_id_);
        values = new_values(hand, table);
        Members members = values;
        members.push_back({"id", Value::string(id)});
        lines.push_back(write_members(members));
    }
    std::size_t next = 0;
    const ItemSource source = [&](std::string_view& text, std::string&) {
        if (next == lines.size()) return false;
        text = lines[next++];
        return true;
    };
    change([&] { hand.client->insert_many(table, source, OnExisting::refuse, {}); },
           [&](bool certain) {
               for (const auto& [id, values] : items) {
                   world_.ledger.inserted(number_, {table, id}, values, certain);
               }
           });
}

void Replica::update(Hand& hand) {
    const std::string table = any_table(hand.random);
    const auto id = any_item(hand, table);
    if (!id) return;
    set(hand, {table, *id}, new_values(hand, table));
}

void Replica::complete(Hand& hand) {
    const std::string table = any_table(hand.random);
    const auto id = any_item(hand, table);
    if (id) set(hand, {table, *id}, {{"complete", Value::boolean(true)}});
}

void Replica::set(Hand& hand, const Name& name, const Members& values) {
    change([&] { hand.client->update(name.first, name.second, values); },
           [&](bool certain) { world_.ledger.updated(number_, name, values, certain); });
}

void Replica::remove(Hand& hand) {
    const std::string table = any_table(hand.random);
    const auto id = any_item(hand, table);
    if (!id) return;
    const bool known_there = is_known_there(table, *id);
    change([&] { hand.client->remove(table, *id); },
           [&](bool certain) {
               const Ticks now = world_.scheduler.now();
               world_.ledger.removed(number_, {table, *id}, now, certain && known_there);
           });
}

/// Whether the service has it, for all that is known here. What was made here and has not left is
/// not there, nor is what the service has said to be deleted: what others make of that name later
/// is another item.
bool Replica::is_known_there(const std::string& table, const std::string& id) {
    const auto row = store_->rows.find(store_->table(table), id);
    if (!row || !row->operation) return true;
    const auto operation = store_->queue.find(*row->operation);
    if (operation->newest) return !sync::parse_item(*operation->newest).deleted;
    return operation->kind != OperationKind::insert || operation->sent;
}

void Replica::undelete(Hand& hand) {
    std::vector<Name> deleted;
    for (const auto& [name, versions] : world_.service.history()) {
        const bool queued =
            store_->queue.find_delete(store_->table(name.first).table_id, name.second).has_value();
        if (queued || versions.back().item.deleted) deleted.push_back(name);
    }
    if (deleted.empty()) return;
    const Name name = hand.random.pick(deleted);
    world_.ledger.excuse_deletes(number_, name);
    hand.client->undelete(name.first, {name.second}, remote(hand), [](const auto&, Undeleted) {});
}

RemoteOptions Replica::remote(Hand& hand) {
    Random& random = hand.random;
    RemoteOptions options;
    options.allow_http = true;
    options.parallel = random.pick(std::vector<int>{1, 2, 8});
    options.retries = static_cast<int>(random.below(4));
    if (random.chance(50)) options.lock_wait = seconds(30);
    if (random.chance(8)) options.max_time = milliseconds(random.between(10, 3'000));
    if (random.chance(5)) {
        auto left = std::make_shared<std::uint64_t>(random.below(30));
        options.stop_requested = [left] { return *left == 0 || --*left == 0; };
    }
    return options;
}

PushOptions Replica::push_options(Hand& hand) const {
    Random& random = hand.random;
    PushOptions options;
    if (random.chance(60)) options.conflict = any_policy(random);
    if (random.chance(10)) options.max_operations = random.below(4);
    if (random.chance(10)) options.stop_on_error = true;
    if (random.chance(15)) options.tables = {any_table(random)};
    return options;
}

void Replica::push(Hand& hand) {
    const PushOptions options = push_options(hand);
    const PushResult result = hand.client->push(options, remote(hand));
    if (world_.trace) world_.say(std::string("  ") + name_of(result.status));
    if (result.outcome == Status::internal) world_.fail({"error", result.reason});
}

void Replica::pull(Hand& hand, bool full) {
    const Wanted& wanted = hand.random.pick(story_.replicas.at(static_cast<std::size_t>(number_)));
    PullOptions options;
    options.tables = {wanted.table};
    options.query_id = wanted.query_id;
    options.filter = wanted.filter;
    options.full = full;
    options.no_push = hand.random.chance(30);
    if (hand.random.chance(50)) {
        options.page_size = static_cast<std::uint32_t>(hand.random.between(1, 20));
    }
    options.conflict = any_policy(hand.random);
    hand.client->pull(options, remote(hand));
}

void Replica::sync(Hand& hand) {
    const PushOptions options = push_options(hand);
    PullOptions pulls;
    pulls.conflict = options.conflict;
    hand.client->sync(options, pulls, remote(hand));
}

void Replica::purge(Hand& hand, Deed how) {
    const std::string table = any_table(hand.random);
    PurgeOptions options;
    if (how == Deed::purge_some) {
        options.filter = "rank lt 0";
        excused_.tables.insert(table);
    }
    options.force = how == Deed::purge_by_force;
    // Excused before it is done: whether a process that dies in it has done it, nobody says.
    if (options.force) world_.ledger.excuse_table(number_, table);
    // What it once wrote is another's to it from now on.
    for (const auto& [name, versions] : world_.service.history()) {
        if (name.first == table) excused_.arrived.insert(name);
    }
    hand.client->purge(table, options);
}

void Replica::with_operation(Hand& hand, const std::function<void(const OperationDetail&)>& act) {
    std::vector<OperationDetail> operations;
    hand.client->queue({}, false, [&operations](const OperationDetail& operation) {
        operations.push_back(operation);
        return true;
    });
    if (!operations.empty()) act(hand.random.pick(operations));
}

void Replica::drop(Hand& hand, GiveUp how) {
    with_operation(hand, [&](const OperationDetail& operation) {
        const Name name{operation.table, operation.id};
        const auto given_up = [&](bool) {
            world_.ledger.excuse(number_, name);
            if (how == GiveUp::keep_local) excused_.items.insert(name);
            if (operation.in_doubt) excused_.arrived.insert(name);
        };
        QueueFilter filter;
        filter.sequences = {operation.sequence};
        change([&] { hand.client->drop(filter, how, [](const OperationDetail&) { return true; }); },
               given_up);
    });
}

void Replica::resolve(Hand& hand) {
    QueueFilter filter;
    filter.state = OperationState::conflict;
    std::vector<OperationDetail> conflicts;
    hand.client->queue(filter, false, [&conflicts](const OperationDetail& operation) {
        conflicts.push_back(operation);
        return true;
    });
    if (conflicts.empty()) return;
    const OperationDetail& conflict = hand.random.pick(conflicts);
    const Name name{conflict.table, conflict.id};
    Resolution resolution;
    using Use = Resolution::Use;
    resolution.use = hand.random.pick(std::vector<Use>{Use::local, Use::server, Use::merge});
    if (resolution.use == Use::local) world_.ledger.let_overwrite(number_, name);
    if (resolution.use == Use::merge) world_.ledger.let_repeat(number_, name);
    if (world_.trace) {
        world_.say("  " + simulation::text_of(name) + ": " +
                   (resolution.use == Use::local    ? "local"
                    : resolution.use == Use::server ? "server"
                                                    : "merge"));
    }
    const auto decided = [&](bool) {
        ++world_.counts.conflicts;
        if (resolution.use == Use::server) world_.ledger.excuse(number_, name);
    };
    try {
        change([&] { hand.client->resolve(name.first, name.second, resolution); }, decided);
    } catch (const DataError&) {
        // a merge in which members clash decides nothing
    }
}

void Replica::redefine(Hand& hand) {
    TableDefinition definition = hand.client->table(any_table(hand.random));
    auto& columns = definition.columns;
    const auto note = std::find_if(
        columns.begin(), columns.end(), [](const Column& column) { return column.name == "note"; });
    if (note == columns.end()) {
        columns.push_back({"note", Type::string});
    } else {
        columns.erase(note);
    }
    hand.client->define_table(definition);
}

}  // namespace syncline::simulation
