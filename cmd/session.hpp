#pragma once

#include "format.hpp"
#include "output.hpp"
#include "printer.hpp"
#include "spec.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::cmd {

class Settings;

/// The options that every command has.
struct Globals {
    std::string db;
    int verbosity = 0;
    OutputOptions output;
    std::string color = "auto";
    bool dry_run = false;  ///< of a command that only changes the store
    bool no_input = false;
    bool yes = false;
    Duration busy_timeout{5'000};
    Duration lock_wait{0};
};

/// The words of these that come before the command and are followed by a value.
inline constexpr std::array<const char*, 10> kGlobalsWithValue{"-d",
                                                               "--db",
                                                               "-c",
                                                               "--config",
                                                               "--profile",
                                                               "--format",
                                                               "--fields",
                                                               "--color",
                                                               "--busy-timeout",
                                                               "--lock-wait"};

void add_globals(Spec& spec, Globals& globals);

/// The variable's value, or nothing if it is unset or empty.
std::optional<std::string> environment_variable(const char* name);

/// What a command works with. The store is opened at the first use, so that help, a wrong option
/// and `serve` never touch it.
class Session {
  public:
    Session(Globals globals, Streams& streams, Printer& printer, const Settings& settings);

    /// The store, open for changes; throws StoreError. Use one of the two in a command.
    Client& client() { return open(false); }
    /// The store, open for reading only.
    Client& reader() { return open(true); }

    /// --db, else SYNCLINE_DB, else the user's data folder. Throws UsageError if there is neither.
    std::string store_path() const;
    /// As `store_path`, and makes the folder (0700) if the path is the default one.
    std::string new_store_path() const;

    const Globals& globals() const { return globals_; }
    /// What the environment and the configuration say.
    const Settings& settings() const { return settings_; }
    /// A printer of JSON, whatever the options say.
    std::unique_ptr<Printer> json_printer();
    Printer& printer() { return printer_; }
    Streams& streams() { return streams_; }

  private:
    Client& open(bool read_only);

    Globals globals_;
    Streams& streams_;
    Printer& printer_;
    const Settings& settings_;
    std::unique_ptr<Client> client_;
};

/// What a command does once its words are read; returns the exit status.
using Action = std::function<Status(Session&)>;

}  // namespace syncline::cmd
