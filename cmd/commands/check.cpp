#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

Status run(Session& session, CheckOptions options) {
    options.lock_wait = session.globals().lock_wait;
    // A rehearsal of a repair writes, and undoes it.
    Client& client = options.fix ? session.client() : session.reader();
    const CheckResult result = client.check(options);
    const Status outcome = result.faults > 0 ? Status::bad_store : Status::ok;
    session.printer().checked(result, outcome);
    return outcome;
}

}  // namespace

Action check(Spec& spec) {
    auto options = std::make_shared<CheckOptions>();
    spec.flag("--quick", options->quick, "leave out what takes reading every value");
    spec.flag("--fix",
              options->fix,
              "repair what can be repaired; no change that waits in the queue is given up");
    spec.rehearsable();
    spec.prints("check");
    spec.describe(
        "Looks whether the store is sound: the file itself, its layout, and that items, queued "
        "changes and tokens agree. --fix mends what can be mended without losing a change of the "
        "user's. The status is 12 where a fault is left, 0 where there are only notes.");
    spec.uses_store();
    spec.example("syncline check");
    spec.example("syncline check --fix --dry-run");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
