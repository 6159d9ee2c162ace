#include "commands/commands.hpp"

namespace syncline::cmd {

Action compact(Spec& spec) {
    spec.rehearsable();
    spec.prints("compact");
    spec.example("syncline compact --lock-wait 1m");
    return [](Session& session) {
        session.printer().compacted(session.client().compact(session.globals().lock_wait));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
