#pragma once

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace syncline::tests {

struct NodeServerOptions {
    bool on_disk = false;         ///< the database is a file, so that it outlives stop()
    bool fast = true;             ///< WAL and no fsync, for a database on disk
    bool index = false;           ///< an index on (updatedAt, id) of each table
    int page_size = 50;           ///< items of a page that was asked for without $top
    int max_top = 1000;           ///< the greatest $top
    std::string body_limit = {};  ///< such as "10mb"; empty: 100 KB, as the package has it
};

/// The real v2 server (tests/real/server) with an empty database, on a free loopback port. Its
/// tables are those of server.js. It ends with this object.
class NodeServer {
  public:
    /// Returns when the server listens. Throws std::runtime_error if it does not.
    explicit NodeServer(NodeServerOptions options = {});

    /// Such as http://127.0.0.1:8080.
    const std::string& url() const { return url_; }

    /// A value for the header X-ZUMO-AUTH, valid for `seconds`; expired already if negative.
    std::string token(const std::string& user, int seconds) const;

    /// The database on disk; to be changed by others only while the server is stopped.
    std::filesystem::path database() const { return folder_ / "server.db"; }

    /// Ends the server: its port refuses connections until start().
    void stop();

    /// Starts it again on the same port, with what is in its database if that is on disk.
    void start();

  private:
    TempDir folder_;
    NodeServerOptions options_;
    std::string port_ = "0";
    std::string url_;
    std::unique_ptr<Process> process_;
};

}  // namespace syncline::tests
