#pragma once

#include "support/fault_proxy.hpp"
#include "support/process.hpp"

#include <chrono>
#include <cstddef>
#include <future>
#include <mutex>
#include <signal.h>
#include <string>

namespace syncline::tests {

/// Where a request is when its process is struck.
enum class Moment { before_the_server, after_the_server, within_the_answer };

/// Strikes a process at a moment that was chosen before it starts. It must live until the proxy
/// has forgotten its faults and all clients have gone.
class Killer {
  public:
    explicit Killer(int signal = SIGKILL) : signal_(signal) {}

    /// Acts on the request with this number, counted from 1; of this method, if one is given. An
    /// answer is cut after `bytes` of its body.
    void lie_in_wait(FaultProxy& proxy,
                     std::size_t number,
                     Moment moment,
                     const std::string& method = {},
                     std::size_t bytes = 0);

    /// Starts the command and waits for its end. SIGKILL ends it when it has lived for `time`.
    Outcome run(const Command& command, std::chrono::microseconds time = std::chrono::seconds(60));

    /// Starts the command, which SIGKILL ends once it has printed so many lines.
    Outcome run_until_line(const Command& command, std::size_t lines);

  private:
    void strike();
    void over();

    int signal_;
    std::promise<Process*> started_;
    std::shared_future<Process*> victim_ = started_.get_future().share();
    std::mutex mutex_;  // held while the process is struck, and guards:
    bool over_ = false;
};

}  // namespace syncline::tests
