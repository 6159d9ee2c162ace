#include "commands/commands.hpp"

namespace syncline::cmd {

Action status(Spec& spec) {
    spec.example("syncline status --json");
    return [](Session& session) {
        session.printer().status(session.reader().status());
        return Status::ok;
    };
}

}  // namespace syncline::cmd
