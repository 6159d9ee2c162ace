#include "commands/sync_options.hpp"

#include "request_text.hpp"

#include <charconv>
#include <limits>

namespace syncline::cmd {

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();

void read_max_delete(const std::string& text, PullOptions& options) {
    const bool percent = !text.empty() && text.back() == '%';
    std::uint64_t number = 0;
    const char* end = text.data() + text.size() - (percent ? 1 : 0);
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end || number > (percent ? 100 : kMost)) {
        throw UsageError("--max-delete takes a whole number or a percentage, not \"" + text + "\"",
                         "write for example 50 or 10%");
    }
    (percent ? options.max_delete_percent : options.max_delete) = number;
}

}  // namespace

void add_push_options(Spec& spec, SyncOptions& options) {
    spec.settable(true);
    spec.number(
        "--max-push", "N", options.push.max_operations, 1, kMost, "send at most N operations");
    spec.flag(
        "--stop-on-error", options.push.stop_on_error, "stop at the first rejection or conflict");
    spec.settable(false);
}

void add_pull_options(Spec& spec, SyncOptions& options) {
    spec.settable(true);
    constexpr std::uint64_t kLargestPage = 100'000;
    spec.settable(false);
    spec.flag("--full", options.pull.full, "forget how far the query was pulled, and begin again");
    spec.settable(true);
    spec.number(
        "--page-size", "N", options.pull.page_size, 1, kLargestPage, "ask for N items a page");
    spec.duration("--settle",
                  options.pull.settle,
                  Duration{0},
                  "how late the service may show what it has stamped (10s)");
    spec.text("--max-delete",
              "N|N%",
              options.max_delete,
              "remove no more items of a table than this, or than this share");
    spec.settable(false);
}

void add_run_options(Spec& spec, SyncOptions& options) {
    spec.settable(true);
    spec.text("--conflict",
              "POLICY",
              options.conflict,
              "who decides conflicts, for this run: ask, local, server, newer, merge or "
              "command:CMD (the tables' own)");
    spec.duration("--conflict-timeout",
                  options.push.conflict_timeout,
                  Duration{1},
                  "of one decision by a command (10s)");
    spec.duration("--grace",
                  options.grace,
                  Duration{0},
                  "say nothing and exit 0 while the service cannot be reached or another run "
                  "holds the store, until the last run that got through is older than this");
    spec.settable(false);
    spec.choice("--rebase",
                "keep|reset",
                options.rebase,
                "the service is not the one that the store was pulled from: it has moved (keep), "
                "or it is another, so forget tokens and versions (reset)");
}

void add_dry_run_options(Spec& spec, SyncOptions& options) {
    spec.flag("-n,--dry-run", options.dry_run, "print the requests of the push, send nothing");
    spec.choice("--as",
                "http|curl|json",
                options.form,
                "how a dry run prints them: as text, as commands, as JSON (http)");
}

SyncOptions checked(const SyncOptions& options) {
    SyncOptions read = options;
    if (options.conflict) read.push.conflict = read_policy(*options.conflict);
    read.pull.conflict = read.push.conflict;
    read.pull.conflict_timeout = read.push.conflict_timeout;
    if (options.rebase == "keep") read.remote.rebase = Rebase::keep;
    if (options.rebase == "reset") read.remote.rebase = Rebase::reset;
    if (options.max_delete) read_max_delete(*options.max_delete, read.pull);
    if (!options.form.empty() && !options.dry_run)
        throw UsageError("--as goes only with --dry-run");
    return read;
}

void show_changes(Session& session, PullOptions& pull) {
    if (session.globals().output.format != Format::ndjson) return;
    Printer& printer = session.printer();
    pull.on_change = [&printer](const ItemChange& change) { printer.item_changed(change); };
}

Status rehearse(Session& session, const SyncOptions& options) {
    Streams& streams = session.streams();
    const bool as_json = options.form == "json";
    const Format format = session.globals().output.format;
    if (format != Format::text && !as_json && !options.form.empty()) {
        throw UsageError("--as " + options.form + " is a format of its own",
                         "leave --json and --format out");
    }
    const RemoteOptions remote = complete_remote_options(options.remote, session);
    Client& client = session.reader();
    if (options.form == "curl") {
        client.preview(options.push, remote, [&streams](const RequestPreview& request) {
            streams.out.write(as_curl(request));
            return streams.out.error() == 0;
        });
        return Status::ok;
    }
    const auto json = as_json ? session.json_printer() : nullptr;
    Printer& printer = json ? *json : session.printer();
    printer.begin_requests();
    client.preview(options.push, remote, [&](const RequestPreview& request) {
        printer.next_request(request);
        return streams.out.error() == 0;
    });
    printer.end_requests();
    return Status::ok;
}

}  // namespace syncline::cmd
