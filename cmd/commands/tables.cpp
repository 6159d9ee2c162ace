#include "commands/commands.hpp"

namespace syncline::cmd {

Action tables(Spec& spec) {
    spec.prints("tables");
    spec.example("syncline tables --json");
    return [](Session& session) {
        session.printer().tables(session.reader().tables());
        return Status::ok;
    };
}

}  // namespace syncline::cmd
