#include "json_objects.hpp"

#include "three_way.hpp"

namespace syncline::cmd::json {

Value number(std::uint64_t value) {
    return Value::number(std::to_string(value));
}

Value text_or_null(const std::string& text) {
    return text.empty() ? Value::null() : Value::string(text);
}

Value http_or_null(int http_status) {
    return http_status == 0 ? Value::null() : Value::integer(http_status);
}

Members object(const char* type) {
    return {{"type", Value::string(type)}};
}

Members document(const char* type) {
    return {{"schema", Value::integer(1)}, {"type", Value::string(type)}};
}

Value nested(const Members& members) {
    return Value::nested(write_members(members));
}

void add(Members& members, const char* name, Value value) {
    members.push_back({name, std::move(value)});
}

Value strings(const std::vector<std::string>& texts) {
    std::string json = "[";
    for (const std::string& text : texts) {
        if (json.size() > 1) json += ',';
        json += write_value(Value::string(text));
    }
    return Value::nested(json + ']');
}

namespace {

Members query_object(const PulledQuery& query) {
    Members members = object("query");
    add(members, "table", Value::string(query.table));
    add(members, "query_id", text_or_null(query.query_id));
    add(members, "received", number(query.received));
    add(members, "applied", number(query.applied));
    add(members, "removed", number(query.removed));
    add(members, "unchanged", number(query.unchanged));
    add(members, "kept", number(query.kept));
    add(members, "conflicts", number(query.conflicts));
    add(members, "skipped", number(query.skipped));
    add(members, "code", Value::string(code_of(query.outcome)));
    add(members, "reason", text_or_null(query.reason));
    return members;
}

Members token_object(const QueryStatus& query) {
    Members members = object("query");
    add(members, "query_id", Value::string(query.query_id));
    add(members, "filter", text_or_null(query.filter));
    add(members, "token", text_or_null(query.token));
    add(members, "last_pull", text_or_null(query.last_pull));
    return members;
}

Value item_or_null(const std::optional<Item>& item) {
    return item ? Value::nested(write_item(*item)) : Value::null();
}

Value differing(const OperationDetail& operation) {
    std::vector<std::string> names;
    for (const ThreeWay& way : three_ways(operation)) {
        if (way.differs) names.push_back(way.name);
    }
    return strings(names);
}

}  // namespace

void add_outcome(Members& members, Status outcome) {
    add(members, "ok", Value::boolean(outcome == Status::ok));
    add(members, "code", Value::string(code_of(outcome)));
    add(members, "exit_code", Value::integer(static_cast<int>(outcome)));
}

namespace {

/// How a run ended, and what the process makes of it.
void add_ending(Members& members, Status outcome, bool graced) {
    add_outcome(members, outcome);
    if (graced) members.back().value = Value::integer(0);
    add(members, "graced", Value::boolean(graced));
}

}  // namespace

Members issue_object(const OperationIssue& issue) {
    Members members = object("operation");
    add(members, "sequence", Value::integer(issue.sequence));
    add(members, "table", Value::string(issue.table));
    add(members, "id", Value::string(issue.id));
    add(members, "kind", Value::string(name_of(issue.kind)));
    add(members, "state", Value::string(name_of(issue.state)));
    add(members, "http", http_or_null(issue.http_status));
    add(members, "message", text_or_null(issue.message));
    return members;
}

Members change_object(const ItemChange& change) {
    Members members = object("change");
    add(members, "table", Value::string(change.table));
    add(members, "change", Value::string(name_of(change.kind)));
    add(members, "id", Value::string(change.item.id));
    const bool is_here = change.kind == ItemChange::Kind::applied;
    add(members, "item", is_here ? Value::nested(write_item(change.item)) : Value::null());
    return members;
}

Members check_object(const CheckStep& step) {
    Members members = object("check");
    add(members, "name", Value::string(step.name));
    add(members, "ok", Value::boolean(step.ok()));
    add(members, "code", Value::string(code_of(step.status)));
    add(members, "exit_code", Value::integer(static_cast<int>(step.status)));
    add(members, "detail", Value::string(step.detail));
    return members;
}

void add_answer(Members& members, const Response& response) {
    const AnswerBody body = body_of(response);
    add(members, "status", Value::integer(response.status));
    add(members, "headers", array(response.headers, [](const auto& header) {
            return Members{{"name", Value::string(header.first)},
                           {"value", Value::string(header.second)}};
        }));
    add(members, "form", Value::string(name_of(body.form)));
    add(members, "body", body.value);
}

void add_push(Members& members, const PushResult& result, bool graced) {
    add_ending(members, result.outcome, graced);
    add(members, "status", Value::string(name_of(result.status)));
    add(members, "pushed", number(result.pushed));
    add(members, "decided", number(result.decided));
    add(members, "failed", number(result.failed));
    add(members, "conflicts", number(result.conflicts));
    add(members, "pending", number(result.pending));
    add(members, "requests", number(result.requests));
    add(members, "reason", text_or_null(result.reason));
    add(members, "hint", text_or_null(result.hint));
    add(members, "http", http_or_null(result.http_status));
    add(members, "issues", array(result.issues, issue_object));
}

Value push_or_null(const std::optional<PushResult>& push, bool graced) {
    if (!push) return Value::null();
    Members members = object("push");
    add_push(members, *push, graced);
    return nested(members);
}

void add_pull(Members& members, const PullResult& result, bool graced) {
    add_ending(members, result.outcome, graced);
    std::uint64_t pulled = 0;
    std::uint64_t removed = 0;
    for (const PulledQuery& query : result.queries) {
        pulled += query.applied;
        removed += query.removed;
    }
    add(members, "pulled", number(pulled));
    add(members, "removed", number(removed));
    add(members, "requests", number(result.requests));
    add(members, "reason", text_or_null(result.reason));
    add(members, "hint", text_or_null(result.hint));
    add(members, "http", http_or_null(result.http_status));
    add(members, "queries", array(result.queries, query_object));
    add(members, "push", push_or_null(result.push, graced));
}

void add_sync(Members& members, const SyncResult& result, bool graced) {
    add_ending(members, result.outcome, graced);
    add(members, "pushed", number(result.push.pushed));
    add(members, "failed", number(result.push.failed));
    add(members, "conflicts", number(result.push.conflicts));
    add(members, "pending", number(result.push.pending));
    add(members, "push", push_or_null(result.push, graced));
    if (result.pull) {
        Members pull = object("pull");
        add_pull(pull, *result.pull, graced);
        add(members, "pull", nested(pull));
    } else {
        add(members, "pull", Value::null());
    }
}

void add_status(Members& members, const StoreStatus& status) {
    add(members, "path", Value::string(status.path));
    add(members, "url", text_or_null(status.url));
    add(members, "protocol", Value::string(status.protocol));
    add(members, "pending", number(status.pending));
    add(members, "failed", number(status.failed));
    add(members, "conflicts", number(status.conflicts));
    add(members, "held", number(status.held));
    add(members, "oldest_pending", text_or_null(status.oldest_pending));
    add(members, "last_push", text_or_null(status.last_push));
    add(members, "last_pull", text_or_null(status.last_pull));
    add(members, "tables", array(status.tables, table_status_object));
    add(members, "issues", array(status.issues, issue_object));
}

Members table_status_object(const TableStatus& table) {
    Members members = object("table");
    add(members, "table", Value::string(table.table));
    add(members, "items", number(table.items));
    add(members, "pending", number(table.pending));
    add(members, "failed", number(table.failed));
    add(members, "conflicts", number(table.conflicts));
    add(members, "held", number(table.held));
    add(members, "deletes", Value::string(name_of(table.deletes)));
    add(members, "queries", array(table.queries, token_object));
    return members;
}

Members table_object(const TableDefinition& table) {
    Members members = object("table");
    add(members, "name", Value::string(table.name));
    add(members, "columns", array(table.columns, [](const Column& column) {
            return Members{{"name", Value::string(column.name)},
                           {"type", Value::string(name_of(column.type))}};
        }));
    add(members, "remote_name", text_or_null(table.remote_name));
    add(members, "path", text_or_null(table.path));
    add(members, "independent", Value::boolean(table.independent));
    add(members, "complete_column", text_or_null(table.complete_column));
    add(members, "conflict", Value::string(table.conflict.empty() ? "ask" : table.conflict));
    return members;
}

Members operation_object(const OperationDetail& operation, bool with_items) {
    Members members = object("operation");
    add(members, "sequence", Value::integer(operation.sequence));
    add(members, "table", Value::string(operation.table));
    add(members, "id", Value::string(operation.id));
    add(members, "kind", Value::string(name_of(operation.kind)));
    add(members, "state", Value::string(name_of(operation.state)));
    add(members, "http", http_or_null(operation.http_status));
    add(members, "message", text_or_null(operation.message));
    add(members, "held", Value::boolean(operation.held));
    add(members, "in_doubt", Value::boolean(operation.in_doubt));
    add(members, "attempts", Value::integer(operation.attempts));
    add(members, "first_queued", text_or_null(operation.first_queued));
    add(members, "last_changed", text_or_null(operation.last_changed));
    add(members, "last_attempt", text_or_null(operation.last_attempt));
    add(members, "server_deleted", Value::boolean(operation.server_deleted));
    if (!with_items) return members;
    add(members, "differ", differing(operation));
    add(members, "base", item_or_null(operation.base));
    add(members, "local", item_or_null(operation.local));
    add(members, "server", item_or_null(operation.server));
    return members;
}

Members request_object(const RequestPreview& request) {
    Members members = object("request");
    add(members, "sequence", Value::integer(request.sequence));
    add(members, "table", Value::string(request.table));
    add(members, "id", Value::string(request.id));
    add(members, "method", Value::string(request.method));
    add(members, "url", Value::string(request.url));
    add(members, "headers", array(request.headers, [](const auto& header) {
            return Members{{"name", Value::string(header.first)},
                           {"value", Value::string(header.second)}};
        }));
    add(members, "body", text_or_null(request.body));
    return members;
}

void add_check(Members& members, const CheckResult& result, Status outcome) {
    add_outcome(members, outcome);
    add(members, "faults", number(result.faults));
    add(members, "notes", number(result.notes));
    add(members, "fixed", number(result.fixed));
    add(members, "findings", array(result.findings, [](const Finding& finding) {
            Members object{{"severity", Value::string(name_of(finding.severity))}};
            add(object, "what", Value::string(finding.what));
            add(object, "table", text_or_null(finding.table));
            add(object, "id", text_or_null(finding.id));
            add(object, "sentence", Value::string(finding.sentence));
            add(object, "fixable", Value::boolean(finding.fixable));
            add(object, "fixed", Value::boolean(finding.fixed));
            return object;
        }));
}

void add_import(Members& members, const ImportResult& result) {
    add(members, "tables", number(result.tables));
    add(members, "inserted", number(result.inserted));
    add(members, "updated", number(result.updated));
    add(members, "unchanged", number(result.unchanged));
    add(members, "operations", number(result.operations));
}

Members run_object(const RunRecord& run) {
    Members members = object("run");
    add(members, "command", Value::string(run.command));
    add(members, "started", Value::string(run.started));
    add(members, "ended", text_or_null(run.ended));
    add_outcome(members, run.outcome);
    add(members, "pushed", number(run.pushed));
    add(members, "pulled", number(run.pulled));
    add(members, "failed", number(run.failed));
    add(members, "conflicts", number(run.conflicts));
    add(members, "requests", number(run.requests));
    add(members, "reason", text_or_null(run.reason));
    return members;
}

void add_setting(Members& members, const SettingRow& setting) {
    add(members, "key", Value::string(setting.key));
    add(members, "values", strings(setting.values));
    add(members, "origin", Value::string(setting.origin));
}

void add_explanation(Members& members, const Explanation& explanation) {
    add(members, "table", Value::string(explanation.table));
    add(members, "id", Value::string(explanation.id));
    add(members, "exists", Value::boolean(explanation.exists));
    add(members,
        "operation",
        explanation.operation ? nested(operation_object(*explanation.operation, true))
                              : Value::null());
    add(members, "changes", array(explanation.changes, [](const Explanation::Change& change) {
            return Members{{"name", Value::string(change.name)},
                           {"before", change.before},
                           {"after", change.after}};
        }));
    add(members,
        "request",
        explanation.request ? nested(request_object(*explanation.request)) : Value::null());
    add(members, "blockers", strings(explanation.blockers));
}

void add_versions(Members& members, const Versions& versions) {
    add(members, "version", Value::string(versions.syncline));
    add(members, "sqlite", Value::string(versions.sqlite));
    add(members, "curl", text_or_null(versions.curl));
    add(members, "simdjson", Value::string(versions.simdjson));
    add(members, "store", Value::integer(versions.store_layout));
    add(members, "protocols", strings(versions.protocols));
}

}  // namespace syncline::cmd::json
