#pragma once

#include "remote/auth_transport.hpp"
#include "remote/retry_transport.hpp"
#include "remote/service.hpp"
#include "remote/watched_transport.hpp"
#include "store/store.hpp"

#include <syncline/environment.hpp>
#include <syncline/sync.hpp>
#include <syncline/transport.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace syncline::sync {

/// Why a run cannot go on. A value, not an exception: what was done so far counts.
struct Halt {
    PushStatus status = PushStatus::complete;  ///< what a push reports
    Status outcome = Status::ok;
    std::string reason;
    std::string hint;
    int http_status = 0;
};

/// One push, pull or sync on its way: the service, the way to it, and when to stop.
class Run {
  public:
    /// Throws UsageError if the service's URL is missing or wrong, an option is out of range or
    /// names a file that cannot be read, or the service would be spoken to without encryption. The
    /// network is not touched yet.
    Run(store::Store& store,
        const RemoteOptions& options,
        const Environment& environment,
        const Watch& watch);

    const remote::Service& service() const { return service_; }
    const Environment& environment() const { return environment_; }
    const Watch& watch() const { return watch_; }
    std::size_t parallel() const { return static_cast<std::size_t>(options_.parallel); }

    /// Whether the protocol was set, or settled by an earlier run.
    bool knows_protocol() const { return knows_protocol_; }

    Rebase rebase() const { return options_.rebase; }
    bool was_answered() const { return was_answered_; }
    bool is_halted() const { return halt_.has_value(); }

    /// Whether requests carry a token.
    bool has_token() const {
        return !options_.token.empty() || !options_.token_file.empty() ||
               !options_.token_command.empty();
    }

    /// From now on in this protocol.
    void speak(const remote::Protocol& protocol);

    /// Whether libcurl is to look up a user and password for requests without `Authorization`.
    bool has_netrc() const { return !options_.netrc_file.empty(); }

    std::uint64_t start(Request request);

    /// Sends one request and waits for its answer; nothing, and the run is halted, if none comes.
    std::optional<Response> ask(Request request);

    /// The next finished request, or nothing for now: look at `halt` and wait again.
    std::optional<Finished> wait(Ticks until);
    /// The same, without any waiting: for what has a transaction open.
    std::optional<Finished> poll();

    /// Cancels what is in flight, which then finishes at once. Nothing is sent after that.
    void cancel_all();

    /// Set once the user interrupts or the time is up. From then on nothing new may be started;
    /// requests in flight are finished (time up: cut).
    const std::optional<Halt>& halt();

    /// Ends the run for another reason; the first one counts.
    void stop(Halt halt);

    /// How far our clock is before the service's, by the last answer's `Date`; 0 if none came.
    std::chrono::milliseconds clock_ahead() const { return clock_ahead_; }

    /// Requests that left.
    std::uint64_t requests() const { return retry_ ? retry_->sent() : 0; }

  private:
    void connect();
    std::string fetch_token();
    void note(const Finished& finished);

    const Environment& environment_;
    const Watch& watch_;
    RemoteOptions options_;
    remote::Service service_;
    bool knows_protocol_;
    std::function<std::string()> token_source_;
    std::optional<Ticks> deadline_;
    std::optional<Halt> halt_;
    std::chrono::milliseconds clock_ahead_{0};
    bool was_answered_ = false;
    bool token_fetched_ = false;
    std::unique_ptr<Transport> network_;
    std::unique_ptr<remote::WatchedTransport> watched_;
    std::unique_ptr<remote::RetryTransport> retry_;
    std::unique_ptr<remote::AuthTransport> auth_;
};

/// What a request without an answer means for the run.
Halt halt_of(const NoAnswer& failure, const remote::Url& root);

/// What an answer means that says something about the service rather than about one item (401, 407,
/// 408, 425, 429, 502–504, redirects), or nothing.
std::optional<Halt> halt_of(const Response& response, const remote::Url& root);

}  // namespace syncline::sync
