#include "commands/commands.hpp"
#include "input.hpp"
#include "remote_arguments.hpp"
#include "whole_file.hpp"

namespace syncline::cmd {

namespace {

struct LoginArguments {
    std::string provider;
    std::string provider_token_file;
    bool refresh = false;
    RemoteOptions remote;
};

void check(const LoginArguments& options) {
    if (options.refresh != options.provider.empty()) {
        throw UsageError(options.refresh ? "PROVIDER does not go together with --refresh"
                                         : "no provider is named",
                         options.refresh ? "" : "name one, or give --refresh");
    }
    if (options.refresh != options.provider_token_file.empty()) {
        throw UsageError(options.refresh
                             ? "--provider-token-file does not go together with --refresh"
                             : "--provider-token-file is missing",
                         options.refresh ? "" : "it holds what the provider gave, as JSON");
    }
    const std::string& file = options.remote.token_file;
    if (file.empty() || file == "-") {
        throw UsageError("where the token is to be kept is not said", "name a file: --token-file");
    }
}

Login log_in(Session& session, const LoginArguments& options) {
    RemoteOptions remote = complete_remote_options(options.remote, session);
    // The file that is written is the one that a refresh reads.
    remote.token_command.clear();
    Client& client = session.client();
    if (options.refresh) return client.refresh_login(remote);
    return client.login(
        options.provider, read_whole(options.provider_token_file, session.streams()), remote);
}

Status run(Session& session, const LoginArguments& options) {
    check(options);
    const Login login = log_in(session, options);
    replace_secret(options.remote.token_file, login.token + '\n');
    session.printer().logged_in(login.user_id, options.remote.token_file);
    return Status::ok;
}

}  // namespace

Action login(Spec& spec) {
    auto options = std::make_shared<LoginArguments>();
    spec.optional_argument(
        "PROVIDER", options->provider, "aad, facebook, google, microsoftaccount, twitter, ...");
    spec.text("--provider-token-file",
              "FILE",
              options->provider_token_file,
              "what the provider gave, a JSON object such as {\"access_token\":\"...\"}; - for "
              "standard input");
    spec.flag("--refresh", options->refresh, "exchange the token in --token-file for a fresh one");
    add_remote_options(spec, options->remote);
    spec.reword("--token-file", "the file that the service's token is written to, mode 0600");
    spec.prints("login");
    spec.describe(
        "Exchanges a provider's token for one of the service, as the client flow of Azure Mobile "
        "Apps does, and writes that to a file which other commands read with --token-file. No "
        "token is printed, and none goes into the store.");
    spec.uses_store();
    spec.statuses({Status::conflict, Status::bad_data});
    spec.example(
        "syncline login google --provider-token-file google.json --token-file "
        "~/.config/syncline/token");
    spec.example("syncline login --refresh --token-file ~/.config/syncline/token");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
