#include "text_rows.hpp"

#include "three_way.hpp"

namespace syncline::cmd {

namespace {

std::string http_of(int http_status) {
    return http_status == 0 ? "" : std::to_string(http_status);
}

std::string marks_of(const OperationDetail& operation) {
    return joined({operation.held ? "held" : "", operation.in_doubt ? "in doubt" : ""});
}

/// What was done here and there, for example "update-delete".
std::string clash_of(const OperationDetail& operation) {
    const bool insert = operation.kind == OperationKind::insert;
    const char* theirs = operation.server_deleted ? "delete" : insert ? "insert" : "update";
    return std::string(name_of(operation.kind)) + '-' + theirs;
}

std::string text_of(const Value* value) {
    return value == nullptr ? std::string() : value->text();
}

std::string side(const char* name, const std::optional<Item>& item, const char* without) {
    return item ? name : std::string(name) + " (" + without + ')';
}

}  // namespace

std::string counted_noun(std::uint64_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string or_else(const std::string& text, const char* otherwise) {
    return text.empty() ? otherwise : text;
}

Row operation_columns(OperationList list) {
    switch (list) {
        case OperationList::queue:
            break;
        case OperationList::conflicts:
            return {"id", "table", "kind", "since", "message"};
        case OperationList::given_up:
            return {"op", "table", "id", "kind", "state", "item"};
    }
    return {"op", "table", "id", "kind", "state", "marks", "queued", "attempts", "http", "message"};
}

Row operation_row(const OperationDetail& operation, OperationList list) {
    const std::string sequence = std::to_string(operation.sequence);
    const std::string kind = name_of(operation.kind);
    const std::string state = name_of(operation.state);
    switch (list) {
        case OperationList::queue:
            break;
        case OperationList::conflicts:
            return {operation.id,
                    operation.table,
                    clash_of(operation),
                    operation.first_queued,
                    operation.message};
        case OperationList::given_up:
            return {sequence,
                    operation.table,
                    operation.id,
                    kind,
                    state,
                    operation.local ? write_item(*operation.local) : ""};
    }
    return {sequence,
            operation.table,
            operation.id,
            kind,
            state,
            marks_of(operation),
            operation.first_queued,
            std::to_string(operation.attempts),
            http_of(operation.http_status),
            operation.message};
}

Facts operation_facts(const OperationDetail& operation) {
    const bool conflict = operation.state == OperationState::conflict;
    const std::string kind = conflict ? clash_of(operation) : name_of(operation.kind);
    Facts facts{{"item", operation.table + '/' + operation.id},
                {"operation",
                 joined({std::to_string(operation.sequence),
                         kind,
                         name_of(operation.state),
                         marks_of(operation)})},
                {"queued", operation.first_queued}};
    if (operation.last_changed != operation.first_queued) {
        facts.emplace_back("changed", operation.last_changed);
    }
    std::string attempts = std::to_string(operation.attempts);
    if (!operation.last_attempt.empty()) attempts += ", the last " + operation.last_attempt;
    facts.emplace_back("attempts", attempts);
    const std::string answer = joined({http_of(operation.http_status), operation.message});
    if (!answer.empty()) facts.emplace_back("answer", answer);
    return facts;
}

std::vector<Row> side_by_side(const OperationDetail& operation) {
    std::vector<Row> rows;
    rows.push_back(
        {"",
         "field",
         side("base", operation.base, "none"),
         side("local", operation.local, "deleted"),
         side("server", operation.server, operation.server_deleted ? "deleted" : "not seen")});
    for (const ThreeWay& way : three_ways(operation)) {
        rows.push_back({way.differs ? "*" : "",
                        way.name,
                        text_of(way.base),
                        text_of(way.local),
                        text_of(way.server)});
    }
    const auto add = [&](const char* name, std::string Item::*member) {
        const auto of = [member](const std::optional<Item>& item) {
            return item ? (*item).*member : std::string();
        };
        rows.push_back({"", name, of(operation.base), of(operation.local), of(operation.server)});
    };
    add("version", &Item::version);
    add("updatedAt", &Item::updated_at);
    return rows;
}

Facts explanation_facts(const Explanation& explanation) {
    const std::string item = explanation.table + '/' + explanation.id;
    if (!explanation.operation) return {{"item", item + ", nothing is queued for it"}};
    Facts facts = operation_facts(*explanation.operation);
    if (!explanation.exists) facts.front().second += ", deleted here";
    for (const Explanation::Change& change : explanation.changes) {
        facts.emplace_back(
            "change",
            change.name + ": " + write_value(change.before) + " -> " + write_value(change.after));
    }
    for (const std::string& blocker : explanation.blockers) facts.emplace_back("blocked", blocker);
    return facts;
}

std::vector<Row> run_rows(const std::vector<RunRecord>& runs) {
    std::vector<Row> rows{{"started",
                           "ended",
                           "command",
                           "outcome",
                           "pushed",
                           "pulled",
                           "failed",
                           "conflicts",
                           "requests",
                           "reason"}};
    for (const RunRecord& run : runs) {
        rows.push_back({run.started,
                        run.ended,
                        run.command,
                        code_of(run.outcome),
                        std::to_string(run.pushed),
                        std::to_string(run.pulled),
                        std::to_string(run.failed),
                        std::to_string(run.conflicts),
                        std::to_string(run.requests),
                        run.reason});
    }
    return rows;
}

std::vector<Row> check_rows(const std::vector<CheckStep>& steps) {
    std::vector<Row> rows{{"what", "is", "detail"}};
    for (const CheckStep& step : steps) {
        rows.push_back({step.name, code_of(step.status), step.detail});
    }
    return rows;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) {
        if (!part.empty()) out += (out.empty() ? "" : ", ") + part;
    }
    return out;
}

std::vector<Row> setting_rows(const std::vector<SettingRow>& settings, bool with_origin) {
    std::vector<Row> rows{{"key", "value"}};
    if (with_origin) rows.front().emplace_back("origin");
    for (const SettingRow& setting : settings) {
        rows.push_back({setting.key, joined(setting.values)});
        if (with_origin) rows.back().push_back(setting.origin);
    }
    return rows;
}

std::string brief_status(const StoreStatus& status) {
    return joined({std::to_string(status.pending) + " pending",
                   std::to_string(status.failed) + " failed",
                   counted_noun(status.conflicts, "conflict"),
                   std::to_string(status.held) + " held",
                   "last push " + or_else(status.last_push, "never"),
                   "last pull " + or_else(status.last_pull, "never")});
}

}  // namespace syncline::cmd
