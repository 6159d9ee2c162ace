#pragma once

#include "remote_arguments.hpp"

#include <optional>
#include <string>

namespace syncline::cmd {

/// What push, pull and sync are told.
struct SyncOptions {
    PushOptions push;
    PullOptions pull;
    RemoteOptions remote;
    std::optional<std::string> conflict;
    std::optional<std::string> max_delete;
    std::string rebase;
    bool dry_run = false;
    std::string form;               ///< of a dry run: http, curl or json
    std::optional<Duration> grace;  ///< outages shorter than this are no failure
};

void add_push_options(Spec& spec, SyncOptions& options);

/// --full, --page-size, --settle and --max-delete.
void add_pull_options(Spec& spec, SyncOptions& options);

/// --conflict, --conflict-timeout and --rebase.
void add_run_options(Spec& spec, SyncOptions& options);

/// --dry-run and --as.
void add_dry_run_options(Spec& spec, SyncOptions& options);

/// The options with what they say in words read; both push and pull know the policy. Throws
/// UsageError.
SyncOptions checked(const SyncOptions& options);

/// In a stream of objects, prints each item that the pull applies or removes.
void show_changes(Session& session, PullOptions& pull);

/// Prints the requests that a push would send. Nothing is sent.
Status rehearse(Session& session, const SyncOptions& options);

}  // namespace syncline::cmd
