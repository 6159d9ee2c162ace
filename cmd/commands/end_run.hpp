#pragma once

#include "commands/sync_options.hpp"

namespace syncline::cmd {

/// Whether --grace makes a success of this outcome: the service could not be reached, or the store
/// is busy, and the last run of this kind (or a sync) that the service answered is younger.
bool is_forgiven(Session& session,
                 const SyncOptions& options,
                 const std::string& command,
                 Status outcome);

/// The result of a run that did not begin.
void set_reason(PushResult& result, const Error& error);
void set_reason(PullResult& result, const Error& error);
void set_reason(SyncResult& result, const Error& error);

void show(Printer& printer, const PushResult& result, bool graced);
void show(Printer& printer, const PullResult& result, bool graced);
void show(Printer& printer, const SyncResult& result, bool graced);

/// Runs, prints the result, and says what the user must see of it; returns the exit status. A
/// failure that --grace forgives is seen in the result only. `command`: its name in the log.
template <class Run>
Status end_run(Session& session, const SyncOptions& options, const char* command, const Run& run) {
    decltype(run()) result;
    try {
        result = run();
    } catch (const StoreError& error) {
        if (!is_forgiven(session, options, command, error.status())) throw;
        set_reason(result, error);
    }
    const bool graced = is_forgiven(session, options, command, result.outcome);
    show(session.printer(), result, graced);
    return graced ? Status::ok : report(session.printer(), result);
}

}  // namespace syncline::cmd
