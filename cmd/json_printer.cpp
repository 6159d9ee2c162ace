#include "output.hpp"
#include "printer.hpp"

namespace syncline::cmd {

namespace {

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

/// A JSON array of what `describe` makes of each element.
template <class Element, class Describe>
Value array(const std::vector<Element>& elements, Describe describe) {
    std::string json = "[";
    for (const Element& element : elements) {
        if (json.size() > 1) json += ',';
        json += write_members(describe(element));
    }
    return Value::nested(json + ']');
}

void add(Members& members, const char* name, Value value) {
    members.push_back({name, std::move(value)});
}

/// How a run ended: the members that push, pull and sync have in common.
void add_outcome(Members& members, Status outcome) {
    add(members, "ok", Value::boolean(outcome == Status::ok));
    add(members, "code", Value::string(code_of(outcome)));
    add(members, "exit_code", Value::integer(static_cast<int>(outcome)));
}

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

void add_push(Members& members, const PushResult& result) {
    add_outcome(members, result.outcome);
    add(members, "status", Value::string(name_of(result.status)));
    add(members, "pushed", number(result.pushed));
    add(members, "failed", number(result.failed));
    add(members, "conflicts", number(result.conflicts));
    add(members, "pending", number(result.pending));
    add(members, "requests", number(result.requests));
    add(members, "reason", text_or_null(result.reason));
    add(members, "hint", text_or_null(result.hint));
    add(members, "http", http_or_null(result.http_status));
    add(members, "issues", array(result.issues, issue_object));
}

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

Value push_or_null(const std::optional<PushResult>& push) {
    if (!push) return Value::null();
    Members members = object("push");
    add_push(members, *push);
    return nested(members);
}

void add_pull(Members& members, const PullResult& result) {
    add_outcome(members, result.outcome);
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
    add(members, "push", push_or_null(result.push));
}

Members token_object(const QueryStatus& query) {
    Members members = object("query");
    add(members, "query_id", Value::string(query.query_id));
    add(members, "filter", text_or_null(query.filter));
    add(members, "token", text_or_null(query.token));
    add(members, "last_pull", text_or_null(query.last_pull));
    return members;
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
    return members;
}

bool may_succeed_later(Status status) {
    return status == Status::retry || status == Status::locked || status == Status::limit ||
           status == Status::interrupted || status == Status::terminated;
}

/// One JSON document on standard output; errors are objects, one a line, on standard error.
class JsonPrinter : public Printer {
  public:
    explicit JsonPrinter(Streams& streams) : out_(streams.out), err_(streams.err) {}

    void created(const std::string& path, const std::string& url) override {
        Members members = document("init");
        add(members, "path", Value::string(path));
        add(members, "url", text_or_null(url));
        print(members);
    }
    void defined(const std::string& table, bool changed) override {
        Members members = document("define-table");
        add(members, "table", Value::string(table));
        add(members, "changed", Value::boolean(changed));
        print(members);
    }
    void inserted(const std::string& table, const std::string& id) override {
        Members members = document("insert");
        add(members, "table", Value::string(table));
        add(members, "id", Value::string(id));
        print(members);
    }
    void changed(const char* verb, const std::string& table, std::uint64_t count) override {
        Members members = document(verb);
        add(members, "table", Value::string(table));
        add(members, "count", number(count));
        print(members);
    }
    void counted(const std::string& table, std::uint64_t count) override {
        changed("count", table, count);
    }
    void item(const Item& item) override { out_.write(write_item(item) + '\n'); }

    void begin_items(const std::vector<std::string>& /*columns*/) override { begin(); }
    void next_item(const Item& item) override { next(write_item(item)); }
    void end_items() override { end(); }

    void begin_rows() override { begin(); }
    void next_row(const Members& row) override { next(write_members(row)); }
    void end_rows() override { end(); }

    void begin_ids(bool /*asked_for*/) override { begin(); }
    void next_id(const std::string& id) override { next(write_value(Value::string(id))); }
    void end_ids() override { end(); }

    void tables(const std::vector<TableDefinition>& tables) override {
        begin();
        for (const TableDefinition& table : tables) next(write_members(table_object(table)));
        end();
    }
    void status(const StoreStatus& status) override {
        Members members = document("status");
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
        print(members);
    }
    void pushed(const PushResult& result) override {
        Members members = document("push");
        add_push(members, result);
        print(members);
    }
    void pulled(const PullResult& result) override {
        Members members = document("pull");
        add_pull(members, result);
        print(members);
    }
    void synced(const SyncResult& result) override;
    void purged(const std::string& table, const PurgeResult& result) override {
        Members members = document("purge");
        add(members, "table", Value::string(table));
        add(members, "items", number(result.items));
        add(members, "operations", number(result.operations));
        print(members);
    }
    void remote_set(const std::string& url) override {
        Members members = document("remote");
        add(members, "url", Value::string(url));
        print(members);
    }
    void protocol_set(const std::string& protocol) override {
        Members members = document("remote");
        add(members, "protocol", Value::string(protocol));
        print(members);
    }
    void serving(const std::string& url) override {
        Members members = document("serve");
        add(members, "url", Value::string(url));
        print(members);
        out_.flush();
    }

    void problem(const Problem& problem) override {
        Members members = object("error");
        add(members, "code", Value::string(code_of(problem.status)));
        add(members, "exit_code", Value::integer(static_cast<int>(problem.status)));
        add(members, "message", Value::string(problem.message));
        add(members, "hint", text_or_null(problem.hint));
        add(members, "retryable", Value::boolean(may_succeed_later(problem.status)));
        add(members, "http", http_or_null(problem.http_status));
        say(members);
    }
    void warning(const std::string& sentence) override {
        Members members = object("warning");
        add(members, "message", Value::string(sentence));
        say(members);
    }

  private:
    void print(const Members& members) { out_.write(write_members(members) + '\n'); }
    void say(const Members& members) {
        out_.flush();
        err_.write(write_members(members) + '\n');
        err_.flush();
    }
    void begin() { first_ = true; }
    void next(const std::string& json) {
        out_.write(first_ ? "[\n" : ",\n");
        out_.write(json);
        first_ = false;
    }
    void end() { out_.write(first_ ? "[]\n" : "\n]\n"); }

    Output& out_;
    Output& err_;
    bool first_ = true;
};

void JsonPrinter::synced(const SyncResult& result) {
    Members members = document("sync");
    add_outcome(members, result.outcome);
    add(members, "pushed", number(result.push.pushed));
    add(members, "failed", number(result.push.failed));
    add(members, "conflicts", number(result.push.conflicts));
    add(members, "pending", number(result.push.pending));
    add(members, "push", push_or_null(result.push));
    if (result.pull) {
        Members pull = object("pull");
        add_pull(pull, *result.pull);
        add(members, "pull", nested(pull));
    } else {
        add(members, "pull", Value::null());
    }
    print(members);
}

}  // namespace

std::unique_ptr<Printer> make_json_printer(Streams& streams) {
    return std::make_unique<JsonPrinter>(streams);
}

}  // namespace syncline::cmd
