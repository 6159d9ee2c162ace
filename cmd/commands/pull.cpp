#include "commands/commands.hpp"
#include "commands/end_run.hpp"

namespace syncline::cmd {

namespace {

struct PullArguments : SyncOptions {
    std::string table;
};

Status run(Session& session, const PullArguments& options) {
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
    auto options = std::make_shared<PullArguments>();
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
    spec.describe(
        "Fetches what changed on the service into the store, a table or every stored query. "
        "With a query id only what changed since the last pull is asked for. Items with "
        "queued changes keep their values. A table with queued changes is pushed first, "
        "unless --no-push says otherwise. Never changes anything on the service by itself.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline pull todoitem --query-id all");
    spec.example("syncline pull todoitem --query-id open --filter \"complete eq false\"");
    spec.example("syncline pull todoitem --query-id all --format ndjson");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
