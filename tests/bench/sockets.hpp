#pragma once

#include "support/descriptor.hpp"

#include <cstdint>

namespace syncline::bench {

using tests::checked;
using tests::Descriptor;

/// A listening socket of the loopback address that never blocks; port 0 takes a free one.
Descriptor listen_on(std::uint16_t port);

/// The port that a socket is bound to.
std::uint16_t port_of(const Descriptor& socket);

/// The next connection that waits, without blocking and without Nagle's delay; none if none waits.
Descriptor accept_from(const Descriptor& listener);

/// A connection to a loopback port, not yet established, that never blocks.
Descriptor connect_to(std::uint16_t port);

/// Has `epoll` report `events` of the socket together with `data`.
void watch(const Descriptor& epoll, int socket, std::uint32_t events, void* data);

/// The same for a socket that is watched already.
void watch_again(const Descriptor& epoll, int socket, std::uint32_t events, void* data);

}  // namespace syncline::bench
