#include "commands/commands.hpp"
#include "commands/sync_options.hpp"

namespace syncline::cmd {

namespace {

Status run(Session& session, const SyncOptions& given) {
    const SyncOptions options = checked(given);
    if (options.dry_run) return rehearse(session, options);
    Client& client = session.client();
    const PushResult result =
        client.push(options.push, complete_remote_options(options.remote, session));
    session.printer().pushed(result);
    return report(session.printer(), result);
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
    spec.example("syncline push --token-file ~/.config/syncline/token");
    spec.example("syncline push --dry-run --as curl");
    spec.example("syncline push --conflict merge");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
