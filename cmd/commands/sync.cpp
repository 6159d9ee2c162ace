#include "commands/commands.hpp"
#include "commands/end_run.hpp"

namespace syncline::cmd {

namespace {

Status run_sync(Session& session, const SyncOptions& given) {
    SyncOptions options = checked(given);
    if (options.dry_run) {
        session.printer().note(
            "a dry run shows the requests of the push only: what the service would answer, and "
            "what the pull would bring, is not known before");
        return rehearse(session, options);
    }
    options.pull.tables = options.push.tables;
    show_changes(session, options.pull);
    const RemoteOptions remote = complete_remote_options(options.remote, session);
    return end_run(session, options, "sync", [&] {
        return session.client().sync(options.push, options.pull, remote);
    });
}

}  // namespace

Action sync(Spec& spec) {
    auto options = std::make_shared<SyncOptions>();
    spec.arguments("TABLE", options->push.tables, "only these tables", false);
    add_push_options(spec, *options);
    add_pull_options(spec, *options);
    add_run_options(spec, *options);
    add_dry_run_options(spec, *options);
    spec.preset("--cron",
                {{"--quiet", "true"},
                 {"--no-input", "true"},
                 {"--progress", "never"},
                 {"--lock-wait", "0"},
                 {"--max-time", "10m"},
                 {"--grace", "6h"}},
                "as a job: -q --no-input --progress never --lock-wait 0 --max-time 10m --grace 6h, "
                "where nothing else is said");
    add_remote_options(spec, options->remote);
    spec.prints("sync");
    spec.prints("pulled-change");
    spec.prints("requests");
    spec.describe(
        "Pushes the queue, then pulls every stored query, or those of the named tables: the "
        "command for cron. Where the push is stopped by the network, the credentials or the "
        "service, nothing is pulled.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline sync --max-time 10m --max-delete 10%");
    spec.example("syncline sync --conflict newer");
    spec.example("syncline sync -q --log-level info --log-file sync.log");
    spec.example("syncline sync --trace http 2> trace.txt");
    return [options](Session& session) { return run_sync(session, *options); };
}

}  // namespace syncline::cmd
