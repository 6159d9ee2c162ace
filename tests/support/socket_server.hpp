#pragma once

#include "support/descriptor.hpp"

#include <functional>
#include <list>
#include <string>
#include <thread>

namespace syncline::tests {

/// Takes connections on a free loopback port and serves each in a thread of its own. When it ends,
/// so do they: their sockets are shut down. It has to end before what `serve` uses.
class SocketServer {
  public:
    using Serve = std::function<void(int socket)>;

    explicit SocketServer(Serve serve);
    ~SocketServer();
    SocketServer(const SocketServer&) = delete;
    SocketServer& operator=(const SocketServer&) = delete;

    std::string url() const;

  private:
    struct Connection {
        Descriptor client;
        std::thread thread;
    };

    void accept_all();

    Serve serve_;
    Descriptor listener_;
    std::list<Connection> connections_;  // the acceptor's, until it has ended
    std::thread acceptor_;
};

}  // namespace syncline::tests
