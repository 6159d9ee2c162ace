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
    spec.example("syncline get todoitem \"$id\" --json");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
