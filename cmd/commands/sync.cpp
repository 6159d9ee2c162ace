#include "commands/commands.hpp"
#include "commands/sync_options.hpp"

namespace syncline::cmd {

Action sync(Spec& spec) {
    auto options = std::make_shared<SyncOptions>();
    spec.arguments("TABLE", options->push.tables, "only these tables", false);
    add_push_options(spec, options->push);
    add_pull_options(spec, options->pull);
    add_remote_options(spec, options->remote);
    spec.example("syncline sync --max-time 10m");
    return [options](Session& session) {
        PullOptions pull = options->pull;
        pull.tables = options->push.tables;
        Client& client = session.client();
        const SyncResult result = client.sync(
            options->push, pull, complete_remote_options(options->remote, session.streams()));
        session.printer().synced(result);
        return report(session.printer(), result);
    };
}

}  // namespace syncline::cmd
