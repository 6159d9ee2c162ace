#pragma once

#include <chrono>

namespace syncline::server {

/// Tells every thread of the server, once, that it should end. Thread-safe.
class Stop {
  public:
    /// Throws StoreError if the system has no descriptor left.
    Stop();
    ~Stop();
    Stop(const Stop&) = delete;
    Stop& operator=(const Stop&) = delete;

    void request();

    /// Waits this long, or until the stop is requested.
    void pause(std::chrono::milliseconds time) const;

    /// Readable from the moment on when the stop is requested; for poll().
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

}  // namespace syncline::server
