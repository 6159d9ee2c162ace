#include "operation_arguments.hpp"

#include "escape.hpp"
#include "input.hpp"
#include "times.hpp"

#include <algorithm>
#include <charconv>

namespace syncline::cmd {

namespace {

OperationState state_of(const std::string& name) {
    if (name == "failed") return OperationState::failed;
    return name == "conflict" ? OperationState::conflict : OperationState::pending;
}

std::vector<OperationDetail> find_all(Client& client, const QueueFilter& filter, bool with_items) {
    std::vector<OperationDetail> found;
    client.queue(filter, with_items, [&found](const OperationDetail& operation) {
        found.push_back(operation);
        return true;
    });
    return found;
}

/// What TABLE/ID means. An id may have a slash of its own; a table's name has none.
QueueFilter filter_for_item(const std::string& name) {
    const std::size_t slash = name.find('/');
    QueueFilter filter;
    filter.table = name.substr(0, slash);
    filter.ids = {name.substr(slash + 1)};
    return filter;
}

std::optional<std::int64_t> sequence_of(const std::string& name) {
    std::int64_t sequence = 0;
    const char* end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data(), end, sequence);
    if (error != std::errc{} || rest != end || sequence < 0) return std::nullopt;
    return sequence;
}

QueueFilter filter_for_operation(const std::string& name) {
    QueueFilter filter;
    if (const auto sequence = sequence_of(name)) {
        filter.sequences = {*sequence};
        return filter;
    }
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == name.size()) {
        throw UsageError(quoted(name) + " is no operation",
                         "write its number or TABLE/ID; \"syncline queue list\" shows them");
    }
    return filter_for_item(name);
}

bool is_table(Client& client, const std::string& name) {
    const auto tables = client.tables();
    return std::any_of(tables.begin(), tables.end(), [&name](const TableDefinition& table) {
        return table.name == name;
    });
}

}  // namespace

void add_operation_names(Spec& spec, Spec::Words& names, bool required) {
    spec.arguments("OP",
                   names,
                   "an operation: its number, or TABLE/ID of its item; - reads them from standard "
                   "input, one a line",
                   required);
}

void add_queue_filters(Spec& spec, OperationArguments& arguments) {
    spec.text("--table", "TABLE", arguments.table, "only operations of this table");
    spec.choice("--state",
                "pending|failed|conflict|held",
                arguments.state,
                "only operations in this state");
    spec.text("--since",
              "TIME",
              arguments.since,
              "only those queued or changed since: RFC 3339, a date, @SECONDS, or -7d");
}

QueueFilter filter_of(const OperationArguments& arguments) {
    if (arguments.table && arguments.table->empty()) throw UsageError("--table is empty");
    QueueFilter filter;
    filter.table = arguments.table.value_or("");
    if (arguments.state == "held") {
        filter.held = true;
    } else if (!arguments.state.empty()) {
        filter.state = state_of(arguments.state);
    }
    if (arguments.since) {
        if (arguments.since->empty()) throw UsageError("--since is empty");
        filter.since = read_moment(*arguments.since);
    }
    return filter;
}

std::optional<QueueFilter> selection_of(Client& client,
                                        Streams& streams,
                                        const OperationArguments& arguments) {
    if (arguments.names.empty() && !arguments.has_filter()) {
        throw UsageError("no operation is named", "give an OP, --table, --state or --since");
    }
    if (arguments.names.empty()) return filter_of(arguments);
    if (arguments.has_filter()) {
        throw UsageError("operations do not go together with --table, --state or --since");
    }
    QueueFilter filter;
    for (const std::string& name : with_input(arguments.names, streams)) {
        filter.sequences.push_back(find_operation(client, name, false).sequence);
    }
    // A filter without numbers would take all.
    if (filter.sequences.empty()) return std::nullopt;
    auto& sequences = filter.sequences;
    std::sort(sequences.begin(), sequences.end());
    sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
    return filter;
}

OperationDetail find_operation(Client& client, const std::string& name, bool with_items) {
    auto found = find_all(client, filter_for_operation(name), with_items);
    if (!found.empty()) return std::move(found.front());
    throw NotFoundError("no operation " + quoted(name) + " is in the queue",
                        "\"syncline queue list\" shows what is");
}

OperationDetail find_conflict(Client& client,
                              const std::string& name,
                              const std::string& table,
                              bool with_items) {
    QueueFilter filter;
    filter.table = table;
    filter.ids = {name};
    filter.state = OperationState::conflict;
    auto found = find_all(client, filter, with_items);
    const std::size_t slash = name.find('/');
    if (table.empty() && slash != std::string::npos && is_table(client, name.substr(0, slash))) {
        filter = filter_for_item(name);
        filter.state = OperationState::conflict;
        for (auto& each : find_all(client, filter, with_items)) found.push_back(std::move(each));
    }
    if (found.empty()) {
        throw NotFoundError(
            "no conflict of " + (table.empty() ? name : table + '/' + name) + " is recorded",
            "\"syncline conflicts list\" shows what is");
    }
    if (found.size() > 1) {
        throw UsageError("items of the tables " + found[0].table + " and " + found[1].table +
                             " with the id " + quoted(name) + " are in conflict",
                         "name one with --table");
    }
    return std::move(found.front());
}

Spec::Words with_input(const Spec::Words& names, Streams& streams) {
    Spec::Words out;
    for (const std::string& name : names) {
        if (name != "-") {
            out.push_back(name);
            continue;
        }
        InputLines lines(streams);
        for (std::string_view line; lines.next(line);) {
            if (line.back() == '\r') line.remove_suffix(1);
            out.emplace_back(line.substr(0, line.find('\t')));
        }
    }
    return out;
}

}  // namespace syncline::cmd
