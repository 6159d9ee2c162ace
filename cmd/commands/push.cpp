#include "commands/commands.hpp"
#include "commands/end_run.hpp"

namespace syncline::cmd {

namespace {

Status run(Session& session, const SyncOptions& given) {
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
    spec.example("syncline push --token-file ~/.config/syncline/token");
    spec.example("syncline push --dry-run --as curl");
    spec.example("syncline push --conflict merge");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
