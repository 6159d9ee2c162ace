#include "commands/commands.hpp"

namespace syncline::cmd {

Action tables(Spec& spec) {
    spec.prints("tables");
    spec.describe(
        "Lists the tables of the store with the columns and types that were defined, their "
        "names on the service and their conflict policies. Reads the store and nothing else.");
    spec.uses_store();
    spec.example("syncline tables --json");
    return [](Session& session) {
        session.printer().tables(session.reader().tables());
        return Status::ok;
    };
}

}  // namespace syncline::cmd
