#include "commands/change.hpp"
#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

struct RemoveArguments {
    Selection selection;
    bool if_present = false;
};

std::uint64_t remove_items(Session& session, const RemoveArguments& options) {
    const Selection& selection = options.selection;
    Client& client = session.client();
    if (selection.from_input) {
        const auto input = input_of(session, client, selection);
        return client.remove_many(selection.table, input->source(), options.if_present);
    }
    if (selection.ids_from) {
        return client.remove_many(
            selection.table, objects_from(*selection.ids_from, session, {}), options.if_present);
    }
    if (selection.ids.empty()) {
        confirm_many(session, selection, "deleted");
        return client.remove_where(selection.table, filter_of(selection));
    }
    if (selection.ids.size() > 1) {
        return client.remove_many(
            selection.table, objects_of(selection.ids, {}), options.if_present);
    }
    const bool was_there = client.remove(
        selection.table, selection.ids.front(), options.if_present, selection.if_version);
    return was_there ? 1 : 0;
}

Status run(Session& session, const RemoveArguments& options) {
    check(options.selection);
    const std::uint64_t count = remove_items(session, options);
    session.printer().changed("delete", options.selection.table, count);
    return Status::ok;
}

}  // namespace

Action remove(Spec& spec) {
    auto options = std::make_shared<RemoveArguments>();
    add_selection(spec, options->selection, "the items of standard input, each with its id");
    spec.flag("--if-present", options->if_present, "an item that is not there is no error");
    spec.rehearsable();
    spec.prints("change");
    spec.describe(
        "Removes items from the store and queues their deletion for the next push. An item "
        "that the service has never had simply goes, with its queued insert. Until the push, "
        "queue drop --revert brings an item back. Nothing is sent.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline delete todoitem \"$id\"");
    spec.example("syncline delete todoitem --filter \"complete eq true\"");
    spec.example("syncline query todoitem --ids -0 | syncline delete todoitem --ids-from - -0");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
