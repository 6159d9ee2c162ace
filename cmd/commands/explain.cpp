#include "commands/commands.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

namespace {

struct ExplainArguments {
    std::string table;
    std::string id;
    RemoteOptions remote;
};

}  // namespace

Action explain(Spec& spec) {
    auto options = std::make_shared<ExplainArguments>();
    spec.argument("TABLE", options->table, "the table");
    spec.argument("ID", options->id, "the item's id");
    spec.settable(true);
    spec.text("--url", "URL", options->remote.url, "the service to write to");
    spec.settable(false);
    spec.prints("explanation");
    spec.describe(
        "Says why an item is not as the service has it: the queued change, what differs from "
        "the item before, what keeps the change from being sent, and the request that the "
        "next push would send. Nothing is sent.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline explain todoitem \"$id\"");
    return [options](Session& session) {
        const RemoteOptions remote = complete_remote_options(options->remote, session);
        session.printer().explanation(
            session.reader().explain(options->table, options->id, remote));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
