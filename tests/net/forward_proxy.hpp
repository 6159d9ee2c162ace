#pragma once

#include "support/http_wire.hpp"
#include "support/socket_server.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace syncline::tests {

/// A proxy as companies have them, on a free loopback port: tunnels (CONNECT) and plain requests.
/// Whatever host it is asked for, it goes to one port of 127.0.0.1.
class ForwardProxy {
  public:
    explicit ForwardProxy(int target_port);

    std::string url() const { return server_.url(); }

    /// From now on it asks for this value of Proxy-Authorization.
    void demand(std::string authorization);

    /// What came, without bodies: `GET http://host/ HTTP/1.1` and the header lines.
    std::vector<std::string> heads() const;

  private:
    void serve(int client);
    bool may_pass(const Message& request);

    int target_port_;
    mutable std::mutex mutex_;  // guards the two below
    std::string demanded_;
    std::vector<std::string> heads_;
    SocketServer server_;
};

}  // namespace syncline::tests
