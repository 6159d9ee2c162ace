#include "base/time.hpp"
#include "client/body.hpp"
#include "remote/precautions.hpp"
#include "sync/preview.hpp"
#include "sync/push.hpp"
#include "sync/service_of.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline {

namespace {

/// While a run writes results back it waits for other writers rather than fail.
constexpr std::chrono::milliseconds kRunBusyTimeout{600'000};

void add(RunRecord& record, const PushResult& push) {
    record.pushed += push.pushed;
    record.failed = push.failed;
    record.conflicts = push.conflicts;
    record.requests = std::max(record.requests, push.requests);
    if (record.reason.empty()) record.reason = push.reason;
}

void add(RunRecord& record, const PullResult& pull) {
    if (pull.push) add(record, *pull.push);
    for (const PulledQuery& query : pull.queries) {
        record.pulled += query.applied + query.removed;
        record.conflicts += query.conflicts;
    }
    record.requests = std::max(record.requests, pull.requests);
    if (record.reason.empty()) record.reason = pull.reason;
}

void say_ended(const RunRecord& run, std::chrono::milliseconds time, const Watch& watch) {
    if (!watch.hears(Event::Level::info)) return;
    const auto number = [](std::uint64_t value) {
        return Value::integer(static_cast<std::int64_t>(value));
    };
    std::string message = run.command + " ended after " + std::to_string(time.count()) +
                          " ms and " + std::to_string(run.requests) +
                          " requests: " + std::to_string(run.pushed) + " pushed, " +
                          std::to_string(run.pulled) + " pulled";
    if (!run.reason.empty()) message += "; " + run.reason;
    watch.event({Event::Level::info,
                 run.command,
                 message,
                 {{"outcome", Value::string(code_of(run.outcome))},
                  {"pushed", number(run.pushed)},
                  {"pulled", number(run.pulled)},
                  {"failed", number(run.failed)},
                  {"conflicts", number(run.conflicts)},
                  {"requests", number(run.requests)},
                  {"milliseconds", Value::integer(time.count())}}});
}

}  // namespace

sync::StoreLock Client::Body::begin_run(std::chrono::milliseconds wait) {
    store.database.set_busy_timeout(kRunBusyTimeout);
    store.database.let_log_grow();
    return lock(wait);
}

sync::Run Client::Body::run_to(const RemoteOptions& remote) {
    warn(remote::warnings_of(remote));
    return {store, remote, environment, options.watch};
}

RunRecord Client::Body::begin(const char* command) {
    RunRecord record;
    record.command = command;
    record.started = base::write_timestamp(environment.now());
    run_began = environment.ticks();
    if (options.watch.hears(Event::Level::info)) {
        options.watch.event({Event::Level::info, command, record.command + " begins", {}});
    }
    return record;
}

/// A history that cannot be written is no reason to call a run failed.
void Client::Body::record(RunRecord run) {
    run.ended = base::write_timestamp(environment.now());
    say_ended(run, environment.ticks() - run_began, options.watch);
    try {
        store::Transaction transaction(store.database);
        store.runs.add(run);
        transaction.commit();
    } catch (const StoreError& error) {
        if (options.warn) options.warn(std::string("the run is not in the log: ") + error.what());
    }
}

/// A store that fails in the middle of a push is how the push ended, not the loss of its result.
PushResult Client::Body::push_in_run(sync::Run& run, const PushOptions& push_options) {
    try {
        PushResult result = sync::push(store, run, push_options);
        sync::remember_service(store, run);
        warn(result.warnings);
        return result;
    } catch (const StoreError& error) {
        PushResult result;
        result.status = PushStatus::cancelled_by_sync_store_error;
        result.outcome = error.status();
        result.reason = error.what();
        result.hint = error.hint();
        result.requests = run.requests();
        return result;
    }
}

PullResult Client::Body::pull_in_run(sync::Run& run,
                                     const std::vector<sync::PullTarget>& targets,
                                     const PullOptions& pull_options) {
    PullResult result = sync::pull(store, run, targets, pull_options);
    sync::remember_service(store, run);
    warn(result.warnings);
    return result;
}

PushResult Client::push(const PushOptions& options, const RemoteOptions& remote) {
    const sync::StoreLock lock = body_->begin_run(remote.lock_wait);
    RunRecord record = body_->begin("push");
    sync::Run run = body_->run_to(remote);
    PushResult result = body_->push_in_run(run, options);
    add(record, result);
    record.outcome = result.outcome;
    body_->record(std::move(record));
    return result;
}

PullResult Client::pull(const PullOptions& options, const RemoteOptions& remote) {
    const sync::StoreLock lock = body_->begin_run(remote.lock_wait);
    RunRecord record = body_->begin("pull");
    const auto targets = sync::pull_targets(body_->store, options, options.tables.empty());
    sync::Run run = body_->run_to(remote);
    PushOptions push_options;
    push_options.conflict = options.conflict;
    push_options.conflict_timeout = options.conflict_timeout;
    std::optional<PushResult> pushed;
    for (const sync::PullTarget& target : targets) {
        if (pushed || options.no_push || !body_->store.queue.has_any(target.table.table_id))
            continue;
        pushed = body_->push_in_run(run, push_options);
    }
    PullResult result;
    if (pushed && pushed->status != PushStatus::complete) {
        result.outcome = pushed->outcome;
        result.reason = pushed->reason;
        result.hint = pushed->hint;
        result.http_status = pushed->http_status;
    } else {
        result = body_->pull_in_run(run, targets, options);
        if (pushed) result.outcome = worse(result.outcome, pushed->outcome);
    }
    result.push = std::move(pushed);
    add(record, result);
    record.outcome = result.outcome;
    body_->record(std::move(record));
    return result;
}

SyncResult Client::sync(const PushOptions& push_options,
                        const PullOptions& pull_options,
                        const RemoteOptions& remote) {
    const sync::StoreLock lock = body_->begin_run(remote.lock_wait);
    RunRecord record = body_->begin("sync");
    const auto targets = sync::pull_targets(body_->store, pull_options, true);
    sync::Run run = body_->run_to(remote);
    SyncResult result;
    result.push = body_->push_in_run(run, push_options);
    result.outcome = result.push.outcome;
    add(record, result.push);
    if (result.push.status == PushStatus::complete) {
        result.pull = body_->pull_in_run(run, targets, pull_options);
        result.outcome = worse(result.outcome, result.pull->outcome);
        add(record, *result.pull);
    }
    record.outcome = result.outcome;
    body_->record(std::move(record));
    return result;
}

std::vector<RunRecord> Client::runs(std::size_t limit) {
    return body_->store.runs.last(limit);
}

std::uint64_t Client::preview(const PushOptions& options,
                              const RemoteOptions& remote,
                              const std::function<bool(const RequestPreview&)>& sink) {
    const sync::Run run(body_->store, remote, body_->environment, body_->options.watch);
    return sync::preview(body_->store, run, options, sink);
}

}  // namespace syncline
