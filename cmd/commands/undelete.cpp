#include "commands/commands.hpp"
#include "operation_arguments.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

namespace {

struct UndeleteArguments {
    std::string table;
    Spec::Words ids;
    RemoteOptions remote;
};

/// What came back is said also where a later item fails.
Status run(Session& session, const UndeleteArguments& options) {
    const Spec::Words ids = with_input(options.ids, session.streams());
    Printer& printer = session.printer();
    std::vector<BroughtBack> items;
    try {
        session.client().undelete(options.table,
                                  ids,
                                  complete_remote_options(options.remote, session),
                                  [&items](const std::string& id, Undeleted how) {
                                      items.push_back({id, how});
                                  });
    } catch (const Error&) {
        if (!items.empty()) printer.undeleted(options.table, items);
        throw;
    }
    printer.undeleted(options.table, items);
    return Status::ok;
}

}  // namespace

Action undelete(Spec& spec) {
    auto options = std::make_shared<UndeleteArguments>();
    spec.argument("TABLE", options->table, "the table");
    spec.arguments("ID",
                   options->ids,
                   "the ids of deleted items; - reads them from standard input, one a line",
                   true);
    add_remote_options(spec, options->remote);
    spec.rehearsable();
    spec.prints("undelete");
    spec.describe(
        "Brings deleted items back. A deletion that is still queued is given up here, without the "
        "service; one that the service has accepted is undone there, where the table keeps deleted "
        "items. Queued changes of other items are not touched.");
    spec.uses_store();
    spec.statuses({Status::no, Status::partial, Status::conflict, Status::bad_data});
    spec.example("syncline undelete todoitem \"$id\"");
    spec.example("syncline undelete todoitem - < ids.txt");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
