#pragma once

#include "session.hpp"

namespace syncline::cmd {

/// --url, --token-file, --retry and the other options of every command that uses the network.
void add_remote_options(Spec& spec, RemoteOptions& options);

/// The options with the token (SYNCLINE_TOKEN) and the authorities (CURL_CA_BUNDLE, SSL_CERT_FILE,
/// SSL_CERT_DIR) of the environment where nothing else names them, what every command has, and the
/// signals as the reason to stop. Throws StoreError if the token is to come from standard input and
/// that cannot be read.
RemoteOptions complete_remote_options(const RemoteOptions& options, Session& session);

/// Says what the user must see of a result and returns the exit status.
Status report(Printer& printer, const PushResult& result);
Status report(Printer& printer, const PullResult& result);
Status report(Printer& printer, const SyncResult& result);
/// Prints what was looked at; says the worst again.
Status report(Printer& printer, const std::vector<CheckStep>& steps);

}  // namespace syncline::cmd
