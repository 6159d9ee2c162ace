#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

struct Options {
    std::string table;
    std::string id;
};

Status run(Session& session, const Options& options) {
    const std::optional<Item> item = session.reader().get(options.table, options.id);
    if (!item) {
        throw NotFoundError("there is no item " + options.table + '/' + options.id);
    }
    session.printer().item(*item);
    return Status::ok;
}

}  // namespace

Action get(Spec& spec) {
    auto options = std::make_shared<Options>();
    spec.argument("TABLE", options->table, "the table");
    spec.argument("ID", options->id, "the item's id");
    spec.prints("item");
    spec.describe(
        "Prints one item as the store has it, with its system properties. The service is not "
        "asked. The exit status is 1 if the item is not there, so a script can branch on it.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline get todoitem \"$id\" --json");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
