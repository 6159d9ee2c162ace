#include "store/queue.hpp"

#include <algorithm>

namespace syncline::store {

namespace {

constexpr const char* kSelectOperations =
    "SELECT sequence, table_id, item, kind, state, generation, sent, held, own_id, own_delete, "
    "base, newest,"
    " last_sent, first_queued, last_changed, last_attempt, attempts, status, message"
    " FROM __operations";

OperationKind read_kind(std::string_view text) {
    if (text == "insert") return OperationKind::insert;
    return text == "update" ? OperationKind::update : OperationKind::remove;
}

OperationState read_state(std::string_view text) {
    if (text == "pending") return OperationState::pending;
    return text == "failed" ? OperationState::failed : OperationState::conflict;
}

/// What is counted on from here, whatever somebody has written into the store.
std::int64_t counter(const Statement& row, int column) {
    constexpr std::int64_t kMost = std::int64_t{1} << 53U;
    return std::clamp<std::int64_t>(row.integer(column), 0, kMost);
}

Operation read_operation(const Statement& row) {
    Operation operation;
    operation.sequence = row.integer(0);
    operation.table_id = row.integer(1);
    operation.item = row.string(2);
    operation.kind = read_kind(row.text(3));
    operation.state = read_state(row.text(4));
    operation.generation = counter(row, 5);
    if (!row.is_null(6)) operation.sent = read_kind(row.text(6));
    operation.held = row.integer(7) != 0;
    operation.own_id = row.integer(8) != 0;
    operation.own_delete = row.integer(9) != 0;
    operation.base = row.optional_string(10);
    operation.newest = row.optional_string(11);
    operation.last_sent = row.optional_string(12);
    operation.first_queued = row.string(13);
    operation.last_changed = row.string(14);
    operation.last_attempt = row.optional_string(15);
    operation.attempts = counter(row, 16);
    if (!row.is_null(17)) operation.status = row.integer(17);
    operation.message = row.optional_string(18);
    return operation;
}

std::optional<std::string_view> sent_name(const Operation& operation) {
    if (!operation.sent) return std::nullopt;
    return name_of(*operation.sent);
}

/// Binds everything but the sequence, in the order of the columns.
void bind_fields(Statement& statement, const Operation& operation) {
    statement.bind_all(operation.table_id,
                       operation.item,
                       name_of(operation.kind),
                       name_of(operation.state),
                       operation.generation,
                       sent_name(operation),
                       operation.held,
                       operation.own_id,
                       operation.own_delete,
                       operation.base,
                       operation.newest,
                       operation.last_sent,
                       operation.first_queued,
                       operation.last_changed,
                       operation.last_attempt,
                       operation.attempts,
                       operation.status,
                       operation.message);
}

/// Parameters: the table, the time, then three for each insert.
std::string inserts_sql(std::size_t count) {
    std::string sql =
        "INSERT INTO __operations (sequence, table_id, item, kind, state, generation, held, own_id,"
        " own_delete, first_queued, last_changed, attempts) VALUES ";
    for (std::size_t i = 0; i < count; ++i) {
        const auto parameter = [i](std::size_t which) { return std::to_string(3 * i + which); };
        sql.append(i == 0 ? "(?" : ", (?").append(parameter(3)).append(", ?1, ?");
        sql.append(parameter(4)).append(", 'insert', 'pending', 1, 0, ?").append(parameter(5));
        sql.append(", 0, ?2, ?2, 0)");
    }
    return sql;
}

std::optional<Operation> first(Statement& rows) {
    if (!rows.step()) return std::nullopt;
    return read_operation(rows);
}

}  // namespace

std::int64_t Queue::append(const Operation& operation) {
    auto statement = database_.prepare(
        "INSERT INTO __operations (table_id, item, kind, state, generation, sent, held, own_id,"
        " own_delete, base, newest, last_sent, first_queued, last_changed, last_attempt, attempts,"
        " status, message) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    bind_fields(statement, operation);
    statement.run();
    return database_.last_insert_rowid();
}

void Queue::append_inserts(std::int64_t table_id,
                           const std::string& queued,
                           const std::vector<Insert>& inserts) {
    static const std::string many = inserts_sql(kInsertsAtOnce);
    static const std::string one = inserts_sql(1);
    for (std::size_t i = 0; i < inserts.size();) {
        const std::size_t count = inserts.size() - i < kInsertsAtOnce ? 1 : kInsertsAtOnce;
        auto statement = database_.prepare(count == 1 ? one : many);
        statement.bind_all(table_id, queued);
        for (const std::size_t end = i + count; i < end; ++i) {
            statement.bind_all(inserts[i].sequence, inserts[i].item, inserts[i].own_id);
        }
        statement.run();
    }
}

std::optional<Operation> Queue::find(std::int64_t sequence) {
    auto rows = database_.prepare(std::string(kSelectOperations) + " WHERE sequence = ?");
    rows.bind(sequence);
    return first(rows);
}

std::optional<Operation> Queue::find_delete(std::int64_t table_id, std::string_view item) {
    auto rows = database_.prepare(std::string(kSelectOperations) +
                                  " WHERE kind = 'delete' AND table_id = ? AND item = ?");
    rows.bind_all(table_id, item);
    return first(rows);
}

void Queue::save(const Operation& operation) {
    auto statement = database_.prepare(
        "UPDATE __operations SET table_id = ?, item = ?, kind = ?, state = ?, generation = ?,"
        " sent = ?, held = ?, own_id = ?, own_delete = ?, base = ?, newest = ?, last_sent = ?,"
        " first_queued = ?, last_changed = ?, last_attempt = ?, attempts = ?, status = ?,"
        " message = ? WHERE sequence = ?");
    bind_fields(statement, operation);
    statement.bind(operation.sequence).run();
}

std::int64_t Queue::requeue(const Operation& operation) {
    remove(operation.sequence);
    return append(operation);
}

void Queue::remove(std::int64_t sequence) {
    database_.prepare("DELETE FROM __operations WHERE sequence = ?").bind(sequence).run();
}

std::int64_t Queue::remove_all(std::int64_t table_id) {
    return database_.prepare("DELETE FROM __operations WHERE table_id = ?").bind(table_id).run();
}

std::vector<QueueEntry> Queue::entries(OperationState state) {
    std::vector<QueueEntry> entries;
    auto rows = database_.prepare(
        "SELECT sequence, table_id FROM __operations WHERE state = ? AND held = 0"
        " ORDER BY sequence");
    rows.bind(name_of(state));
    while (rows.step()) entries.push_back({rows.integer(0), rows.integer(1)});
    return entries;
}

std::vector<std::int64_t> Queue::select(const QueueSelection& selection) {
    std::vector<std::int64_t> sequences;
    auto rows = database_.prepare(
        "SELECT sequence FROM __operations"
        " WHERE (?1 IS NULL OR sequence IN (SELECT value FROM json_each(?1)))"
        " AND (?2 IS NULL OR table_id = ?2)"
        " AND (?3 IS NULL OR item IN (SELECT value FROM json_each(?3)))"
        " AND (?4 IS NULL OR state = ?4) AND (?5 IS NULL OR held = ?5)"
        " AND (?6 IS NULL OR last_changed >= ?6) ORDER BY sequence");
    std::optional<std::string_view> state;
    if (selection.state) state = name_of(*selection.state);
    std::optional<std::int64_t> held;
    if (selection.held) held = *selection.held ? 1 : 0;
    rows.bind_all(
        selection.sequences, selection.table_id, selection.items, state, held, selection.since);
    while (rows.step()) sequences.push_back(rows.integer(0));
    return sequences;
}

std::unordered_map<std::string, std::int64_t> Queue::items(std::int64_t table_id) {
    std::unordered_map<std::string, std::int64_t> items;
    auto rows = database_.prepare("SELECT item, sequence FROM __operations WHERE table_id = ?");
    rows.bind(table_id);
    while (rows.step()) items.emplace(rows.string(0), rows.integer(1));
    return items;
}

bool Queue::has_any(std::int64_t table_id) {
    auto rows = database_.prepare("SELECT 1 FROM __operations WHERE table_id = ? LIMIT 1");
    return rows.bind(table_id).step();
}

QueueCounts Queue::counts(std::optional<std::int64_t> table_id) {
    QueueCounts counts;
    auto rows = database_.prepare(
        "SELECT state, sum(1), sum(held) FROM __operations"
        " WHERE ?1 IS NULL OR table_id = ?1 GROUP BY state");
    rows.bind(table_id);
    while (rows.step()) {
        const auto count = static_cast<std::uint64_t>(rows.integer(1));
        switch (read_state(rows.text(0))) {
            case OperationState::pending:
                counts.pending = count;
                break;
            case OperationState::failed:
                counts.failed = count;
                break;
            case OperationState::conflict:
                counts.conflicts = count;
                break;
        }
        counts.held += static_cast<std::uint64_t>(rows.integer(2));
    }
    return counts;
}

std::string Queue::oldest_pending() {
    auto rows = database_.prepare(
        "SELECT first_queued FROM __operations WHERE state = 'pending' ORDER BY sequence LIMIT 1");
    return rows.step() ? rows.string(0) : std::string();
}

std::vector<Operation> Queue::issues(std::size_t limit) {
    std::vector<Operation> issues;
    auto rows = database_.prepare(std::string(kSelectOperations) +
                                  " WHERE state <> 'pending' ORDER BY sequence LIMIT ?");
    rows.bind(static_cast<std::int64_t>(limit));
    while (rows.step()) issues.push_back(read_operation(rows));
    return issues;
}

}  // namespace syncline::store
