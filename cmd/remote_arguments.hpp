#pragma once

#include "session.hpp"

namespace syncline::cmd {

/// --url, --token-file, --retry and the other options of every command that uses the network.
void add_remote_options(Spec& spec, RemoteOptions& options);

/// The options with what the environment adds (SYNCLINE_URL, SYNCLINE_TOKEN_FILE, SYNCLINE_TOKEN,
/// CURL_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR; an option wins) and with the signals as the reason
/// to stop. Throws StoreError if the token is to come from standard input and that cannot be read.
RemoteOptions complete_remote_options(const RemoteOptions& options, Streams& streams);

/// Says what the user must see of a result and returns the exit status.
Status report(Printer& printer, const PushResult& result);
Status report(Printer& printer, const PullResult& result);
Status report(Printer& printer, const SyncResult& result);

}  // namespace syncline::cmd
