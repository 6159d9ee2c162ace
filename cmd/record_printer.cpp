#include "item_record.hpp"
#include "json_objects.hpp"
#include "output.hpp"
#include "printer.hpp"
#include "record_writer.hpp"
#include "topics.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

using json::add;
using json::document;
using json::number;
using json::text_or_null;

std::unique_ptr<RecordWriter> make_writer(Streams& streams, const PrinterOptions& options) {
    const OutputOptions& output = options.output;
    if (output.raw) return make_raw_writer(streams.out, output);
    const Look look = look_at(streams.out.descriptor(), options.colour);
    switch (output.format) {
        case Format::json:
            return make_json_writer(streams.out);
        case Format::ndjson:
            return make_ndjson_writer(streams.out, output);
        case Format::table:
            return make_table_writer(streams.out, output, look);
        case Format::line:
            return make_line_writer(streams.out, output);
        case Format::text:
            if (look.is_terminal) return make_table_writer(streams.out, output, look);
            break;
        case Format::csv:
        case Format::tsv:
        case Format::porcelain:
            break;
    }
    return make_delimited_writer(streams.out, output);
}

/// Makes a record of each result; the writer says what becomes of it.
class RecordPrinter : public Printer {
  public:
    RecordPrinter(Streams& streams, Messages& messages, const PrinterOptions& options)
        : Printer(messages),
          out_(streams.out),
          writer_(make_writer(streams, options)),
          fields_(options.output.fields),
          dry_run_(options.dry_run) {}

    void created(const std::string& path, const std::string& url) override {
        Members members = document("init");
        add(members, "path", Value::string(path));
        add(members, "url", text_or_null(url));
        print(std::move(members));
    }
    void defined(const std::string& table, bool changed) override {
        Members members = document("define-table");
        add(members, "table", Value::string(table));
        add(members, "changed", Value::boolean(changed));
        print(std::move(members));
    }
    void inserted(const std::string& table, const std::string& id) override {
        Members members = document("insert");
        add(members, "table", Value::string(table));
        add(members, "id", Value::string(id));
        print(std::move(members));
    }
    void changed(const char* verb, const std::string& table, std::uint64_t count) override {
        Members members = document(verb);
        add(members, "table", Value::string(table));
        add(members, "count", number(count));
        print(std::move(members));
    }
    void counted(const std::string& table, std::uint64_t count) override {
        changed("count", table, count);
    }
    void item(const Item& item) override { writer_->document(selected(record_of(item))); }

    void begin_items(const std::vector<std::string>& columns) override {
        if (fields_) check_item_fields(*fields_, columns);
        begin(columns);
    }
    void next_item(const Item& item) override { next(record_of(item)); }
    void end_items() override { writer_->end(); }

    void begin_rows() override { begin({}); }
    void next_row(const Members& row) override { next(row); }
    void end_rows() override { writer_->end(); }

    void begin_ids(bool /*asked_for*/) override { begin_list("ids"); }
    void next_id(const std::string& id) override { writer_->next_id(id); }
    void end_ids() override { writer_->end(); }

    void tables(const std::vector<TableDefinition>& tables) override {
        begin_list("tables");
        for (const TableDefinition& table : tables) next(json::table_object(table));
        writer_->end();
    }
    void status(const StoreStatus& status, bool /*brief*/) override {
        Members members = document("status");
        json::add_status(members, status);
        print(std::move(members));
    }
    void pushed(const PushResult& result, bool graced) override {
        show_issues(result);
        Members members = document("push");
        json::add_push(members, result, graced);
        print(std::move(members));
    }
    void pulled(const PullResult& result, bool graced) override {
        if (result.push) show_issues(*result.push);
        Members members = document("pull");
        json::add_pull(members, result, graced);
        print(std::move(members));
    }
    void item_changed(const ItemChange& change) override { event(json::change_object(change)); }
    void synced(const SyncResult& result, bool graced) override {
        show_issues(result.push);
        Members members = document("sync");
        json::add_sync(members, result, graced);
        print(std::move(members));
    }
    void purged(const std::string& table, const PurgeResult& result) override {
        Members members = document("purge");
        add(members, "table", Value::string(table));
        add(members, "items", number(result.items));
        add(members, "operations", number(result.operations));
        print(std::move(members));
    }
    void remote_set(const std::string& url) override {
        Members members = document("remote");
        add(members, "url", Value::string(url));
        print(std::move(members));
    }
    void protocol_set(const std::string& protocol) override {
        Members members = document("remote");
        add(members, "protocol", Value::string(protocol));
        print(std::move(members));
    }
    void serving(const std::string& url) override {
        Members members = document("serve");
        add(members, "url", Value::string(url));
        print(std::move(members));
        out_.flush();
    }

    void undeleted(const std::string& table, const std::vector<BroughtBack>& items) override {
        Members members = document("undelete");
        add(members, "table", Value::string(table));
        add(members, "count", number(items.size()));
        add(members, "undeleted", json::array(items, [](const BroughtBack& each) {
                return Members{{"id", Value::string(each.id)},
                               {"where", Value::string(name_of(each.how))}};
            }));
        print(std::move(members));
    }
    void answered(const Response& response, bool /*with_head*/) override {
        Members members = document("call");
        json::add_answer(members, response);
        print(std::move(members));
    }
    void logged_in(const std::string& user_id, const std::string& token_file) override {
        Members members = document("login");
        add(members, "user_id", text_or_null(user_id));
        add(members, "token_file", Value::string(token_file));
        print(std::move(members));
    }
    void checks(const std::vector<CheckStep>& steps) override {
        begin_list("checks");
        for (const CheckStep& step : steps) next(json::check_object(step));
        writer_->end();
    }

    void begin_operations(OperationList list) override {
        with_items_ = list == OperationList::given_up;
        begin_list(with_items_ ? "given-up" : "operations");
    }
    void next_operation(const OperationDetail& operation) override {
        next(json::operation_object(operation, with_items_));
    }
    void end_operations() override { writer_->end(); }
    void operation(const OperationDetail& operation) override {
        Members members{{"schema", Value::integer(1)}};
        const Members object = json::operation_object(operation, true);
        members.insert(members.end(), object.begin(), object.end());
        print(std::move(members));
    }
    void queue_changed(const char* verb, std::uint64_t count) override {
        Members members = document((std::string("queue-") + verb).c_str());
        add(members, "count", number(count));
        print(std::move(members));
    }
    void resolved(const std::vector<Resolved>& conflicts) override {
        Members members = document("conflicts-resolve");
        add(members, "count", number(conflicts.size()));
        add(members, "resolved", json::array(conflicts, [](const Resolved& each) {
                return Members{{"table", Value::string(each.table)},
                               {"id", Value::string(each.id)},
                               {"to_send", Value::boolean(each.to_send)}};
            }));
        print(std::move(members));
    }

    void begin_requests() override { begin_list("requests"); }
    void next_request(const RequestPreview& request) override {
        next(json::request_object(request));
    }
    void end_requests() override { writer_->end(); }

    void checked(const CheckResult& result, Status outcome) override {
        Members members = document("check");
        json::add_check(members, result, outcome);
        print(std::move(members));
    }
    void backed_up(const BackupResult& result) override {
        Members members = document("backup");
        add(members, "path", Value::string(result.path));
        add(members, "bytes", number(result.bytes));
        print(std::move(members));
    }
    void compacted(const CompactResult& result) override {
        Members members = document("compact");
        add(members, "bytes_before", number(result.bytes_before));
        add(members, "bytes_after", number(result.bytes_after));
        add(members, "runs", number(result.runs));
        print(std::move(members));
    }
    void exported(const std::string& path, const ExportResult& result) override {
        Members members = document("export");
        add(members, "path", Value::string(path));
        add(members, "tables", number(result.tables));
        add(members, "items", number(result.items));
        add(members, "operations", number(result.operations));
        print(std::move(members));
    }
    void imported(const ImportResult& result) override {
        Members members = document("import");
        json::add_import(members, result);
        print(std::move(members));
    }

    void setting(const SettingRow& setting) override {
        Members members = document("setting");
        json::add_setting(members, setting);
        print(std::move(members));
    }
    void setting_changed(const SettingRow& change) override { setting(change); }
    void settings(const std::vector<SettingRow>& settings, bool /*with_origin*/) override {
        begin_list("settings");
        for (const SettingRow& row : settings) {
            Members members = json::object("setting");
            json::add_setting(members, row);
            next(members);
        }
        writer_->end();
    }
    void config_path(const std::string& path, bool exists) override {
        Members members = document("config-path");
        add(members, "path", Value::string(path));
        add(members, "exists", Value::boolean(exists));
        print(std::move(members));
    }

    void explanation(const Explanation& explanation) override {
        Members members = document("explanation");
        json::add_explanation(members, explanation);
        print(std::move(members));
    }
    void runs(const std::vector<RunRecord>& runs) override {
        begin_list("runs");
        for (const RunRecord& run : runs) next(json::run_object(run));
        writer_->end();
    }

    void topic(const Topic& topic) override {
        if (!topic.records.empty()) {
            begin_list(topic.shape);
            for (const Members& record : topic.records) next(record);
            writer_->end();
            return;
        }
        Members members = document("help");
        add(members, "topic", Value::string(topic.name));
        add(members, "text", Value::string(topic.text));
        print(std::move(members));
    }
    void versions(const Versions& versions) override {
        Members members = document("version");
        json::add_versions(members, versions);
        print(std::move(members));
    }
    void pages(const std::string& folder, std::uint64_t count) override {
        Members members = document("pages");
        add(members, "folder", Value::string(folder));
        add(members, "pages", number(count));
        print(std::move(members));
    }

  private:
    void begin(const std::vector<std::string>& columns) {
        writer_->begin(fields_ ? *fields_ : columns);
    }
    void begin_list(const char* name) { begin(shape(name).names()); }
    void next(const Members& record) { writer_->next(fields_ ? selected(record) : record); }
    /// A rehearsal says so behind the type.
    void print(Members record) {
        if (dry_run_) {
            const auto type = std::find_if(record.begin(), record.end(), [](const Member& member) {
                return member.name == "type";
            });
            record.insert(type == record.end() ? type : type + 1,
                          {"dry_run", Value::boolean(true)});
        }
        writer_->document(selected(record));
    }
    Members selected(const Members& record) const {
        if (!fields_) return record;
        Members chosen;
        for (const std::string& field : *fields_) {
            const Value* value = find_member(record, field);
            if (value != nullptr) chosen.push_back({field, *value});
        }
        return chosen;
    }
    void show_issues(const PushResult& result) {
        for (const OperationIssue& issue : result.issues) {
            event(json::issue_object(issue));
        }
    }
    /// One of which --fields leaves nothing is left out.
    void event(const Members& record) {
        const Members chosen = selected(record);
        if (!chosen.empty()) writer_->event(chosen);
    }

    Output& out_;
    std::unique_ptr<RecordWriter> writer_;
    std::optional<std::vector<std::string>> fields_;
    bool dry_run_;
    bool with_items_ = false;
};

}  // namespace

std::unique_ptr<Printer> make_record_printer(Streams& streams,
                                             Messages& messages,
                                             const PrinterOptions& options) {
    return std::make_unique<RecordPrinter>(streams, messages, options);
}

std::unique_ptr<Printer> make_printer(Streams& streams,
                                      Messages& messages,
                                      const PrinterOptions& options) {
    const OutputOptions& output = options.output;
    const bool for_people = output.format == Format::text && !output.fields && !output.raw;
    return for_people ? make_text_printer(streams, messages, options)
                      : make_record_printer(streams, messages, options);
}

}  // namespace syncline::cmd
