#include "session.hpp"

#include "whole_file.hpp"

#include <algorithm>
#include <cstdlib>

namespace syncline::cmd {

namespace {

/// $XDG_DATA_HOME/syncline, or below the home folder; a relative value is ignored.
std::string default_folder() {
    const auto data_home = environment_variable("XDG_DATA_HOME");
    if (data_home && data_home->front() == '/') return *data_home + "/syncline";
    const auto home = environment_variable("HOME");
    if (home) return *home + "/.local/share/syncline";
    throw UsageError("no store is named and there is no home folder",
                     "give --db FILE or set SYNCLINE_DB");
}

}  // namespace

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

namespace {

std::vector<std::string> split_list(const std::string& list) {
    std::vector<std::string> names;
    std::string name;
    for (const char c : list + ',') {
        if (c != ',') {
            name += c;
        } else if (!name.empty()) {
            names.push_back(std::move(name));
            name.clear();
        }
    }
    if (names.empty()) throw UsageError("--fields names no field");
    return names;
}

void add_output_options(Spec& spec, OutputOptions& output) {
    const auto use = [&output](Format format) {
        return [&output, format](bool on) { output.format = on ? format : Format::text; };
    };
    spec.flag("--json", use(Format::json), "print one JSON document; errors are JSON too");
    spec.choice(
        "--format",
        kFormatWords,
        [&output](const std::string& word) { output.format = format_of(word); },
        "print results as text, json, ndjson, csv, tsv, table or line (text)");
    spec.flag("--porcelain",
              use(Format::porcelain),
              "print tab-separated lines without a header, in a form that never changes");
    spec.flag("-0,--null", output.null_ends, "end records with NUL instead of a line end");
    spec.text(
        "--fields",
        "NAME,...",
        [&output](const std::string& list) { output.fields = split_list(list); },
        "print only these fields, in this order");
    spec.flag(
        "--no-header",
        [&output](bool off) { output.header = !off; },
        "leave the names of the columns out");
    spec.flag("--raw", output.raw, "print the bare value of the one field");
}

}  // namespace

void add_globals(Spec& spec, Globals& globals) {
    spec.section("Global options");
    spec.settable(true);
    spec.text(
        "-d,--db", "FILE", globals.db, "the store (else syncline/store.db in the data folder)");
    spec.settable(false);
    // These two are read before the others.
    spec.text(
        "-c,--config",
        "FILE",
        [](const std::string&) {},
        "read this configuration before the user's and the system's; \"none\": read none");
    spec.settable(true);
    spec.text(
        "--profile",
        "NAME",
        [](const std::string&) {},
        "let the section [profile.NAME] of the configuration go before the rest");
    spec.act(
        "-q,--quiet",
        [&globals] { globals.verbosity = -1; },
        "print only errors, and data that was asked for");
    spec.act(
        "-v,--verbose",
        [&globals] { globals.verbosity = std::max(globals.verbosity, 0) + 1; },
        "say more on standard error; the last of -q and -v wins",
        true);
    add_output_options(spec, globals.output);
    spec.choice("--color", "auto|always|never", globals.color, "when to use colours (auto)");
    spec.flag("--no-input", globals.no_input, "never ask a question");
    spec.settable(false);
    spec.flag("-y,--yes", globals.yes, "agree to what would be asked");
    spec.settable(true);
    spec.duration("--busy-timeout",
                  globals.busy_timeout,
                  Duration{0},
                  "wait this long while another process writes to the store (5s)");
    spec.duration("--lock-wait",
                  globals.lock_wait,
                  Duration{0},
                  "wait this long for another run on the store (0: fail with 11)");
    spec.settable(false);
    spec.section("Options");
}

Session::Session(Globals globals, Streams& streams, Printer& printer, const Settings& settings)
    : globals_(std::move(globals)), streams_(streams), printer_(printer), settings_(settings) {}

std::string Session::store_path() const {
    return globals_.db.empty() ? default_folder() + "/store.db" : globals_.db;
}

std::string Session::new_store_path() const {
    if (!globals_.db.empty()) return globals_.db;
    const std::string folder = default_folder();
    if (!globals_.dry_run) make_folders(folder);
    return folder + "/store.db";
}

std::unique_ptr<Printer> Session::json_printer() {
    PrinterOptions options;
    options.output.format = Format::json;
    return make_record_printer(streams_, printer_.messages(), options);
}

Client& Session::open(bool read_only) {
    if (!client_) {
        OpenOptions options;
        options.read_only = read_only;
        options.busy_timeout = globals_.busy_timeout;
        options.rehearse = globals_.dry_run;
        options.warn = [this](const std::string& sentence) { printer_.warning(sentence); };
        client_ = std::make_unique<Client>(store_path(), std::move(options));
    }
    return *client_;
}

}  // namespace syncline::cmd
