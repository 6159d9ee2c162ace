#include "commands/commands.hpp"
#include "commands/end_run.hpp"

namespace syncline::cmd {

namespace {

struct Options : SyncOptions {
    std::string table;
};

Status run(Session& session, const Options& options) {
    const SyncOptions given = checked(options);
    PullOptions pull = given.pull;
    if (!options.table.empty()) pull.tables = {options.table};
    if (options.table.empty() && (!pull.query_id.empty() || !pull.filter.empty())) {
        throw UsageError("--query-id and --filter need a TABLE");
    }
    show_changes(session, pull);
    const RemoteOptions remote = complete_remote_options(given.remote, session);
    return end_run(session, given, "pull", [&] { return session.client().pull(pull, remote); });
}

}  // namespace

Action pull(Spec& spec) {
    auto options = std::make_shared<Options>();
    spec.optional_argument("TABLE", options->table, "one table; else every stored query");
    spec.text("--query-id",
              "NAME",
              options->pull.query_id,
              "remember under this name how far the query was pulled");
    spec.text("--filter", "EXPR", options->pull.filter, "only items that match (OData)");
    add_pull_options(spec, *options);
    spec.flag("--no-push", options->pull.no_push, "do not push the table's operations first");
    add_run_options(spec, *options);
    add_remote_options(spec, options->remote);
    spec.prints("pull");
    spec.prints("pulled-change");
    spec.example("syncline pull todoitem --query-id all");
    spec.example("syncline pull todoitem --query-id open --filter \"complete eq false\"");
    spec.example("syncline pull todoitem --query-id all --format ndjson");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
