#pragma once

#include "serve/service.hpp"
#include "serve/stop.hpp"

#include <cstdint>
#include <memory>

namespace syncline::server {

/// The service behind a socket on 127.0.0.1.
class Server {
  public:
    /// Listens on `port`, or on a free one if it is 0. Throws StoreError if it cannot.
    Server(Service& service, Stop& stop, std::uint16_t port);

    /// Requests the stop, finishes what is in flight, and closes every connection.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;

  private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

}  // namespace syncline::server
