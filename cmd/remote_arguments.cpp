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
    spec.list("--header", "NAME:VALUE", options.headers, "send a further header");
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
    spec.settable(false);
    spec.section("Options");
}

RemoteOptions complete_remote_options(const RemoteOptions& options, Session& session) {
    RemoteOptions complete = options;
    complete.lock_wait = session.globals().lock_wait;
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

}  // namespace syncline::cmd
