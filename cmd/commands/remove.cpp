#include "commands/change.hpp"
#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

struct Options {
    Selection selection;
    bool if_present = false;
};

std::uint64_t remove_items(Session& session, const Options& options) {
    const Selection& selection = options.selection;
    Client& client = session.client();
    if (selection.from_input) {
        InputLines lines(session.streams());
        return client.remove_many(selection.table, source_of(lines), options.if_present);
    }
    if (selection.ids.empty()) return client.remove_where(selection.table, filter_of(selection));
    if (selection.ids.size() > 1) {
        return client.remove_many(
            selection.table, objects_of(selection.ids, {}), options.if_present);
    }
    const bool was_there = client.remove(
        selection.table, selection.ids.front(), options.if_present, selection.if_version);
    return was_there ? 1 : 0;
}

Status run(Session& session, const Options& options) {
    check(options.selection);
    const std::uint64_t count = remove_items(session, options);
    session.printer().changed("delete", options.selection.table, count);
    return Status::ok;
}

}  // namespace

Action remove(Spec& spec) {
    auto options = std::make_shared<Options>();
    add_selection(spec,
                  options->selection,
                  "the items of standard input: JSON objects with an id, one a line");
    spec.flag("--if-present", options->if_present, "an item that is not there is no error");
    spec.rehearsable();
    spec.prints("change");
    spec.example("syncline delete todoitem \"$id\"");
    spec.example("syncline delete todoitem --filter \"complete eq true\"");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
