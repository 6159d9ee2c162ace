#pragma once

#include "support/descriptor.hpp"

namespace syncline::tests {

/// A TCP socket that owns a port of 127.0.0.1: `port`, or a free one if that is 0. It refuses
/// connections until listen() is called on it. Throws std::system_error.
Descriptor bind_to_loopback(int port);

/// The port of a bound socket.
int port_of(const Descriptor& socket);

/// A connected socket, or none if the port refuses. Small writes leave at once.
Descriptor connect_to_loopback(int port);

/// A port that refuses connections for as long as the object lives.
class ClosedPort {
  public:
    ClosedPort() : socket_(bind_to_loopback(0)) {}
    int number() const { return port_of(socket_); }

  private:
    Descriptor socket_;
};

}  // namespace syncline::tests
