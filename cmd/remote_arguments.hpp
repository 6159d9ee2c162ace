#pragma once

#include "session.hpp"

namespace syncline::cmd {

/// --url, --token-file, --retry and the other options of every command that uses the network.
void add_remote_options(Spec& spec, RemoteOptions& options);

/// The options with the token (SYNCLINE_TOKEN, where nothing else names one), what every command
/// has, and the signals as the reason to stop. Throws StoreError if the token is to come from
/// standard input and that cannot be read.
RemoteOptions complete_remote_options(const RemoteOptions& options, Session& session);

/// Says what the user must see of a result and returns the exit status.
Status report(Printer& printer, const PushResult& result);
Status report(Printer& printer, const PullResult& result);
Status report(Printer& printer, const SyncResult& result);

}  // namespace syncline::cmd
