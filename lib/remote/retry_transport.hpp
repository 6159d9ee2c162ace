#pragma once

#include <syncline/environment.hpp>
#include <syncline/transport.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace syncline::remote {

struct RetryPolicy {
    int retries = 3;                             ///< further attempts of one request
    std::chrono::milliseconds first_pause{500};  ///< doubled each time, with jitter
    std::optional<Ticks> deadline;               ///< no pause goes beyond this moment
    /// No attempt begins later than this after the request's first one.
    std::optional<std::chrono::milliseconds> max_time{};
};

/// Sends a request again when it may yet succeed: the connection was lost, or the answer is 408,
/// 425, 429, 502, 503 or 504. `Retry-After` is obeyed. Names that do not resolve and refused
/// connections are not tried again. Every request of the sync is safe to repeat: what a lost answer
/// leaves behind is recognised (see sync/delivery.hpp).
class RetryTransport : public Transport {
  public:
    RetryTransport(Transport& inner, RetryPolicy policy, const Environment& environment);

    std::uint64_t start(Request request) override;
    std::optional<Finished> wait(Ticks until) override;
    void cancel_all() override;

    /// No request is sent again from now on; those that were waiting for it end as `cancelled`.
    void end_retries();

    /// Requests that left, repeated ones included.
    std::uint64_t sent() const { return sent_; }

  private:
    struct Flight {
        Request request;
        int attempts = 0;
        Ticks first{0};                 ///< when the first attempt began
        bool may_have_arrived = false;  ///< an earlier attempt was lost, not refused
    };

    void send(std::uint64_t ticket);
    void restart_due();
    std::optional<std::chrono::milliseconds> pause(const Finished& finished,
                                                   const Flight& flight) const;

    Transport& inner_;
    RetryPolicy policy_;
    const Environment& environment_;
    std::uint64_t last_ticket_ = 0;
    std::uint64_t sent_ = 0;
    std::unordered_map<std::uint64_t, Flight> flights_;         ///< by our ticket
    std::unordered_map<std::uint64_t, std::uint64_t> tickets_;  ///< inner ticket -> ours
    std::multimap<Ticks, std::uint64_t> paused_;                ///< when to send again -> ours
    std::vector<std::uint64_t> cancelled_;                      ///< paused ones that were cancelled
};

/// How long the answer asks to wait, or nothing. Seconds, or a date against the answer's own
/// `Date`.
std::optional<std::chrono::milliseconds> retry_after(const Response& response);

}  // namespace syncline::remote
