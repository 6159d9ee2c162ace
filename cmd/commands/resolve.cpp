#include "commands/commands.hpp"
#include "confirm.hpp"
#include "input.hpp"
#include "item_arguments.hpp"
#include "operation_arguments.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

struct ResolveArguments {
    Spec::Words names;
    std::string table;
    bool all = false;
    std::string use;
    ItemArguments changes;
    std::optional<std::string> with;
};

void check(const ResolveArguments& options) {
    if (options.all != options.names.empty()) {
        throw UsageError(options.all ? "ids do not go together with --all" : "no item is named",
                         options.all ? "" : "give an ID, or --all with --table");
    }
    if (options.all && options.table.empty()) throw UsageError("--all needs --table");
    if (options.use.empty() && !options.with) {
        throw UsageError("how to decide is not said", "give --use or --with");
    }
    if (!options.with) return;
    if (options.names.size() != 1 || options.names.front() == "-") {
        throw UsageError("--with takes one finished item: it goes with exactly one ID");
    }
    if (!options.changes.empty()) {
        throw UsageError(
            "--with takes the finished item: --set, --set-json and --unset do not go "
            "with it");
    }
}

/// The conflicts meant; every name is known before the first is decided.
std::vector<OperationDetail> conflicts_of(Session& session, const ResolveArguments& options) {
    Client& client = session.client();
    std::vector<OperationDetail> conflicts;
    if (options.all) {
        QueueFilter filter;
        filter.table = options.table;
        filter.state = OperationState::conflict;
        client.queue(filter, false, [&conflicts](const OperationDetail& operation) {
            conflicts.push_back(operation);
            return true;
        });
        return conflicts;
    }
    for (const std::string& name : with_input(options.names, session.streams())) {
        OperationDetail found = find_conflict(client, name, options.table, false);
        const bool twice =
            std::any_of(conflicts.begin(), conflicts.end(), [&found](const OperationDetail& each) {
                return each.sequence == found.sequence;
            });
        if (!twice) conflicts.push_back(std::move(found));
    }
    return conflicts;
}

Members read_finished(const std::string& path, Streams& streams) {
    const std::string text = read_whole(path, streams);
    try {
        return read_members(text);
    } catch (const DataError& error) {
        throw DataError((path == "-" ? "standard input" : path) + ": " + error.what(),
                        error.hint());
    }
}

Resolution::Use use_of(const ResolveArguments& options) {
    if (options.with) return Resolution::Use::item;
    if (options.use == "server") return Resolution::Use::server;
    return options.use == "merge" ? Resolution::Use::merge : Resolution::Use::local;
}

/// One conflict that cannot be decided so (a merge that clashes) does not keep the others.
Status run(Session& session, const ResolveArguments& options) {
    check(options);
    Client& client = session.client();
    Printer& printer = session.printer();
    Resolution resolution;
    resolution.use = use_of(options);
    const std::vector<OperationDetail> conflicts = conflicts_of(session, options);
    if (options.all && conflicts.size() > 1) {
        confirm_if_asked(session,
                         std::to_string(conflicts.size()) + " conflicts of " + options.table +
                             " would be decided at once");
    }
    if (options.with) resolution.item = read_finished(*options.with, session.streams());
    Status status = Status::ok;
    std::vector<Resolved> resolved;
    for (const OperationDetail& each : conflicts) {
        try {
            resolution.set = read_item(client, session.streams(), each.table, options.changes);
            const bool to_send = client.resolve(each.table, each.id, resolution);
            resolved.push_back({each.table, each.id, to_send});
        } catch (const DataError& error) {
            status = worse(status, error.status());
            const std::string item = each.table + '/' + each.id;
            printer.problem({error.status(), item + ": " + error.what(), error.hint(), 0});
        }
    }
    if (status == Status::ok || !resolved.empty()) printer.resolved(resolved);
    return status;
}

}  // namespace

Action conflicts_resolve(Spec& spec) {
    auto options = std::make_shared<ResolveArguments>();
    spec.arguments("ID",
                   options->names,
                   "the items' ids, or TABLE/ID; - reads them from standard input, one a line",
                   false);
    spec.text("--table", "TABLE", options->table, "their table, where the id alone is not enough");
    spec.flag("--all", options->all, "every conflict of --table");
    spec.choice("--use",
                "local|server|merge",
                options->use,
                "take this side, or what each side changed alone");
    add_change_options(spec, options->changes);
    spec.text("--with",
              "FILE",
              options->with,
              "take this finished item, a JSON object; - for standard input");
    spec.exclusive({"--use", "--with"});
    spec.rehearsable();
    spec.prints("conflicts-resolve");
    spec.describe(
        "Decides conflicts: takes one side, merges what each side changed alone, or takes a "
        "finished item. The next push sends the outcome if it is another than the service "
        "has. Nothing is sent now, and nothing is decided that was not named.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline conflicts resolve \"$id\" --use merge --set text=\"buy oat milk\"");
    spec.example("syncline conflicts resolve --all --table todoitem --use server");
    spec.example(
        "syncline conflicts show \"$id\" --json | jq .server | syncline conflicts resolve "
        "\"$id\" --with -");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
