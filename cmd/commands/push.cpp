#include "commands/commands.hpp"
#include "commands/sync_options.hpp"

namespace syncline::cmd {

Action push(Spec& spec) {
    auto options = std::make_shared<SyncOptions>();
    spec.arguments("TABLE", options->push.tables, "only the operations of these tables", false);
    add_push_options(spec, options->push);
    add_remote_options(spec, options->remote);
    spec.example("syncline push --token-file ~/.config/syncline/token");
    return [options](Session& session) {
        Client& client = session.client();
        const PushResult result =
            client.push(options->push, complete_remote_options(options->remote, session.streams()));
        session.printer().pushed(result);
        return report(session.printer(), result);
    };
}

}  // namespace syncline::cmd
