#include "simulation/invariants.hpp"

#include "base/time.hpp"
#include "sync/items.hpp"

#include <algorithm>
#include <map>

namespace syncline::simulation {

namespace {

using Verdict = std::optional<Violation>;

bool same_values(const Item& a, const Item& b) {
    return std::all_of(kMembers.begin(), kMembers.end(), [&](const char* member) {
        return member_of(a, member) == member_of(b, member);
    });
}

std::string shown(const Item& item) {
    return write_item(item);
}

/// The rows of a table, by their ids.
struct Contents {
    std::map<std::string, store::Row> rows;

    Contents(store::Store& store, const store::Table& table) {
        store.rows.read_all(table, [this](const std::string& id, const store::RowReader& row) {
            rows.emplace(id, store::Row{row.item(), row.operation()});
            return true;
        });
    }
};

Verdict judge_clean(const Name& name, const Item& item, const History& history) {
    const auto found = history.find(name);
    if (found == history.end()) {
        return Violation{"invented", text_of(name) + " has no operation and was never written"};
    }
    const bool was_so =
        std::any_of(found->second.begin(), found->second.end(), [&item](const Version& version) {
            return version.present && !version.item.deleted &&
                   version.item.version == item.version && same_values(version.item, item);
        });
    if (was_so) return {};
    const Version* const version = find_version(history, name, item.version);
    return Violation{"differs without an operation",
                     text_of(name) + " is " + shown(item) + " here; the service had " +
                         (version == nullptr ? "no such version" : shown(version->item))};
}

/// Whether an operation knows of the newest version of its item.
bool knows(const store::Operation& operation, const Version& newest, Author who) {
    if (newest.author == who) return true;
    const bool gone = newest.item.deleted || !newest.present;
    // Made where nothing was, as far as could be seen: the push will meet what is left of it.
    if (gone && operation.kind != OperationKind::update) return true;
    for (const auto* seen : {&operation.newest, &operation.base}) {
        if (!*seen) continue;
        const Item item = sync::parse_item(**seen);
        if (gone ? item.deleted : item.version == newest.item.version) return true;
    }
    return false;
}

std::optional<store::Operation> operation_of(store::Store& store,
                                             const store::Table& table,
                                             const Contents& contents,
                                             const std::string& id) {
    const auto row = contents.rows.find(id);
    if (row == contents.rows.end()) return store.queue.find_delete(table.table_id, id);
    if (!row->second.operation) return std::nullopt;
    return store.queue.find(*row->second.operation);
}

/// Whether the newest version of an item is known here.
bool is_known(store::Store& store,
              const store::Table& table,
              const Contents& contents,
              const Version& newest,
              Author who) {
    const std::string& id = newest.item.id;
    if (const auto operation = operation_of(store, table, contents, id)) {
        return knows(*operation, newest, who);
    }
    const auto row = contents.rows.find(id);
    if (row == contents.rows.end()) return newest.item.deleted;
    return !newest.item.deleted && row->second.item.version == newest.item.version;
}

bool is_before(const Item& item, std::int64_t since) {
    const auto stamp = base::read_instant(item.updated_at);
    return stamp && stamp->milliseconds < since;
}

Verdict judge_token(store::Store& store,
                    const Service& service,
                    Author who,
                    const store::Table& table,
                    const Contents& contents,
                    const store::StoredQuery& query,
                    const Excused& excused) {
    if (query.token.phase == store::Token::Phase::unstamped) return {};
    for (const auto& [name, versions] : service.history()) {
        const Version& newest = versions.back();
        if (name.first != table.name() || !newest.present) continue;
        if (excused.items.count(name) > 0) continue;
        if (!is_before(newest.item, query.token.since)) continue;
        if (!newest.item.deleted && !selects(query.filter, newest.item)) continue;
        if (is_known(store, table, contents, newest, who)) continue;
        return Violation{"token ahead",
                         "the query " + query.query_id + " of " + table.name() + " was pulled to " +
                             base::write_timestamp(Timestamp(query.token.since)) + " without " +
                             shown(newest.item)};
    }
    return {};
}

Verdict judge_operation(const Name& name,
                        const store::Operation& operation,
                        const History& history,
                        Author who) {
    const auto found = history.find(name);
    const bool is_known_there = found != history.end();
    if (is_known_there && was_deleted_for_good(found->second)) return {};
    if (!operation.base) {
        // An id that was made here was inserted by nobody else: what others did since did not
        // take anything from the insert.
        const bool own = operation.own_id && operation.kind == OperationKind::insert;
        const bool real =
            is_known_there &&
            std::any_of(
                found->second.begin(), found->second.end(), [who, own](const Version& version) {
                    return version.item.deleted || (version.author != who && !own);
                });
        if (real) return {};
        return Violation{"false conflict", text_of(name) + " was made by nobody else"};
    }
    const std::string base = sync::parse_item(*operation.base).version;
    const Version* const version = find_version(history, name, base);
    if (version == nullptr) {
        return Violation{"invented", text_of(name) + " has a base that the service never had"};
    }
    const Version* const end = found->second.data() + found->second.size();
    const bool real =
        std::any_of(version + 1, end, [who](const Version& later) { return later.author != who; });
    if (real) return {};
    return Violation{"false conflict", text_of(name) + " was changed by nobody else"};
}

Verdict judge_table(store::Store& store, const Service& service, const Wanted& wanted) {
    const store::Table table = store.table(wanted.table);
    const Contents contents(store, table);
    for (const Item& item : service.items(wanted.table)) {
        if (item.deleted || !selects(wanted.filter, item)) continue;
        const auto row = contents.rows.find(item.id);
        if (row == contents.rows.end()) {
            return Violation{"missing", wanted.table + " has no " + shown(item)};
        }
        if (!same_values(row->second.item, item)) {
            return Violation{"stale",
                             wanted.table + " has " + shown(row->second.item) +
                                 "; the service has " + shown(item)};
        }
    }
    for (const auto& [id, row] : contents.rows) {
        const auto found = service.history().find({wanted.table, id});
        if (found == service.history().end()) continue;  // judged as an item
        const Version& newest = found->second.back();
        // What was deleted for good leaves nothing that a pull could see.
        if (newest.present && newest.item.deleted) {
            return Violation{"extra", wanted.table + " still has the deleted item " + id};
        }
    }
    return {};
}

}  // namespace

Verdict judge_items(store::Store& store, const Service& service, const Excused& excused) {
    for (const store::Table& table : store.tables.all()) {
        const Contents contents(store, table);
        for (const auto& [id, row] : contents.rows) {
            const Name name{table.name(), id};
            if (row.operation || excused.items.count(name) > 0) continue;
            if (auto violation = judge_clean(name, row.item, service.history())) return violation;
        }
    }
    return {};
}

Verdict judge_conflicts(store::Store& store,
                        const Service& service,
                        Author who,
                        const Excused& excused) {
    for (const store::QueueEntry& entry : store.queue.entries(OperationState::conflict)) {
        const auto operation = store.queue.find(entry.sequence);
        const Name name{store.table(entry.table_id).name(), operation->item};
        if (excused.items.count(name) > 0 || excused.arrived.count(name) > 0) continue;
        if (auto violation = judge_operation(name, *operation, service.history(), who)) {
            return violation;
        }
    }
    return {};
}

Verdict judge_tokens(store::Store& store,
                     const Service& service,
                     Author who,
                     const Excused& excused) {
    for (const store::Table& table : store.tables.all()) {
        if (excused.tables.count(table.name()) > 0) continue;
        const auto queries = store.tokens.all(table.table_id);
        if (queries.empty()) continue;
        const Contents contents(store, table);
        for (const store::StoredQuery& query : queries) {
            if (auto violation =
                    judge_token(store, service, who, table, contents, query, excused)) {
                return violation;
            }
        }
    }
    return {};
}

Verdict judge_convergence(store::Store& store,
                          const Service& service,
                          const std::vector<Wanted>& wanted) {
    if (store.queue.counts().total() > 0) {
        return Violation{"stuck", "operations are left in the queue"};
    }
    for (const Wanted& one : wanted) {
        if (auto violation = judge_table(store, service, one)) return violation;
    }
    return {};
}

}  // namespace syncline::simulation
