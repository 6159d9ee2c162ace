#pragma once

#include "support/descriptor.hpp"
#include "support/http_wire.hpp"

#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace syncline::tests {

/// A proxy as companies have them, on a free loopback port: tunnels (CONNECT) and plain requests.
/// Whatever host it is asked for, it goes to one port of 127.0.0.1.
class ForwardProxy {
  public:
    explicit ForwardProxy(int target_port);
    ~ForwardProxy();
    ForwardProxy(const ForwardProxy&) = delete;
    ForwardProxy& operator=(const ForwardProxy&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    /// From now on it asks for this value of Proxy-Authorization.
    void demand(std::string authorization);

    /// What came, without bodies: `GET http://host/ HTTP/1.1` and the header lines.
    std::vector<std::string> heads() const;

  private:
    struct Connection {
        Descriptor client;
        Descriptor server;
        std::thread thread;
    };

    void accept_all();
    void serve(Connection& connection);
    bool may_pass(const Message& request);

    int target_port_;
    Descriptor listener_;
    int port_;
    mutable std::mutex mutex_;  // guards the two below
    std::string demanded_;
    std::vector<std::string> heads_;
    std::list<Connection> connections_;  // the acceptor's, until it has ended
    std::thread acceptor_;
};

}  // namespace syncline::tests
