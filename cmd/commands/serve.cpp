#include "commands/commands.hpp"
#include "signals.hpp"

#include <syncline/errors.hpp>
#include <syncline/serve.hpp>

namespace syncline::cmd {

namespace {

constexpr std::uint64_t kHighestPort = 65'535;

struct ServeArguments {
    ServeOptions serve;
    std::string protocol = "both";
    /// The store of the environment and of the configuration is not meant.
    bool has_database = false;
};

ServeProtocols read_protocol(const std::string& name) {
    if (name == "both") return ServeProtocols::both;
    if (name == "v2") return ServeProtocols::v2;
    if (name == "v3") return ServeProtocols::v3;
    throw UsageError("--protocol must be v2, v3 or both, not \"" + name + '"');
}

Status run(Session& session, ServeArguments options) {
    options.serve.protocols = read_protocol(options.protocol);
    if (options.has_database) options.serve.database = session.globals().db;
    catch_stop_signals();
    syncline::serve(
        options.serve,
        [&session](const std::string& url) { session.printer().serving(url); },
        stop_requested);
    return Status::ok;
}

}  // namespace

Action serve(Spec& spec) {
    auto given = std::make_shared<ServeArguments>();
    ServeOptions& options = given->serve;
    spec.number("--port", "N", options.port, 0, kHighestPort, "the port; 0 picks a free one (0)");
    spec.text("--protocol",
              "NAME",
              given->protocol,
              "v2, v3 or both: then a request with ZUMO-API-VERSION 2.x is v2 (both)");
    spec.list("--table",
              "DEF",
              options.tables,
              "a table: NAME[:soft|:hard], a JSON object, or @FILE with one object or an array of "
              "them: name, delete, members (NAME: TYPE or an object), pageSize, maxTop, stamps, "
              "access, refuseWrites, rules");
    spec.text("--seed", "FILE", options.seed_file, "items, one JSON object with \"table\" a line");
    spec.reword("--db", "keep the tables in this SQLite file (they are kept in memory)");
    spec.text("--token-file", "FILE", options.token_file, "answer only requests with this token");
    spec.number(
        "--page-size", "N", options.page_size, 1, 100'000, "items of a page (50 in v2, 100 in v3)");
    spec.list("--fault",
              "SPEC",
              options.faults,
              "go wrong on purpose: fail:STATUS, retry-after:STATUS:SECONDS, html, delay:MS, "
              "drop-before, drop-after or late-commit:MS; then @method=NAME or @path=TEXT for some "
              "requests only, @skip=N, @every=N and @next=N to choose among those");
    spec.prints("serve");
    spec.describe(
        "Runs a small service on this machine that speaks both protocols, for trying things "
        "out and for tests. It listens on the loopback address only, prints its URL, and runs "
        "until SIGINT or SIGTERM. Faults can be asked for. It is no server for production and "
        "never touches the store of the other commands.");
    spec.statuses({Status::bad_data, Status::bad_store, Status::locked});
    spec.example("syncline serve --port 8080 --table todoitem --fault fail:503@every=3");
    spec.example(R"(syncline serve --table '{"name":"todoitem","members":{"text":"string?"}}')");
    return [given, &spec](Session& session) {
        given->has_database = spec.given("--db");
        return run(session, *given);
    };
}

}  // namespace syncline::cmd
