#include "json_objects.hpp"
#include "output.hpp"
#include "printer.hpp"

namespace syncline::cmd {

namespace {

using json::add;
using json::document;
using json::number;
using json::text_or_null;

bool may_succeed_later(Status status) {
    return status == Status::retry || status == Status::locked || status == Status::limit ||
           status == Status::interrupted || status == Status::terminated;
}

/// One JSON document on standard output; errors are objects, one a line, on standard error.
class JsonPrinter : public Printer {
  public:
    JsonPrinter(Streams& streams, int verbosity)
        : out_(streams.out), err_(streams.err), quiet_(verbosity < 0) {}

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
        for (const TableDefinition& table : tables) next(write_members(json::table_object(table)));
        end();
    }
    void status(const StoreStatus& status, bool /*brief*/) override {
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
        add(members, "tables", json::array(status.tables, json::table_status_object));
        add(members, "issues", json::array(status.issues, json::issue_object));
        print(members);
    }
    void pushed(const PushResult& result) override {
        Members members = document("push");
        json::add_push(members, result);
        print(members);
    }
    void pulled(const PullResult& result) override {
        Members members = document("pull");
        json::add_pull(members, result);
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

    void begin_operations(OperationList list) override {
        with_items_ = list == OperationList::given_up;
        begin();
    }
    void next_operation(const OperationDetail& operation) override {
        next(write_members(json::operation_object(operation, with_items_)));
    }
    void end_operations() override { end(); }
    void operation(const OperationDetail& operation) override {
        Members members{{"schema", Value::integer(1)}};
        const Members object = json::operation_object(operation, true);
        members.insert(members.end(), object.begin(), object.end());
        print(members);
    }
    void queue_changed(const char* verb, std::uint64_t count) override {
        Members members = document((std::string("queue-") + verb).c_str());
        add(members, "count", number(count));
        print(members);
    }
    void resolved(const std::vector<Resolved>& conflicts) override {
        Members members = document("conflicts-resolve");
        add(members, "count", number(conflicts.size()));
        add(members, "resolved", json::array(conflicts, [](const Resolved& each) {
                return Members{{"table", Value::string(each.table)},
                               {"id", Value::string(each.id)},
                               {"to_send", Value::boolean(each.to_send)}};
            }));
        print(members);
    }

    void begin_requests() override { begin(); }
    void next_request(const RequestPreview& request) override {
        next(write_members(json::request_object(request)));
    }
    void end_requests() override { end(); }

    void explanation(const Explanation& explanation) override {
        Members members = document("explanation");
        json::add_explanation(members, explanation);
        print(members);
    }
    void runs(const std::vector<RunRecord>& runs) override {
        begin();
        for (const RunRecord& run : runs) next(write_members(json::run_object(run)));
        end();
    }

    void problem(const Problem& problem) override {
        Members members = json::object("error");
        add(members, "code", Value::string(code_of(problem.status)));
        add(members, "exit_code", Value::integer(static_cast<int>(problem.status)));
        add(members, "message", Value::string(problem.message));
        add(members, "hint", text_or_null(problem.hint));
        add(members, "retryable", Value::boolean(may_succeed_later(problem.status)));
        add(members, "http", json::http_or_null(problem.http_status));
        say(members);
    }
    void warning(const std::string& sentence) override {
        if (quiet_) return;
        Members members = json::object("warning");
        add(members, "message", Value::string(sentence));
        say(members);
    }
    void note(const std::string& sentence) override {
        if (quiet_) return;
        Members members = json::object("note");
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
    bool quiet_;
    bool first_ = true;
    bool with_items_ = false;
};

void JsonPrinter::synced(const SyncResult& result) {
    Members members = document("sync");
    json::add_outcome(members, result.outcome);
    add(members, "pushed", number(result.push.pushed));
    add(members, "failed", number(result.push.failed));
    add(members, "conflicts", number(result.push.conflicts));
    add(members, "pending", number(result.push.pending));
    add(members, "push", json::push_or_null(result.push));
    if (result.pull) {
        Members pull = json::object("pull");
        json::add_pull(pull, *result.pull);
        add(members, "pull", json::nested(pull));
    } else {
        add(members, "pull", Value::null());
    }
    print(members);
}

}  // namespace

std::unique_ptr<Printer> make_json_printer(Streams& streams, int verbosity) {
    return std::make_unique<JsonPrinter>(streams, verbosity);
}

}  // namespace syncline::cmd
