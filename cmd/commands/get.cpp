#include "commands/commands.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

namespace {

struct GetArguments {
    std::string table;
    std::string id;
    bool from_service = false;
    RemoteOptions remote;
};

std::optional<Item> find_item(Session& session, const GetArguments& options) {
    if (!options.from_service) return session.reader().get(options.table, options.id);
    Client& client = session.client();
    return client.get_remote(
        options.table, options.id, complete_remote_options(options.remote, session));
}

Status run(Session& session, const GetArguments& options) {
    const std::optional<Item> item = find_item(session, options);
    if (!item) {
        throw NotFoundError("there is no item " + options.table + '/' + options.id +
                            (options.from_service ? " on the service" : ""));
    }
    session.printer().item(*item);
    return Status::ok;
}

}  // namespace

Action get(Spec& spec) {
    auto options = std::make_shared<GetArguments>();
    spec.argument("TABLE", options->table, "the table");
    spec.argument("ID", options->id, "the item's id");
    spec.flag("--remote",
              options->from_service,
              "as the service has it now, also if it is deleted there; nothing is stored");
    add_remote_options(spec, options->remote);
    spec.prints("item");
    spec.describe(
        "Prints one item as the store has it, with its system properties; with --remote as the "
        "service has it. The exit status is 1 if the item is not there, so a script can branch on "
        "it.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline get todoitem \"$id\" --json");
    spec.example("syncline get todoitem \"$id\" --remote");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
