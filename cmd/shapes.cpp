#include "shapes.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace syncline::cmd {

namespace {

using Fields = std::vector<std::string>;

Fields joined(const Fields& first, const Fields& then) {
    Fields fields = first;
    fields.insert(fields.end(), then.begin(), then.end());
    return fields;
}

/// The members of a document: its version and its type, then these.
Fields document(const Fields& fields) {
    return joined({"schema", "type"}, fields);
}

std::vector<Shape> all_shapes() {
    const Fields outcome{"ok", "code", "exit_code"};
    const Fields operation{"type",
                           "sequence",
                           "table",
                           "id",
                           "kind",
                           "state",
                           "http",
                           "message",
                           "held",
                           "in_doubt",
                           "attempts",
                           "first_queued",
                           "last_changed",
                           "last_attempt",
                           "server_deleted"};
    const Fields sides{"differ", "base", "local", "server"};
    return {
        {"init", document({"path", "url"})},
        {"define-table", document({"table", "changed"})},
        {"insert", document({"table", "id"})},
        {"ids", {"id"}},
        {"change", document({"table", "count"})},
        {"count", document({"table", "count"})},
        {"item", {}},
        {"items", {}},
        {"rows", {}},
        {"tables",
         {"type",
          "name",
          "columns",
          "remote_name",
          "path",
          "independent",
          "complete_column",
          "conflict"}},
        {"status",
         document({"path",
                   "url",
                   "protocol",
                   "pending",
                   "failed",
                   "conflicts",
                   "held",
                   "oldest_pending",
                   "last_push",
                   "last_pull",
                   "tables",
                   "issues"})},
        {"push",
         document(joined(outcome,
                         {"status",
                          "pushed",
                          "decided",
                          "failed",
                          "conflicts",
                          "pending",
                          "requests",
                          "reason",
                          "hint",
                          "http",
                          "issues"}))},
        {"pull",
         document(joined(
             outcome,
             {"pulled", "removed", "requests", "reason", "hint", "http", "queries", "push"}))},
        {"sync",
         document(joined(outcome, {"pushed", "failed", "conflicts", "pending", "push", "pull"}))},
        {"purge", document({"table", "items", "operations"})},
        {"remote-url", document({"url"})},
        {"remote-protocol", document({"protocol"})},
        {"serve", document({"url"})},
        {"operations", operation},
        {"given-up", joined(operation, sides)},
        {"operation", joined({"schema"}, joined(operation, sides))},
        {"queue-change", document({"count"})},
        {"conflicts-resolve", document({"count", "resolved"})},
        {"requests", {"type", "sequence", "table", "id", "method", "url", "headers", "body"}},
        {"check", document(joined(outcome, {"faults", "notes", "fixed", "findings"}))},
        {"backup", document({"path", "bytes"})},
        {"compact", document({"bytes_before", "bytes_after", "runs"})},
        {"export", document({"path", "tables", "items", "operations"})},
        {"import", document({"tables", "inserted", "updated", "unchanged", "operations"})},
        {"explanation",
         document({"table", "id", "exists", "operation", "changes", "request", "blockers"})},
        {"runs",
         joined(joined({"type", "command", "started", "ended"}, outcome),
                {"pushed", "pulled", "failed", "conflicts", "requests", "reason"})},
    };
}

}  // namespace

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

bool prints_one_field(const std::vector<std::string>& shape_names) {
    return std::all_of(shape_names.begin(), shape_names.end(), [](const std::string& name) {
        return shape(name).fields.size() == 1;
    });
}

void check_field(const std::string& field, const std::vector<std::string>& shape_names) {
    std::vector<std::string> known;
    for (const std::string& name : shape_names) {
        const Shape& each = shape(name);
        if (each.fields.empty()) return;
        known.insert(known.end(), each.fields.begin(), each.fields.end());
    }
    if (std::find(known.begin(), known.end(), field) != known.end()) return;
    const std::string meant = nearest(field, known);
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "there are " : ", ") + name;
    throw UsageError("there is no field \"" + field + '"',
                     meant.empty() ? list : "did you mean \"" + meant + "\"?");
}

}  // namespace syncline::cmd
