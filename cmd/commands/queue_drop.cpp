#include "commands/commands.hpp"
#include "confirm.hpp"
#include "item_arguments.hpp"
#include "operation_arguments.hpp"
#include "text_rows.hpp"

namespace syncline::cmd {

namespace {

struct DropOptions {
    OperationArguments which;
    bool revert = false;
    bool keep_local = false;
    bool force = false;
};

std::string would_be_given_up(std::uint64_t count) {
    return counted_noun(count, "change") + " would be given up";
}

/// Says what would be given up, and refuses.
Status refuse(Session& session, Client& client, const QueueFilter& filter) {
    Printer& printer = session.printer();
    const Output& out = session.streams().out;
    printer.begin_operations(OperationList::given_up);
    const std::uint64_t count = client.queue(filter, true, [&](const OperationDetail& operation) {
        printer.next_operation(operation);
        return out.error() == 0;
    });
    printer.end_operations();
    if (count == 0) return Status::ok;
    throw UsageError(would_be_given_up(count), "--force gives them up");
}

Status drop(Session& session, const DropOptions& options) {
    if (!options.revert && !options.keep_local) {
        throw UsageError("what becomes of the items is not said", "give --revert or --keep-local");
    }
    Client& client = session.client();
    const auto filter = selection_of(client, session.streams(), options.which);
    Printer& printer = session.printer();
    if (filter && !options.force) return refuse(session, client, *filter);
    if (filter) {
        const std::uint64_t count =
            client.queue(*filter, false, [](const OperationDetail&) { return true; });
        confirm_if_asked(session, would_be_given_up(count));
    }
    printer.begin_operations(OperationList::given_up);
    if (filter) {
        client.drop(
            *filter,
            options.revert ? GiveUp::revert : GiveUp::keep_local,
            [&printer](const OperationDetail& operation) {
                printer.next_operation(operation);
                return true;
            },
            session.globals().lock_wait);
    }
    printer.end_operations();
    return Status::ok;
}

struct EditOptions {
    std::string name;
    ItemArguments changes;
};

Status edit(Session& session, const EditOptions& options) {
    if (options.changes.empty()) {
        throw UsageError("nothing to change is given", "use --set, --set-json or --unset");
    }
    Client& client = session.client();
    const OperationDetail operation = find_operation(client, options.name, false);
    client.edit(operation.sequence,
                read_item(client, session.streams(), operation.table, options.changes));
    session.printer().queue_changed("edit", 1);
    return Status::ok;
}

}  // namespace

Action queue_drop(Spec& spec) {
    auto options = std::make_shared<DropOptions>();
    add_operation_names(spec, options->which.names, false);
    add_queue_filters(spec, options->which);
    spec.flag("--revert",
              options->revert,
              "the items become what the service last had; those that it never had are gone");
    spec.flag("--keep-local",
              options->keep_local,
              "the items stay as they are until a pull brings them anew (at once with --full)");
    spec.flag("--force", options->force, "without it, only say what would be given up");
    spec.exclusive({"--revert", "--keep-local"});
    spec.rehearsable();
    spec.prints("given-up");
    spec.example("syncline queue drop 17 --revert --force");
    spec.example("syncline queue drop --state failed --keep-local --force --json > given-up.json");
    return [options](Session& session) { return drop(session, *options); };
}

Action queue_edit(Spec& spec) {
    auto options = std::make_shared<EditOptions>();
    spec.argument("OP", options->name, "an operation: its number, or TABLE/ID of its item");
    add_change_options(spec, options->changes);
    spec.rehearsable();
    spec.prints("queue-change");
    spec.example("syncline queue edit 17 --set text=\"buy milk\"");
    return [options](Session& session) { return edit(session, *options); };
}

}  // namespace syncline::cmd
