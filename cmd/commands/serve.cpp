#include "commands/commands.hpp"
#include "signals.hpp"

#include <syncline/serve.hpp>

namespace syncline::cmd {

namespace {

constexpr std::uint64_t kHighestPort = 65'535;

Status run(Session& session, ServeOptions options) {
    options.database = session.globals().db;
    catch_stop_signals();
    syncline::serve(
        options,
        [&session](const std::string& url) { session.printer().serving(url); },
        stop_requested);
    return Status::ok;
}

}  // namespace

Action serve(Spec& spec) {
    auto options = std::make_shared<ServeOptions>();
    spec.number("--port", "N", options->port, 0, kHighestPort, "the port; 0 picks a free one (0)");
    spec.list("--table", "NAME[:soft|:hard]", options->tables, "a table, and how it deletes");
    spec.text("--seed", "FILE", options->seed_file, "items, one JSON object with \"table\" a line");
    spec.reword("--db", "keep the tables in this SQLite file (they are kept in memory)");
    spec.text("--token-file", "FILE", options->token_file, "answer only requests with this token");
    spec.number("--page-size", "N", options->page_size, 1, 100'000, "items of a page (50)");
    spec.list("--fault",
              "SPEC",
              options->faults,
              "go wrong on purpose: fail:STATUS, retry-after:STATUS:SECONDS, html, delay:MS, "
              "drop-before, drop-after or late-commit:MS; then @method=NAME or @path=TEXT for some "
              "requests only, @skip=N, @every=N and @next=N to choose among those");
    spec.example("syncline serve --port 8080 --table todoitem --fault fail:503@every=3");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
