#include "commands/change.hpp"
#include "commands/commands.hpp"
#include "item_arguments.hpp"

namespace syncline::cmd {

namespace {

struct UpdateArguments {
    Selection selection;
    ItemArguments changes;
};

std::uint64_t update_items(Session& session, const UpdateArguments& options) {
    const Selection& selection = options.selection;
    Client& client = session.client();
    if (selection.from_input) {
        const auto input = input_of(session, client, selection);
        return client.update_many(selection.table, input->source());
    }
    const Members changes = read_item(client, session.streams(), selection.table, options.changes);
    if (selection.ids_from) {
        return client.update_many(selection.table,
                                  objects_from(*selection.ids_from, session, changes));
    }
    if (selection.ids.empty()) {
        confirm_many(session, selection, "changed");
        return client.update_where(selection.table, filter_of(selection), changes);
    }
    if (selection.ids.size() > 1) {
        return client.update_many(selection.table, objects_of(selection.ids, changes));
    }
    client.update(selection.table, selection.ids.front(), changes, selection.if_version);
    return 1;
}

Status run(Session& session, const UpdateArguments& options) {
    check(options.selection);
    if (options.selection.from_input != options.changes.empty()) {
        throw UsageError(options.changes.empty()
                             ? "nothing to change is given"
                             : "--stdin takes the changes with the ids: --set, --set-json, --unset "
                               "and --data do not go with it",
                         options.changes.empty() ? "use --set, --set-json, --unset or --data" : "");
    }
    const std::uint64_t count = update_items(session, options);
    session.printer().changed("update", options.selection.table, count);
    return Status::ok;
}

}  // namespace

Action update(Spec& spec) {
    auto options = std::make_shared<UpdateArguments>();
    add_selection(
        spec, options->selection, "the items of standard input, each with its id and what changes");
    add_change_options(spec, options->changes);
    add_data_option(spec, options->changes);
    spec.rehearsable();
    spec.prints("change");
    spec.describe(
        "Changes columns of items and queues the changes for the next push. Columns that are "
        "not named stay as they are. The items are those with the given ids, those that match "
        "a filter, all, or those of standard input; if one of them is wrong none is changed. "
        "Nothing is sent.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example(R"(syncline update todoitem "$id" --set text="buy oat milk")");
    spec.example("syncline update todoitem --filter \"complete eq true\" --unset note");
    spec.example("syncline update todoitem --stdin --csv < changes.csv");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
