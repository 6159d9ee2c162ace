#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace syncline::bench {

/// What a request needs; kept until its answer was taken.
struct Transfer {
    std::string method = "GET";
    std::string url;
    std::string if_match;  ///< a version, or empty
    std::string body;

    long status = 0;
    std::string answer;
};

/// Several requests at once on libcurl's multi interface, connections kept alive, as a v2 client
/// sends them.
class Transfers {
  public:
    /// `slots` is how many may be under way.
    explicit Transfers(std::size_t slots);
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    Transfer& at(std::size_t slot);

    /// Sends what is in the slot.
    void start(std::size_t slot);

    /// Waits for an answer and returns its slot, which is free then. Throws std::runtime_error if
    /// a request got none or one of a status other than 2xx.
    std::size_t wait();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace syncline::bench
