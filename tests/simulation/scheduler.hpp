#pragma once

#include <syncline/transport.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace syncline::simulation {

/// Thrown into a process that is to die, or to end with the simulation. No error of the library's.
struct Killed {};

/// One process of the simulated world.
class Process;

/// Simulated time, and everything that happens in it, one thing after the other: events at their
/// times, and processes that sleep in between. What happens depends on nothing but what was asked
/// for.
class Scheduler {
  public:
    Scheduler();
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    Ticks now() const { return now_; }

    /// Does `event` at this time, or now if that has gone by; of one time in the order of the
    /// calls.
    void at(Ticks time, std::function<void()> event);

    /// A process that begins when the simulation runs.
    Process& start(std::function<void()> body);

    /// The process whose turn it is; nullptr between processes.
    Process* current() const { return current_; }

    /// The current process sleeps until then, or until it is woken. Throws Killed once the
    /// simulation has stopped.
    void sleep(Ticks until);

    /// Ends the current sleep of a process, now.
    void wake(Process& process);

    /// Lets things happen until nothing is left to happen, or until `end`.
    void run();

    /// Nothing more happens.
    void end() { stopped_ = true; }

    /// Lets every process come to its end: Killed is thrown into those that sleep.
    void kill_all();
    bool stopped() const { return stopped_; }

  private:
    friend class Process;
    using Key = std::pair<Ticks, std::uint64_t>;  ///< when, and which of those

    Ticks now_{1'000'000};
    std::uint64_t last_ = 0;
    std::map<Key, std::function<void()>> events_;
    std::vector<std::unique_ptr<Process>> processes_;
    Process* current_ = nullptr;
    bool stopped_ = false;
};

}  // namespace syncline::simulation
