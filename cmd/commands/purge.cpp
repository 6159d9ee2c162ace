#include "commands/commands.hpp"
#include "confirm.hpp"
#include "text_rows.hpp"

namespace syncline::cmd {

namespace {

struct PurgeArguments {
    std::string table;
    std::optional<std::string> filter;
    PurgeOptions purge;
};

void confirm_lost_operations(Session& session, const std::string& table) {
    QueueFilter filter;
    filter.table = table;
    const std::uint64_t count =
        session.client().queue(filter, false, [](const OperationDetail&) { return true; });
    if (count == 0) return;
    confirm_if_asked(session,
                     counted_noun(count, "change") + " of " + table +
                         (count == 1 ? " that the service does not have is lost"
                                     : " that the service does not have are lost"));
}

Status run(Session& session, const PurgeArguments& options) {
    if (options.filter && options.filter->empty()) {
        throw UsageError("--filter is empty", "leave it out to purge the whole table");
    }
    PurgeOptions purge = options.purge;
    purge.filter = options.filter.value_or("");
    if (purge.force) confirm_lost_operations(session, options.table);
    const PurgeResult result =
        session.client().purge(options.table, purge, session.globals().lock_wait);
    session.printer().purged(options.table, result);
    return Status::ok;
}

}  // namespace

Action purge(Spec& spec) {
    auto options = std::make_shared<PurgeArguments>();
    spec.argument("TABLE", options->table, "the table");
    spec.text("--filter", "EXPR", options->filter, "only items that match (OData)");
    spec.text("--query-id", "NAME", options->purge.query_id, "forget how far it was pulled");
    spec.flag("--force", options->purge.force, "also discard the table's queued operations");
    spec.exclusive({"--filter", "--force"});
    spec.rehearsable();
    spec.prints("purge");
    spec.describe(
        "Drops items of a table from the store, to be pulled again when needed, and forgets "
        "how far they were pulled. The service keeps them. Refuses while changes of the table "
        "are queued, unless --force gives those up.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline purge todoitem");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
