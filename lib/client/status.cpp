#include "client/status.hpp"

#include "base/time.hpp"
#include "store/settings.hpp"
#include "sync/issue.hpp"
#include "sync/settle_protocol.hpp"

namespace syncline::client {

namespace {

QueryStatus query_status(const store::StoredQuery& query) {
    QueryStatus status;
    status.query_id = query.query_id;
    status.filter = query.filter;
    if (query.token.phase != store::Token::Phase::unstamped) {
        status.token = base::write_timestamp(Timestamp(query.token.since));
    }
    status.last_pull = query.last_pull.value_or("");
    return status;
}

TableStatus table_status(store::Store& store, const store::Table& table) {
    TableStatus status;
    status.table = table.name();
    status.items = store.rows.count(table, {});
    const store::QueueCounts counts = store.queue.counts(table.table_id);
    status.pending = counts.pending;
    status.failed = counts.failed;
    status.conflicts = counts.conflicts;
    status.held = counts.held;
    status.deletes = table.deletes;
    for (const store::StoredQuery& query : store.tokens.all(table.table_id)) {
        status.queries.push_back(query_status(query));
    }
    return status;
}

}  // namespace

StoreStatus status(store::Store& store) {
    StoreStatus status;
    status.path = store.path;
    status.url = store.settings.get(store::kUrl);
    const remote::Protocol* const protocol = sync::known_protocol(store);
    status.protocol = protocol != nullptr ? std::string(protocol->name) : "auto";
    const store::QueueCounts counts = store.queue.counts();
    status.pending = counts.pending;
    status.failed = counts.failed;
    status.conflicts = counts.conflicts;
    status.held = counts.held;
    status.oldest_pending = store.queue.oldest_pending();
    status.last_push = store.settings.get(store::kLastPush);
    status.last_pull = store.settings.get(store::kLastPull);
    std::unordered_map<std::int64_t, std::string> names;
    for (const store::Table& table : store.tables.all()) {
        names.emplace(table.table_id, table.name());
        status.tables.push_back(table_status(store, table));
    }
    for (const store::Operation& operation : store.queue.issues(sync::kMostIssues)) {
        status.issues.push_back(sync::issue_of(operation, names[operation.table_id]));
    }
    return status;
}

}  // namespace syncline::client
