#include "commands/commands.hpp"
#include "operation_arguments.hpp"

namespace syncline::cmd {

namespace {

struct ListOptions {
    std::string table;
    bool exit_code = false;
};

Status list(Session& session, const ListOptions& options) {
    QueueFilter filter;
    filter.table = options.table;
    filter.state = OperationState::conflict;
    Printer& printer = session.printer();
    const Output& out = session.streams().out;
    printer.begin_operations(OperationList::conflicts);
    const std::uint64_t count =
        session.reader().queue(filter, false, [&](const OperationDetail& operation) {
            printer.next_operation(operation);
            return out.error() == 0;
        });
    printer.end_operations();
    return options.exit_code && count > 0 ? Status::no : Status::ok;
}

struct ShowOptions {
    std::string name;
    std::string table;
};

}  // namespace

Action conflicts_list(Spec& spec) {
    auto options = std::make_shared<ListOptions>();
    spec.text("--table", "TABLE", options->table, "only conflicts of this table");
    spec.flag("--exit-code", options->exit_code, "end with 1 if there are conflicts");
    spec.prints("operations");
    spec.example("syncline conflicts list --exit-code || echo \"someone must decide\"");
    return [options](Session& session) { return list(session, *options); };
}

Action conflicts_show(Spec& spec) {
    auto options = std::make_shared<ShowOptions>();
    spec.argument("ID", options->name, "the item's id, or TABLE/ID");
    spec.text("--table", "TABLE", options->table, "its table, where the id alone is not enough");
    spec.prints("operation");
    spec.example("syncline conflicts show \"$id\"");
    spec.example("syncline conflicts show \"todoitem/$id\" --json | jq .server");
    return [options](Session& session) {
        session.printer().operation(
            find_conflict(session.reader(), options->name, options->table, true));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
