#include "aligned.hpp"
#include "escape.hpp"
#include "item_record.hpp"
#include "output.hpp"
#include "printer.hpp"
#include "request_text.hpp"
#include "text_rows.hpp"
#include "topics.hpp"

namespace syncline::cmd {

namespace {

/// A value as one field of a line; null is empty.
const std::string& field_of(const Value& value) {
    return value.text();
}

std::string member_of(const Item& item, const std::string& column) {
    if (column == "id") return item.id;
    if (column == "version") return item.version;
    if (column == "createdAt") return item.created_at;
    if (column == "updatedAt") return item.updated_at;
    if (column == "deleted") return item.deleted ? "true" : "false";
    const Value* value = find_member(item.members, column);
    return value == nullptr ? std::string() : field_of(*value);
}

/// Lists are lines of tab-separated fields, in a terminal aligned columns; all else is
/// `name: value` lines. A field never breaks its line: tab, line end and backslash are written
/// `\t`, `\n`, `\r` and `\\`; on a terminal every other control character is escaped too.
class TextPrinter : public Printer {
  public:
    TextPrinter(Streams& streams, Messages& messages, const PrinterOptions& options)
        : Printer(messages),
          out_(streams.out),
          look_(look_at(streams.out.descriptor(), options.colour)),
          aligned_(streams.out, look_),
          output_(options.output),
          quiet_(options.quiet) {}

    void created(const std::string& path, const std::string& url) override {
        success("created " + path + (url.empty() ? "" : " for " + url));
    }
    void defined(const std::string& table, bool changed) override {
        success("table " + table + (changed ? " is defined" : " is as it was"));
    }
    void inserted(const std::string& /*table*/, const std::string& id) override {
        if (!quiet_) lone(id);
    }
    void changed(const char* verb, const std::string& table, std::uint64_t count) override {
        success(std::string(verb) + ": " + counted_noun(count, "item") + " of " + table);
    }
    void counted(const std::string& /*table*/, std::uint64_t count) override {
        lone(std::to_string(count));
    }

    void item(const Item& item) override {
        line({"id", item.id});
        for (const Member& member : item.members) line({member.name, field_of(member.value)});
        for (const char* name : {"version", "createdAt", "updatedAt"}) {
            const std::string text = member_of(item, name);
            if (!text.empty()) line({name, text});
        }
        if (item.deleted) line({"deleted", "true"});
        aligned_.flush();
    }

    void begin_items(const std::vector<std::string>& columns) override { begin(columns); }
    void next_item(const Item& item) override {
        header();
        std::vector<std::string> fields;
        fields.reserve(columns_.size());
        for (const std::string& column : columns_) fields.push_back(member_of(item, column));
        line(fields);
    }
    void end_items() override { end(); }

    void begin_rows() override { begin({}); }
    void next_row(const Members& row) override {
        if (columns_.empty()) {
            for (const Member& member : row) columns_.push_back(member.name);
        }
        header();
        std::vector<std::string> fields;
        fields.reserve(row.size());
        for (const Member& member : row) fields.push_back(field_of(member.value));
        line(fields);
    }
    void end_rows() override { aligned_.flush(); }

    void begin_ids(bool asked_for) override { skips_ids_ = quiet_ && !asked_for; }
    void next_id(const std::string& id) override {
        if (!skips_ids_) lone(id);
    }
    void end_ids() override {}

    void tables(const std::vector<TableDefinition>& tables) override;
    void status(const StoreStatus& status, bool brief) override;
    void pushed(const PushResult& result, bool graced) override;
    void pulled(const PullResult& result, bool graced) override;
    void item_changed(const ItemChange& /*change*/) override {}
    void undeleted(const std::string& table, const std::vector<BroughtBack>& items) override {
        for (const BroughtBack& each : items) {
            success(table + '/' + each.id +
                    (each.how == Undeleted::here ? " is back; its deletion had not been accepted"
                                                 : " is undeleted on the service and here"));
        }
    }
    void answered(const Response& response, bool with_head) override {
        if (with_head) out_.write(answer_head(response));
        out_.write(response.body);
    }
    void logged_in(const std::string& user_id, const std::string& token_file) override {
        key("user", or_else(user_id, "unknown"));
        key("token file", token_file);
    }
    void checks(const std::vector<CheckStep>& steps) override { print(check_rows(steps)); }
    void synced(const SyncResult& result, bool graced) override {
        pushed(result.push, graced);
        if (result.pull) pulled(*result.pull, graced);
    }
    void begin_operations(OperationList list) override {
        list_ = list;
        begin(operation_columns(list));
    }
    void next_operation(const OperationDetail& operation) override {
        header();
        line(operation_row(operation, list_));
    }
    void end_operations() override {
        if (list_ != OperationList::given_up) header();
        aligned_.flush();
    }
    void operation(const OperationDetail& operation) override {
        print(operation_facts(operation));
        print(side_by_side(operation));
    }
    void queue_changed(const char* verb, std::uint64_t count) override {
        success(std::string(verb) + ": " + counted_noun(count, "operation"));
    }
    void resolved(const std::vector<Resolved>& conflicts) override {
        for (const Resolved& each : conflicts) {
            success(
                each.table + '/' + each.id + " is decided" +
                (each.to_send ? "; the next push sends it" : "; nothing of it is left to send"));
        }
    }

    void checked(const CheckResult& result, Status outcome) override;
    void backed_up(const BackupResult& result) override {
        success("backup: " + std::to_string(result.bytes) + " bytes in " + result.path);
    }
    void compacted(const CompactResult& result) override {
        success("compact: " + std::to_string(result.bytes_before) + " bytes before, " +
                std::to_string(result.bytes_after) + " now");
    }
    void exported(const std::string& path, const ExportResult& result) override {
        success("export: " + counted_noun(result.items, "item") + " and " +
                counted_noun(result.operations, "operation") + " in " + path);
    }
    void imported(const ImportResult& result) override {
        success("import: " + std::to_string(result.inserted) + " inserted, " +
                std::to_string(result.updated) + " updated, " + std::to_string(result.unchanged) +
                " unchanged, " + counted_noun(result.operations, "operation"));
    }

    void begin_requests() override {}
    void next_request(const RequestPreview& request) override { out_.write(as_http(request)); }
    void end_requests() override {}

    void setting(const SettingRow& setting) override {
        for (const std::string& value : setting.values) lone(value);
    }
    void setting_changed(const SettingRow& setting) override {
        success(setting.key + " is " +
                (setting.values.empty() ? "no longer set" : joined(setting.values)) + " in " +
                setting.origin);
    }
    void settings(const std::vector<SettingRow>& settings, bool with_origin) override {
        print(setting_rows(settings, with_origin));
    }
    void config_path(const std::string& path, bool /*exists*/) override { lone(path); }

    void explanation(const Explanation& explanation) override {
        print(explanation_facts(explanation));
        if (!explanation.request) return;
        out_.write("\n");
        out_.write(as_http(*explanation.request));
    }
    void runs(const std::vector<RunRecord>& runs) override { print(run_rows(runs)); }

    void purged(const std::string& table, const PurgeResult& result) override {
        success("purge: " + counted_noun(result.items, "item") + " and " +
                counted_noun(result.operations, "operation") + " of " + table);
    }
    void remote_set(const std::string& url) override { success("the service is " + url); }
    void protocol_set(const std::string& protocol) override {
        success("the protocol is " + protocol);
    }
    void serving(const std::string& url) override {
        out_.write(url + '\n');
        out_.flush();
    }

    void topic(const Topic& topic) override { out_.write(topic.text); }
    void versions(const Versions& versions) override {
        key("syncline", versions.syncline);
        key("sqlite", versions.sqlite);
        key("curl", or_else(versions.curl, "not installed"));
        key("simdjson", versions.simdjson);
        key("store layout", std::to_string(versions.store_layout));
    }
    void pages(const std::string& folder, std::uint64_t count) override {
        success("generate man: " + counted_noun(count, "page") + " in " + folder);
    }

  private:
    void success(const std::string& sentence) { messages().success(sentence); }
    void begin(std::vector<std::string> columns) {
        columns_ = std::move(columns);
        has_header_ = !output_.header;
    }
    void header() {
        if (has_header_) return;
        has_header_ = true;
        if (look_.is_terminal) {
            aligned_.header(columns_);
        } else {
            line(columns_);
        }
    }
    void end() {
        header();
        aligned_.flush();
    }
    /// A line of one field, which with NUL at its end needs no escapes.
    void lone(const std::string& field) {
        out_.write(output_.null_ends ? field : escaped(field, escape()));
        end_line();
    }
    void line(const std::vector<std::string>& fields) {
        if (output_.null_ends && fields.size() == 1) return lone(fields.front());
        std::vector<std::string> shown;
        shown.reserve(fields.size());
        for (const std::string& field : fields) shown.push_back(escaped(field, escape()));
        if (look_.is_terminal && !output_.null_ends) return aligned_.line(shown);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (i > 0) out_.write("\t");
            out_.write(shown[i]);
        }
        end_line();
    }
    void end_line() { out_.write(std::string_view(output_.null_ends ? "\0" : "\n", 1)); }
    Escape escape() const { return look_.is_terminal ? Escape::terminal_field : Escape::field; }
    /// The first row is the header.
    void print(const std::vector<Row>& rows) {
        begin(rows.front());
        header();
        for (std::size_t i = 1; i < rows.size(); ++i) line(rows[i]);
        aligned_.flush();
    }
    void print(const Facts& facts) {
        for (const auto& fact : facts) key(fact.first.c_str(), fact.second);
    }
    void key(const char* name, const std::string& value) {
        out_.write(std::string(name) + ": " + escaped(value, Escape::all_controls));
        end_line();
    }

    Output& out_;
    Look look_;
    Aligned aligned_;
    OutputOptions output_;
    bool quiet_;
    bool skips_ids_ = false;
    bool has_header_ = false;
    OperationList list_ = OperationList::queue;
    std::vector<std::string> columns_;
};

void TextPrinter::tables(const std::vector<TableDefinition>& tables) {
    begin({"table", "remote", "columns", "conflict"});
    header();
    for (const TableDefinition& table : tables) {
        std::string columns;
        for (const Column& column : table.columns) {
            columns += (columns.empty() ? "" : " ") + column.name + ':' + name_of(column.type);
        }
        const std::string remote = or_else(table.remote_name, table.name.c_str());
        line({table.name,
              table.path.empty() ? remote : table.path,
              columns,
              or_else(table.conflict, "ask")});
    }
    aligned_.flush();
}

void TextPrinter::status(const StoreStatus& status, bool brief) {
    if (brief) return lone(brief_status(status));
    key("store", status.path);
    key("service", or_else(status.url, "none"));
    key("protocol", status.protocol);
    key("pending", std::to_string(status.pending));
    key("failed", std::to_string(status.failed));
    key("conflicts", std::to_string(status.conflicts));
    key("held", std::to_string(status.held));
    key("oldest pending", or_else(status.oldest_pending, "none"));
    key("last push", or_else(status.last_push, "never"));
    key("last pull", or_else(status.last_pull, "never"));
    for (const TableStatus& table : status.tables) {
        key("table",
            table.table + ", " + counted_noun(table.items, "item") + ", " +
                std::to_string(table.pending) + " pending, " + std::to_string(table.failed) +
                " failed, " + counted_noun(table.conflicts, "conflict") + ", " +
                std::to_string(table.held) + " held, deletes " + name_of(table.deletes));
        for (const QueryStatus& query : table.queries) {
            key("query",
                table.table + ' ' + query.query_id + ", token " + or_else(query.token, "none") +
                    ", last pull " + or_else(query.last_pull, "never") +
                    (query.filter.empty() ? "" : ", filter " + query.filter));
        }
    }
    for (const OperationIssue& issue : status.issues) {
        key(name_of(issue.state),
            issue.table + '/' + issue.id + ", " + name_of(issue.kind) +
                (issue.http_status == 0 ? "" : ", " + std::to_string(issue.http_status)) +
                (issue.message.empty() ? "" : ", " + issue.message));
    }
}

void TextPrinter::checked(const CheckResult& result, Status outcome) {
    for (const Finding& finding : result.findings) {
        const char* const mark = finding.fixed     ? " (fixed)"
                                 : finding.fixable ? " (--fix mends it)"
                                                   : "";
        key(name_of(finding.severity), finding.sentence + mark);
    }
    if (outcome == Status::ok) success("the store is sound");
}

void TextPrinter::pushed(const PushResult& result, bool /*graced*/) {
    if (quiet_) return;
    key("push",
        std::string(name_of(result.status)) + ", " + std::to_string(result.pushed) + " pushed, " +
            std::to_string(result.failed) + " failed, " +
            counted_noun(result.conflicts, "conflict") + ", " + std::to_string(result.pending) +
            " pending" +
            (result.decided > 0 ? ", " + std::to_string(result.decided) + " decided" : ""));
}

void TextPrinter::pulled(const PullResult& result, bool graced) {
    if (quiet_) return;
    if (result.push) pushed(*result.push, graced);
    for (const PulledQuery& query : result.queries) {
        std::string text = query.table + (query.query_id.empty() ? "" : ' ' + query.query_id) +
                           ", " + std::to_string(query.received) + " received, " +
                           std::to_string(query.applied) + " applied, " +
                           std::to_string(query.removed) + " removed, " +
                           std::to_string(query.unchanged) + " unchanged";
        if (query.kept > 0) text += ", " + std::to_string(query.kept) + " kept";
        if (query.conflicts > 0) text += ", " + counted_noun(query.conflicts, "conflict");
        if (query.skipped > 0) text += ", " + std::to_string(query.skipped) + " skipped";
        if (query.outcome != Status::ok)
            text += std::string(", ended as ") + code_of(query.outcome);
        key("pull", text);
    }
}

}  // namespace

std::unique_ptr<Printer> make_text_printer(Streams& streams,
                                           Messages& messages,
                                           const PrinterOptions& options) {
    return std::make_unique<TextPrinter>(streams, messages, options);
}

}  // namespace syncline::cmd
