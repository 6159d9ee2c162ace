#include "commands/commands.hpp"

namespace syncline::cmd {

Action compact(Spec& spec) {
    spec.rehearsable();
    spec.prints("compact");
    spec.describe(
        "Gives the disk back what the store no longer needs: it rewrites the file, trims the log "
        "of runs and empties the write-ahead log. Items, queued changes and tokens stay. Needs "
        "the store's lock, and as much free space as the store has.");
    spec.uses_store();
    spec.example("syncline compact --lock-wait 1m");
    return [](Session& session) {
        session.printer().compacted(session.client().compact(session.globals().lock_wait));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
