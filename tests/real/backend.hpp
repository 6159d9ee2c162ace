#pragma once

#include "real/remote_table.hpp"
#include "support/fault_proxy.hpp"
#include "support/node_server.hpp"

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace syncline::tests {

/// `syncline serve` with its tables in a file, on a free loopback port. It ends with this object.
class ServeServer {
  public:
    /// `words`: further options. Throws std::runtime_error if it does not start.
    explicit ServeServer(std::vector<std::string> words = {});

    const std::string& url() const { return url_; }
    void stop();
    /// Starts it again on the same port, with what it has stored.
    void start();

  private:
    TempDir folder_;
    std::vector<std::string> words_;
    std::string url_;
    std::unique_ptr<Process> process_;
};

/// The options that make a `serve` with the tables of v3_tables.json, which speaks v3 alone.
std::vector<std::string> v3_options();

enum class Kind { node, serve_v2, serve_v3 };

inline constexpr std::array kEveryKind{Kind::node, Kind::serve_v2, Kind::serve_v3};

std::ostream& operator<<(std::ostream& out, Kind kind);

/// One of the servers, on disk, with empty tables. The tests call them by the names that they have
/// in v2: `todoitem` (deletes softly), `hardtodo` (hard), `kept` (text1, number1).
///
/// SYNCLINE_TEST_V3_URL names another server that takes the place of `serve_v3`: see README.md.
class Backend {
  public:
    explicit Backend(Kind kind);

    const std::string& url() const;
    void stop();
    void start();

    bool speaks_v3() const { return kind_ == Kind::serve_v3; }
    /// How an update is sent.
    const char* update_method() const { return speaks_v3() ? "PUT" : "PATCH"; }

    /// What a table is called there.
    std::string name_of(const std::string& table) const;
    std::unique_ptr<RemoteTable> table(const std::string& name = "todoitem") const;
    /// This id, or one like it that was never used on this server.
    std::string id(const std::string& name) const { return name + id_suffix_; }

  private:
    void take_foreign(const std::string& url);

    Kind kind_;
    std::unique_ptr<NodeServer> node_;
    std::unique_ptr<ServeServer> serve_;
    std::unique_ptr<FaultProxy> foreign_;  // before a server that we can neither stop nor start
    std::string id_suffix_;
};

}  // namespace syncline::tests
