#pragma once

#include "support/node_server.hpp"

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

enum class Kind { node, serve };

std::ostream& operator<<(std::ostream& out, Kind kind);

/// Either of the two v2 servers, on disk.
class Backend {
  public:
    explicit Backend(Kind kind);

    const std::string& url() const;
    void stop();
    void start();

  private:
    std::unique_ptr<NodeServer> node_;
    std::unique_ptr<ServeServer> serve_;
};

}  // namespace syncline::tests
