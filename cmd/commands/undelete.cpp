#include "commands/commands.hpp"
#include "operation_arguments.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

namespace {

struct Options {
    std::string table;
    Spec::Words ids;
    RemoteOptions remote;
};

/// What came back is said also where a later item fails.
Status run(Session& session, const Options& options) {
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
    auto options = std::make_shared<Options>();
    spec.argument("TABLE", options->table, "the table");
    spec.arguments("ID",
                   options->ids,
                   "the ids of deleted items; - reads them from standard input, one a line",
                   true);
    add_remote_options(spec, options->remote);
    spec.rehearsable();
    spec.prints("undelete");
    spec.example("syncline undelete todoitem \"$id\"");
    spec.example("syncline undelete todoitem - < ids.txt");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
