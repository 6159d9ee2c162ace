#include "commands/commands.hpp"
#include "operation_arguments.hpp"

namespace syncline::cmd {

namespace {

/// hold, release or retry: how many operations it changed.
using Change = std::uint64_t (Client::*)(const QueueFilter& filter);

Status change(Session& session, const char* verb, Change how, const OperationArguments& which) {
    Client& client = session.client();
    const auto filter = selection_of(client, session.streams(), which);
    session.printer().queue_changed(verb, filter ? (client.*how)(*filter) : 0);
    return Status::ok;
}

Status list(Session& session, const OperationArguments& which) {
    const QueueFilter filter = filter_of(which);
    Printer& printer = session.printer();
    const Output& out = session.streams().out;
    printer.begin_operations(OperationList::queue);
    session.reader().queue(filter, false, [&](const OperationDetail& operation) {
        printer.next_operation(operation);
        return out.error() == 0;
    });
    printer.end_operations();
    return Status::ok;
}

}  // namespace

Action queue_list(Spec& spec) {
    auto which = std::make_shared<OperationArguments>();
    add_queue_filters(spec, *which);
    spec.prints("operations");
    spec.example("syncline queue list --state failed");
    spec.example("syncline queue list --since -7d --json");
    return [which](Session& session) { return list(session, *which); };
}

Action queue_show(Spec& spec) {
    auto name = std::make_shared<std::string>();
    spec.argument("OP", *name, "an operation: its number, or TABLE/ID of its item");
    spec.prints("operation");
    spec.example("syncline queue show 17");
    spec.example("syncline queue show \"todoitem/$id\" --json");
    return [name](Session& session) {
        session.printer().operation(find_operation(session.reader(), *name, true));
        return Status::ok;
    };
}

Action queue_hold(Spec& spec) {
    auto which = std::make_shared<OperationArguments>();
    add_operation_names(spec, which->names, false);
    add_queue_filters(spec, *which);
    spec.rehearsable();
    spec.prints("queue-change");
    spec.example("syncline queue hold 17");
    spec.example("syncline queue hold --table todoitem");
    return [which](Session& session) { return change(session, "hold", &Client::hold, *which); };
}

Action queue_release(Spec& spec) {
    auto which = std::make_shared<OperationArguments>();
    add_operation_names(spec, which->names, false);
    add_queue_filters(spec, *which);
    spec.rehearsable();
    spec.prints("queue-change");
    spec.example("syncline queue release --state held");
    return
        [which](Session& session) { return change(session, "release", &Client::release, *which); };
}

Action queue_retry(Spec& spec) {
    struct Options {
        OperationArguments which;
        bool all_failed = false;
    };
    auto options = std::make_shared<Options>();
    add_operation_names(spec, options->which.names, false);
    add_queue_filters(spec, options->which);
    spec.flag("--all-failed", options->all_failed, "every operation that the service refused");
    spec.exclusive({"--all-failed", "--state"});
    spec.rehearsable();
    spec.prints("queue-change");
    spec.example("syncline queue retry --all-failed && syncline push");
    return [options](Session& session) {
        OperationArguments which = options->which;
        if (options->all_failed) which.state = name_of(OperationState::failed);
        return change(session, "retry", &Client::retry, which);
    };
}

}  // namespace syncline::cmd
