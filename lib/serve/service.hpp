#pragma once

#include "serve/fault.hpp"
#include "serve/router.hpp"

#include <chrono>
#include <functional>

namespace syncline::server {

/// What goes back to a client: an answer, or a closed connection.
struct Reply {
    Answer answer;
    bool drop = false;
};

/// The router behind its faults.
class Service {
  public:
    /// `now` stamps writes that commit late; `pause` waits, or returns early when the server stops.
    Service(Router router,
            std::vector<Fault> faults,
            std::function<Timestamp()> now,
            std::function<void(std::chrono::milliseconds)> pause)
        : router_(std::move(router)),
          faults_(std::move(faults)),
          now_(std::move(now)),
          pause_(std::move(pause)) {}

    /// Thread-safe.
    Reply reply(const Request& request);

  private:
    Router router_;
    Faults faults_;
    std::function<Timestamp()> now_;
    std::function<void(std::chrono::milliseconds)> pause_;
};

}  // namespace syncline::server
