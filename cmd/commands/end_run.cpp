#include "commands/end_run.hpp"

#include "times.hpp"

#include <limits>

namespace syncline::cmd {

namespace {

/// The service answered, whatever it thought of the items.
bool reached_the_service(Status outcome) {
    return outcome == Status::ok || outcome == Status::partial || outcome == Status::conflict;
}

std::string last_success(Client& client, const std::string& command) {
    for (const RunRecord& run : client.runs(std::numeric_limits<std::int32_t>::max())) {
        const bool counts = run.command == command || run.command == "sync";
        if (counts && reached_the_service(run.outcome)) return run.ended;
    }
    return {};
}

}  // namespace

bool is_forgiven(Session& session,
                 const SyncOptions& options,
                 const std::string& command,
                 Status outcome) {
    const bool will_pass = outcome == Status::retry || outcome == Status::locked;
    if (!will_pass || !options.grace) return false;
    const std::string last = last_success(session.client(), command);
    return !last.empty() && age_of(last) < *options.grace;
}

void set_reason(PushResult& result, const Error& error) {
    result.status = PushStatus::cancelled_by_sync_store_error;
    result.outcome = error.status();
    result.reason = error.what();
    result.hint = error.hint();
}

void set_reason(PullResult& result, const Error& error) {
    result.outcome = error.status();
    result.reason = error.what();
    result.hint = error.hint();
}

void set_reason(SyncResult& result, const Error& error) {
    result.outcome = error.status();
    set_reason(result.push, error);
}

void show(Printer& printer, const PushResult& result, bool graced) {
    printer.pushed(result, graced);
}

void show(Printer& printer, const PullResult& result, bool graced) {
    printer.pulled(result, graced);
}

void show(Printer& printer, const SyncResult& result, bool graced) {
    printer.synced(result, graced);
}

}  // namespace syncline::cmd
