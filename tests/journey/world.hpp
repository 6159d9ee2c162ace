#pragma once

#include "journey/backend.hpp"

#include <syncline/environment.hpp>
#include <syncline/transport.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::journey {

/// Thrown by a hook: the process dies here. No error of the library's.
struct Killed {};

/// One request that reached the network, and its answer's status (0: none came).
struct Exchange {
    Request request;
    std::string path;   ///< below the tables, decoded: `todo/1`
    std::string query;  ///< decoded
    int status = 0;

    std::string header(const std::string& name) const;
    /// `POST todo`, `PATCH todo/1`
    std::string line() const { return request.method + " " + path; }
};

/// What happens to the next requests, instead of the usual.
struct Fault {
    enum class Kind : std::uint8_t {
        answer,        ///< the service answers this and does nothing
        answer_after,  ///< it acts, and something answers this in its place
        lose_request,  ///< nothing arrives, and nothing comes back
        lose_answer,   ///< the service acts, and nothing comes back
    };
    Kind kind = Kind::answer;
    int times = 1;
    std::string method{};  ///< only such requests; empty: all
    Response response{};
};

/// A network, a service and a clock, all simulated. Requests in flight reach the service when they
/// are waited for, in a chosen order; each round trip moves the clock.
class World {
  public:
    World() = default;
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    Clock clock;
    Backend backend{clock};

    std::string protocol = "v2";  ///< that new stores are made for

    bool offline = false;
    std::chrono::milliseconds round_trip{20};
    enum class Order : std::uint8_t { oldest_first, newest_first };
    Order order = Order::oldest_first;
    /// When the process is killed, whether its other requests in flight still arrive.
    bool rest_arrives = false;

    /// Adds a fault; those added first come first.
    void fail(Fault fault) { faults_.push_back(std::move(fault)); }
    void forget_faults() { faults_.clear(); }
    void lose_answers(int times, const std::string& method = "");
    void answer_with(int times, int status, const std::string& body, Headers headers = {});

    /// Calls `hook` while the n-th request from now on (from 1) is in flight: before it reaches the
    /// service, or after the service has acted.
    void before(std::uint64_t n, std::function<void()> hook);
    void after(std::uint64_t n, std::function<void()> hook);
    void forget_hooks();

    /// Called for every request before the service sees it.
    std::function<void(const Exchange&)> on_request;

    std::vector<Exchange> log;
    /// The lines of the log from entry `from` on; writes only, or all.
    std::vector<std::string> writes(std::size_t from = 0) const;
    std::vector<std::string> lines(std::size_t from = 0) const;
    std::size_t most_in_flight = 0;
    bool overlapped = false;  ///< two writes of one item were in flight together

    /// What a store's process sees of this world. `name` begins the ids that are made.
    Environment environment(const std::string& name);

  private:
    class Network;
    Finished serve(std::uint64_t ticket, Request request, std::uint64_t max_body);
    std::optional<Fault> next_fault(const std::string& method);

    std::vector<Fault> faults_;
    std::uint64_t arrived_ = 0;
    std::map<std::uint64_t, std::function<void()>> before_;
    std::map<std::uint64_t, std::function<void()>> after_;
    std::uint64_t last_id_ = 0;
};

}  // namespace syncline::journey
