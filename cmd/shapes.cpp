#include "shapes.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace syncline::cmd {

namespace {

using Fields = std::vector<Field>;

/// "name:type" each; see read_field_type.
Fields fields(const std::vector<std::string>& written) {
    Fields out;
    for (const std::string& text : written) {
        const std::size_t colon = text.find(':');
        out.push_back({text.substr(0, colon), read_field_type(text.substr(colon + 1))});
    }
    return out;
}

Fields appended(Fields first, const Fields& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

/// An object that names its type.
Fields object(const std::string& type, const std::vector<std::string>& written) {
    return appended(fields({"type:=" + type}), fields(written));
}

/// The members of a document: its version and its type, then these.
Fields document(const std::string& type, const std::vector<std::string>& written) {
    return appended(fields({"schema:count", "type:=" + type}), fields(written));
}

/// Parts of results, and the results that are also parts of others.
std::vector<Shape> parts() {
    return {
        {"column", fields({"name:text", "type:text"}), true},
        {"header", fields({"name:text", "value:text"}), true},
        {"finding",
         fields({"severity:text",
                 "what:text",
                 "table:text?",
                 "id:text?",
                 "sentence:text",
                 "fixable:boolean",
                 "fixed:boolean"}),
         true},
        {"issue",
         object("operation",
                {"sequence:count",
                 "table:text",
                 "id:text",
                 "kind:text",
                 "state:text",
                 "http:count?",
                 "message:text?"}),
         true},
        {"pulled-query",
         object("query",
                {"table:text",
                 "query_id:text?",
                 "received:count",
                 "applied:count",
                 "removed:count",
                 "unchanged:count",
                 "kept:count",
                 "conflicts:count",
                 "skipped:count",
                 "code:text",
                 "reason:text?"}),
         true},
        {"query-status",
         object("query", {"query_id:text", "filter:text?", "token:text?", "last_pull:time?"}),
         true},
        {"table-status",
         object("table",
                {"table:text",
                 "items:count",
                 "pending:count",
                 "failed:count",
                 "conflicts:count",
                 "held:count",
                 "deletes:text",
                 "queries:[query-status]"}),
         true},
        {"error",
         object("error",
                {"code:text",
                 "exit_code:count",
                 "message:text",
                 "hint:text?",
                 "retryable:boolean",
                 "http:count?"}),
         true},
        {"warning", object("warning", {"message:text"}), true},
        {"note", object("note", {"message:text"}), true},
        {"log", object("log", {"time:time", "level:text"}), true},
        {"progress",
         object("progress",
                {"work:text?", "table:text?", "done:count", "total:count?", "milliseconds:count"}),
         true},
        {"member-change", fields({"name:text", "before:any", "after:any"}), true},
        {"brought-back", fields({"id:text", "where:text"}), true},
        {"decided", fields({"table:text", "id:text", "to_send:boolean"}), true},
    };
}

Fields outcome() {
    return fields({"ok:boolean", "code:text", "exit_code:count"});
}

std::vector<Shape> run_shapes() {
    const Fields ending = appended(outcome(), fields({"graced:boolean"}));
    const Fields push = appended(ending,
                                 fields({"status:text",
                                         "pushed:count",
                                         "decided:count",
                                         "failed:count",
                                         "conflicts:count",
                                         "pending:count",
                                         "requests:count",
                                         "reason:text?",
                                         "hint:text?",
                                         "http:count?",
                                         "issues:[issue]"}));
    const Fields pull = appended(ending,
                                 fields({"pulled:count",
                                         "removed:count",
                                         "requests:count",
                                         "reason:text?",
                                         "hint:text?",
                                         "http:count?",
                                         "queries:[pulled-query]",
                                         "push:push-part?"}));
    return {
        {"push-part", appended(object("push", {}), push), true},
        {"pull-part", appended(object("pull", {}), pull), true},
        {"push", appended(document("push", {}), push)},
        {"pull", appended(document("pull", {}), pull)},
        {"pulled-change", object("change", {"table:text", "change:text", "id:text", "item:item?"})},
        {"sync",
         appended(appended(document("sync", {}), ending),
                  fields({"pushed:count",
                          "failed:count",
                          "conflicts:count",
                          "pending:count",
                          "push:push-part?",
                          "pull:pull-part?"}))},
        {"runs",
         appended(
             appended(object("run", {"command:text", "started:time", "ended:time?"}), outcome()),
             fields({"pushed:count",
                     "pulled:count",
                     "failed:count",
                     "conflicts:count",
                     "requests:count",
                     "reason:text?"}))},
    };
}

std::vector<Shape> queue_shapes() {
    const Fields operation = object("operation",
                                    {"sequence:count",
                                     "table:text",
                                     "id:text",
                                     "kind:text",
                                     "state:text",
                                     "http:count?",
                                     "message:text?",
                                     "held:boolean",
                                     "in_doubt:boolean",
                                     "attempts:count",
                                     "first_queued:time?",
                                     "last_changed:time?",
                                     "last_attempt:time?",
                                     "server_deleted:boolean"});
    const Fields with_sides =
        appended(operation, fields({"differ:[text]", "base:item?", "local:item?", "server:item?"}));
    const std::vector<std::string> request{"sequence:count",
                                           "table:text",
                                           "id:text",
                                           "method:text",
                                           "url:text",
                                           "headers:[header]",
                                           "body:text?"};
    return {
        {"operations", operation},
        {"given-up", with_sides},
        {"operation", appended(fields({"schema:count"}), with_sides)},
        {"operation-part", with_sides, true},
        {"queue-change", document("", {"count:count"})},
        {"conflicts-resolve", document("conflicts-resolve", {"count:count", "resolved:[decided]"})},
        {"requests", object("request", request)},
        {"explanation",
         document("explanation",
                  {"table:text",
                   "id:text",
                   "exists:boolean",
                   "operation:operation-part?",
                   "changes:[member-change]",
                   "request:requests?",
                   "blockers:[text]"})},
    };
}

std::vector<Shape> other_shapes() {
    return {
        {"init", document("init", {"path:text", "url:text?"})},
        {"define-table", document("define-table", {"table:text", "changed:boolean"})},
        {"insert", document("insert", {"table:text", "id:text"})},
        {"ids", fields({"id:text"})},
        {"change", document("", {"table:text", "count:count"})},
        {"count", document("count", {"table:text", "count:count"})},
        {"item", {}},
        {"items", {}},
        {"rows", {}},
        {"tables",
         object("table",
                {"name:text",
                 "columns:[column]",
                 "remote_name:text?",
                 "path:text?",
                 "independent:boolean",
                 "complete_column:text?",
                 "conflict:text"})},
        {"status",
         document("status",
                  {"path:text",
                   "url:text?",
                   "protocol:text",
                   "pending:count",
                   "failed:count",
                   "conflicts:count",
                   "held:count",
                   "oldest_pending:time?",
                   "last_push:time?",
                   "last_pull:time?",
                   "tables:[table-status]",
                   "issues:[issue]"})},
        {"purge", document("purge", {"table:text", "items:count", "operations:count"})},
        {"remote-url", document("remote", {"url:text"})},
        {"remote-protocol", document("remote", {"protocol:text"})},
        {"serve", document("serve", {"url:text"})},
        {"check",
         document("check",
                  {"ok:boolean",
                   "code:text",
                   "exit_code:count",
                   "faults:count",
                   "notes:count",
                   "fixed:count",
                   "findings:[finding]"})},
        {"backup", document("backup", {"path:text", "bytes:count"})},
        {"compact", document("compact", {"bytes_before:count", "bytes_after:count", "runs:count"})},
        {"export",
         document("export", {"path:text", "tables:count", "items:count", "operations:count"})},
        {"import",
         document("import",
                  {"tables:count",
                   "inserted:count",
                   "updated:count",
                   "unchanged:count",
                   "operations:count"})},
        {"setting", document("setting", {"key:text", "values:[text]", "origin:text"})},
        {"settings", object("setting", {"key:text", "values:[text]", "origin:text"})},
        {"config-path", document("config-path", {"path:text", "exists:boolean"})},
        {"undelete",
         document("undelete", {"table:text", "count:count", "undeleted:[brought-back]"})},
        {"call", document("call", {"status:count", "headers:[header]", "form:text", "body:any"})},
        {"login", document("login", {"user_id:text?", "token_file:text"})},
        {"checks",
         object("check",
                {"name:text", "ok:boolean", "code:text", "exit_code:count", "detail:text"})},
        {"help", document("help", {"topic:text", "text:text"})},
        {"statuses",
         object("status",
                {"exit_code:count", "code:text", "precedence:count", "when:text", "then:text"})},
        {"variables", object("variable", {"name:text", "option:text?", "help:text"})},
        {"shapes", object("shape", {"name:text", "fields:[text]", "commands:[text]"})},
        {"version",
         document("version",
                  {"version:text",
                   "sqlite:text",
                   "curl:text?",
                   "simdjson:text",
                   "store:count",
                   "protocols:[text]"})},
        {"pages", document("pages", {"folder:text", "pages:count"})},
    };
}

std::vector<Shape> all_shapes() {
    std::vector<Shape> all;
    for (const auto& some : {other_shapes(), run_shapes(), queue_shapes(), parts()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

}  // namespace

std::vector<std::string> Shape::names() const {
    std::vector<std::string> out;
    out.reserve(fields.size());
    for (const Field& field : fields) out.push_back(field.name);
    return out;
}

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all = all_shapes();
    return all;
}

const Shape& shape(std::string_view name) {
    for (const Shape& each : shapes()) {
        if (name == each.name) return each;
    }
    throw std::logic_error("no shape " + std::string(name));
}

FieldType read_field_type(std::string_view text) {
    using Kind = FieldType::Kind;
    FieldType type;
    if (text.rfind('=', 0) == 0) {
        const std::string fixed(text.substr(1));
        return {fixed.empty() ? Kind::text : Kind::fixed, false, fixed};
    }
    type.may_be_null = !text.empty() && text.back() == '?';
    if (type.may_be_null) text.remove_suffix(1);
    if (text.rfind('[', 0) == 0) {
        type.kind = Kind::list;
        type.of = text.substr(1, text.size() - 2);
        return type;
    }
    constexpr std::pair<std::string_view, Kind> kKinds[] = {{"text", Kind::text},
                                                            {"time", Kind::time},
                                                            {"integer", Kind::integer},
                                                            {"count", Kind::count},
                                                            {"boolean", Kind::boolean},
                                                            {"any", Kind::any}};
    for (const auto& [name, kind] : kKinds) {
        if (text != name) continue;
        type.kind = kind;
        return type;
    }
    type.kind = Kind::object;
    type.of = text;
    return type;
}

bool prints_one_field(const std::vector<std::string>& shape_names) {
    return std::all_of(shape_names.begin(), shape_names.end(), [](const std::string& name) {
        return shape(name).fields.size() == 1;
    });
}

void check_field(const std::string& field, const std::vector<std::string>& shape_names) {
    std::vector<std::string> known;
    for (const std::string& name : shape_names) {
        const std::vector<std::string> names = shape(name).names();
        if (names.empty()) return;
        known.insert(known.end(), names.begin(), names.end());
    }
    if (std::find(known.begin(), known.end(), field) != known.end()) return;
    const std::string meant = nearest(field, known);
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "there are " : ", ") + name;
    throw UsageError("there is no field \"" + field + '"',
                     meant.empty() ? list : "did you mean \"" + meant + "\"?");
}

}  // namespace syncline::cmd
