#include "commands/commands.hpp"
#include "commands/sync_options.hpp"

namespace syncline::cmd {

namespace {

Status run(Session& session, const SyncOptions& given) {
    SyncOptions options = checked(given);
    if (options.dry_run) {
        session.printer().note(
            "a dry run shows the requests of the push only: what the service would answer, and "
            "what the pull would bring, is not known before");
        return rehearse(session, options);
    }
    options.pull.tables = options.push.tables;
    Client& client = session.client();
    const SyncResult result =
        client.sync(options.push, options.pull, complete_remote_options(options.remote, session));
    session.printer().synced(result);
    return report(session.printer(), result);
}

}  // namespace

Action sync(Spec& spec) {
    auto options = std::make_shared<SyncOptions>();
    spec.arguments("TABLE", options->push.tables, "only these tables", false);
    add_push_options(spec, *options);
    add_pull_options(spec, *options);
    add_run_options(spec, *options);
    add_dry_run_options(spec, *options);
    add_remote_options(spec, options->remote);
    spec.prints("sync");
    spec.prints("requests");
    spec.example("syncline sync --max-time 10m --max-delete 10%");
    spec.example("syncline sync --conflict newer");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
