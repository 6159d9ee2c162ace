#include "commands/commands.hpp"
#include "commands/end_run.hpp"

namespace syncline::cmd {

namespace {

Status run_push(Session& session, const SyncOptions& given) {
    const SyncOptions options = checked(given);
    if (options.dry_run) return rehearse(session, options);
    const RemoteOptions remote = complete_remote_options(options.remote, session);
    return end_run(
        session, options, "push", [&] { return session.client().push(options.push, remote); });
}

}  // namespace

Action push(Spec& spec) {
    auto options = std::make_shared<SyncOptions>();
    spec.arguments("TABLE", options->push.tables, "only the operations of these tables", false);
    add_push_options(spec, *options);
    add_run_options(spec, *options);
    add_dry_run_options(spec, *options);
    add_remote_options(spec, options->remote);
    spec.prints("push");
    spec.prints("requests");
    spec.describe(
        "Sends the queued changes to the service, several at once but those of one item in "
        "order. What the service accepts leaves the queue; what it rejects or finds in "
        "conflict stays there and does not stop the rest. If the network fails nothing is "
        "lost: the same command goes on later, and a change whose answer got lost is "
        "recognised and not applied twice.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline push --token-file ~/.config/syncline/token");
    spec.example("syncline push --dry-run --as curl");
    spec.example("syncline push --conflict merge");
    return [options](Session& session) { return run_push(session, *options); };
}

}  // namespace syncline::cmd
