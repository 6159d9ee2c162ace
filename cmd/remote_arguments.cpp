#include "remote_arguments.hpp"

#include "input.hpp"
#include "signals.hpp"

namespace syncline::cmd {

namespace {

constexpr std::uint64_t kMostRetries = 100;
constexpr std::uint64_t kMostParallel = 32;

std::string first_line(const std::string& text) {
    return text.substr(0, text.find_first_of("\r\n"));
}

void report_issue(Printer& printer, const OperationIssue& issue) {
    const bool conflict = issue.state == OperationState::conflict;
    std::string sentence = issue.table + '/' + issue.id + ": the " + name_of(issue.kind) +
                           (conflict ? " is in conflict" : " was rejected");
    if (issue.http_status != 0) sentence += " (" + std::to_string(issue.http_status) + ')';
    if (!issue.message.empty()) sentence += ": " + issue.message;
    printer.problem(
        {conflict ? Status::conflict : Status::partial, sentence, "", issue.http_status});
}

void add_connection_options(Spec& spec, RemoteOptions& options) {
    spec.text("--netrc-file",
              "FILE",
              options.netrc_file,
              "take user and password for the service's host from a file like .netrc");
    spec.text("--cacert",
              "FILE",
              options.ca_file,
              "trust the authorities in this file (CURL_CA_BUNDLE, SSL_CERT_FILE)");
    spec.text("--capath",
              "DIR",
              options.ca_path,
              "trust the authorities in this folder, named by hash (SSL_CERT_DIR)");
    spec.text("--cert", "FILE", options.client_cert, "our certificate, where one is asked for");
    spec.text("--key", "FILE", options.client_key, "its key (default: in the certificate's file)");
    spec.text("--pinnedpubkey",
              "HASH",
              options.pinned_key,
              "refuse a service with another public key; sha256//BASE64[;...] or a file");
    spec.settable(false);
    spec.flag("--insecure", options.insecure, "do not check who answers");
    spec.settable(true);
    spec.flag("--allow-http", options.allow_http, "speak http to other machines, unencrypted");
    spec.text("--proxy",
              "URL",
              options.proxy,
              "go through this proxy; empty: none (http_proxy, https_proxy, all_proxy)");
    spec.text("--noproxy",
              "LIST",
              options.no_proxy,
              "hosts to go to directly, with commas between; *: all (no_proxy)");
    spec.text("--user-agent", "TEXT", options.user_agent, "who we say we are (syncline/VERSION)");
    spec.duration("--retry-max-time",
                  options.retry_max_time,
                  Duration{0},
                  "begin no retry later than this after the first attempt (no limit)");
}

/// The authorities that the environment names, as the curl program reads them (libcurl does not):
/// an option wins over all of it, CURL_CA_BUNDLE over the others.
void take_authorities(RemoteOptions& options) {
    if (options.insecure || !options.ca_file.empty() || !options.ca_path.empty()) return;
    const auto bundle = environment_variable("CURL_CA_BUNDLE");
    if (bundle) {
        options.ca_file = *bundle;
        return;
    }
    options.ca_file = environment_variable("SSL_CERT_FILE").value_or("");
    options.ca_path = environment_variable("SSL_CERT_DIR").value_or("");
}

}  // namespace

void add_remote_options(Spec& spec, RemoteOptions& options) {
    spec.section("Remote options");
    spec.settable(true);
    spec.text("--url", "URL", options.url, "the service, for this run");
    spec.text("--token-file",
              "FILE",
              options.token_file,
              "read the token from a file, - for standard input");
    spec.text("--token-command",
              "CMD",
              options.token_command,
              "run a command that prints the token (the token itself: SYNCLINE_TOKEN)");
    spec.list("--header",
              "NAME:VALUE|@FILE",
              options.headers,
              "send a further header, or those of a file, one a line");
    spec.number("--retry",
                "N",
                options.retries,
                0,
                kMostRetries,
                "try a request that may yet succeed N times more (3)");
    spec.duration("--connect-timeout",
                  options.connect_timeout,
                  Duration{1},
                  "give up connecting after this long (10s)");
    spec.duration("--timeout", options.timeout, Duration{1}, "of one request (100s)");
    spec.duration("--max-time", options.max_time, Duration{1}, "of the whole run (no limit)");
    spec.number("--parallel",
                "N",
                options.parallel,
                1,
                kMostParallel,
                "have up to N requests in flight (8)");
    spec.size("--max-body", options.max_body, "refuse a larger answer (64M)");
    spec.exclusive({"--token-file", "--token-command"});
    add_connection_options(spec, options);
    spec.settable(false);
    spec.section("Options");
}

RemoteOptions complete_remote_options(const RemoteOptions& options, Session& session) {
    RemoteOptions complete = options;
    complete.lock_wait = session.globals().lock_wait;
    take_authorities(complete);
    if (complete.token_file.empty() && complete.token_command.empty()) {
        complete.token = environment_variable("SYNCLINE_TOKEN").value_or("");
    }
    if (complete.token_file == "-") {
        complete.token_file.clear();
        complete.token = first_line(read_whole("-", session.streams()));
    }
    catch_stop_signals();
    complete.stop_requested = stop_requested;
    return complete;
}

Status report(Printer& printer, const PushResult& result) {
    for (const OperationIssue& issue : result.issues) report_issue(printer, issue);
    const std::uint64_t left = result.failed + result.conflicts;
    if (left > result.issues.size()) {
        printer.problem({result.conflicts > 0 ? Status::conflict : Status::partial,
                         std::to_string(left - result.issues.size()) +
                             " more operations are rejected or in conflict",
                         "",
                         0});
    }
    if (!result.reason.empty()) {
        printer.problem({result.outcome, result.reason, result.hint, result.http_status});
    }
    return status_after_signal(result.outcome);
}

Status report(Printer& printer, const PullResult& result) {
    if (result.push) report(printer, *result.push);
    for (const PulledQuery& query : result.queries) {
        if (query.reason.empty() || query.reason == result.reason) continue;
        printer.problem({query.outcome, query.reason, "", 0});
    }
    const bool said = result.push && result.push->reason == result.reason;
    if (!result.reason.empty() && !said) {
        printer.problem({result.outcome, result.reason, result.hint, result.http_status});
    }
    return status_after_signal(result.outcome);
}

Status report(Printer& printer, const SyncResult& result) {
    report(printer, result.push);
    if (result.pull) report(printer, *result.pull);
    return status_after_signal(result.outcome);
}

Status report(Printer& printer, const std::vector<CheckStep>& steps) {
    printer.checks(steps);
    const CheckStep* worst = nullptr;
    for (const CheckStep& step : steps) {
        const bool is_worse =
            worst == nullptr || worse(worst->status, step.status) != worst->status;
        if (!step.ok() && is_worse) worst = &step;
    }
    if (worst == nullptr) return Status::ok;
    printer.problem({worst->status, worst->name + ": " + worst->detail, "", 0});
    return status_after_signal(worst->status);
}

}  // namespace syncline::cmd
