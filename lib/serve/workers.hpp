#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace syncline::server {

/// Threads that are made when they are needed: each open connection holds one, and most servers
/// have few. Jobs beyond `most` threads wait.
class Workers {
  public:
    explicit Workers(std::size_t most) : most_(most) {}
    ~Workers() { finish(); }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    void add(std::function<void()> job);

    /// Runs what was added to its end. Nothing may be added afterwards.
    void finish();

  private:
    void work();

    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool finished_ = false;
};

}  // namespace syncline::server
