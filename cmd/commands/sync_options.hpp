#pragma once

#include "remote_arguments.hpp"

#include <string>

namespace syncline::cmd {

/// What push, pull and sync are told.
struct SyncOptions {
    PushOptions push;
    PullOptions pull;
    RemoteOptions remote;
};

void add_push_options(Spec& spec, PushOptions& options);

/// --full, --page-size and --settle.
void add_pull_options(Spec& spec, PullOptions& options);

}  // namespace syncline::cmd
