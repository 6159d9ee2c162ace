#include "session.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/stat.h>

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

std::string named_path(const Globals& globals) {
    if (!globals.db.empty()) return globals.db;
    return environment_variable("SYNCLINE_DB").value_or("");
}

void make_folders(const std::string& folder) {
    for (std::size_t slash = folder.find('/', 1);; slash = folder.find('/', slash + 1)) {
        const std::string part = folder.substr(0, slash);
        if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) {
            throw StoreError(Status::io,
                             "the folder " + part + " cannot be made: " + std::strerror(errno));
        }
        if (slash == std::string::npos) return;
    }
}

}  // namespace

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

void add_globals(Spec& spec, Globals& globals) {
    spec.section("Global options");
    spec.text("-d,--db",
              "FILE",
              globals.db,
              "the store (SYNCLINE_DB; else syncline/store.db in the data folder)");
    spec.flag("--json", globals.json, "print one JSON document; errors are JSON too");
    spec.verbosity(globals.verbosity);
    spec.duration("--busy-timeout",
                  globals.busy_timeout,
                  Duration{0},
                  "wait this long while another process writes to the store (5s)");
    spec.section("Options");
}

Session::Session(Globals globals, Streams& streams, Printer& printer)
    : globals_(std::move(globals)), streams_(streams), printer_(printer) {}

std::string Session::store_path() const {
    const std::string path = named_path(globals_);
    return path.empty() ? default_folder() + "/store.db" : path;
}

std::string Session::new_store_path() const {
    std::string path = named_path(globals_);
    if (!path.empty()) return path;
    const std::string folder = default_folder();
    make_folders(folder);
    return folder + "/store.db";
}

Client& Session::open(bool read_only) {
    if (!client_) {
        OpenOptions options;
        options.read_only = read_only;
        options.busy_timeout = globals_.busy_timeout;
        options.warn = [this](const std::string& sentence) { printer_.warning(sentence); };
        client_ = std::make_unique<Client>(store_path(), std::move(options));
    }
    return *client_;
}

}  // namespace syncline::cmd
