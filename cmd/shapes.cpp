#include "shapes.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace syncline::cmd {

std::vector<std::string> Shape::shown_columns() const {
    const auto& names = columns.empty() ? fields : columns;
    return {names.begin(), names.end()};
}

/// Members are only added, never changed or taken away; "schema" counts what breaks that.
const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all{
        {"init", false, {"schema", "type", "path", "url"}, {}, "a store that was made"},
        {"define-table",
         false,
         {"schema", "type", "table", "changed"},
         {},
         "a table that was defined; \"changed\" is false where it was so already"},
        {"insert", false, {"schema", "type", "table", "id"}, {}, "an item that was added"},
        {"ids", true, {"id"}, {}, "ids; in JSON an array of strings"},
        {"change",
         false,
         {"schema", "type", "table", "count"},
         {},
         "how many items a command changed; \"type\" is the command"},
        {"count", false, {"schema", "type", "table", "count"}, {}, "how many items match"},
        {"item", false, {}, {}, "one item: its id, its members and the service's properties"},
        {"items", true, {}, {}, "items"},
        {"rows", true, {}, {}, "rows of a SELECT"},
        {"tables",
         true,
         {"type",
          "name",
          "columns",
          "remote_name",
          "path",
          "independent",
          "complete_column",
          "conflict"},
         {},
         "the tables and their columns"},
        {"status",
         false,
         {"schema",
          "type",
          "path",
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
          "issues"},
         {},
         "what waits in the queue, and when the store was last synced"},
        {"push",
         false,
         {"schema",
          "type",
          "ok",
          "code",
          "exit_code",
          "status",
          "pushed",
          "decided",
          "failed",
          "conflicts",
          "pending",
          "requests",
          "reason",
          "hint",
          "http",
          "issues"},
         {},
         "how a push ended; in ndjson the operations that were not accepted come before it"},
        {"pull",
         false,
         {"schema",
          "type",
          "ok",
          "code",
          "exit_code",
          "pulled",
          "removed",
          "requests",
          "reason",
          "hint",
          "http",
          "queries",
          "push"},
         {},
         "how a pull ended; in ndjson the items that it changed come before it"},
        {"sync",
         false,
         {"schema",
          "type",
          "ok",
          "code",
          "exit_code",
          "pushed",
          "failed",
          "conflicts",
          "pending",
          "push",
          "pull"},
         {},
         "how a push and the pull after it ended"},
        {"purge",
         false,
         {"schema", "type", "table", "items", "operations"},
         {},
         "what was dropped here"},
        {"remote",
         false,
         {"schema", "type", "url", "protocol"},
         {},
         "what was remembered of the service"},
        {"serve", false, {"schema", "type", "url"}, {}, "where the small service listens"},
        {"operations",
         true,
         {"type",
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
          "server_deleted"},
         {},
         "operations of the queue"},
        {"given-up",
         true,
         {"type",
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
          "server_deleted",
          "differ",
          "base",
          "local",
          "server"},
         {},
         "operations that are given up, with their items"},
        {"operation",
         false,
         {"schema",         "type",     "sequence",     "table",        "id",
          "kind",           "state",    "http",         "message",      "held",
          "in_doubt",       "attempts", "first_queued", "last_changed", "last_attempt",
          "server_deleted", "differ",   "base",         "local",        "server"},
         {},
         "one operation with the three sides of its item"},
        {"queue-change",
         false,
         {"schema", "type", "count"},
         {},
         "how many operations a command changed; \"type\" is \"queue-\" and the command"},
        {"conflicts-resolve",
         false,
         {"schema", "type", "count", "resolved"},
         {},
         "conflicts that were decided"},
        {"requests",
         true,
         {"type", "sequence", "table", "id", "method", "url", "headers", "body"},
         {},
         "the requests of a dry run"},
        {"explanation",
         false,
         {"schema", "type", "table", "id", "exists", "operation", "changes", "request", "blockers"},
         {},
         "why an item is not as the service has it"},
        {"runs",
         true,
         {"type",
          "command",
          "started",
          "ended",
          "ok",
          "code",
          "exit_code",
          "pushed",
          "pulled",
          "failed",
          "conflicts",
          "requests",
          "reason"},
         {},
         "the last pushes and pulls"},
    };
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
