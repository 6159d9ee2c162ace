#include "remote/retry_transport.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncline::remote {

namespace {

using std::chrono::milliseconds;

/// A service that asks for a longer pause than this is left alone until the next run.
constexpr milliseconds kLongestPause{600'000};

bool may_yet_succeed(const Finished& finished) {
    if (!finished.response) return finished.failure.reason == NoAnswer::Reason::lost;
    switch (finished.response->status) {
        case 408:
        case 425:
        case 429:
        case 502:
        case 503:
        case 504:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::optional<milliseconds> retry_after(const Response& response) {
    const std::string_view text = base::trim(response.header("retry-after"));
    if (text.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc{} && end == text.data() + text.size() && seconds >= 0) {
        return milliseconds(std::min<std::int64_t>(seconds, 1'000'000) * 1'000);
    }
    const auto date = base::read_http_date(text);
    const auto now = base::read_http_date(response.header("date"));
    if (!date || !now) return std::nullopt;
    return std::max(*date - *now, Timestamp(0));
}

RetryTransport::RetryTransport(Transport& inner, RetryPolicy policy, const Environment& environment)
    : inner_(inner), policy_(policy), environment_(environment) {}

std::uint64_t RetryTransport::start(Request request) {
    const std::uint64_t ticket = ++last_ticket_;
    flights_.emplace(ticket, Flight{std::move(request)});
    send(ticket);
    return ticket;
}

void RetryTransport::send(std::uint64_t ticket) {
    Flight& flight = flights_.at(ticket);
    if (flight.attempts++ == 0) flight.first = environment_.ticks();
    ++sent_;
    tickets_.emplace(inner_.start(flight.request), ticket);
}

void RetryTransport::restart_due() {
    const Ticks now = environment_.ticks();
    while (!paused_.empty() && paused_.begin()->first <= now) {
        const std::uint64_t ticket = paused_.begin()->second;
        paused_.erase(paused_.begin());
        send(ticket);
    }
}

std::optional<milliseconds> RetryTransport::pause(const Finished& finished,
                                                  const Flight& flight) const {
    const int attempts = flight.attempts;
    if (!may_yet_succeed(finished) || attempts > policy_.retries) return std::nullopt;
    const double doubled = static_cast<double>(policy_.first_pause.count()) *
                           static_cast<double>(1ULL << std::min(attempts - 1, 20));
    // Between half and one and a half, so that many clients do not come back together.
    milliseconds pause(static_cast<std::int64_t>(doubled * (0.5 + environment_.random())));
    if (finished.response) {
        if (const auto asked = retry_after(*finished.response)) pause = std::max(pause, *asked);
    }
    if (pause > kLongestPause) return std::nullopt;
    const Ticks next = environment_.ticks() + pause;
    if (policy_.deadline && next >= *policy_.deadline) return std::nullopt;
    if (policy_.max_time && next - flight.first > *policy_.max_time) return std::nullopt;
    return pause;
}

std::optional<Finished> RetryTransport::wait(Ticks until) {
    while (true) {
        if (!cancelled_.empty()) {
            Finished finished;
            finished.ticket = cancelled_.back();
            finished.failure = {NoAnswer::Reason::cancelled, "the request was cancelled"};
            cancelled_.pop_back();
            flights_.erase(finished.ticket);
            return finished;
        }
        restart_due();
        const Ticks next = paused_.empty() ? until : std::min(until, paused_.begin()->first);
        auto finished = inner_.wait(next);
        if (!finished) {
            const bool more_is_due =
                !paused_.empty() && paused_.begin()->first <= environment_.ticks();
            if (more_is_due && environment_.ticks() < until) continue;
            return std::nullopt;
        }
        const auto found = tickets_.find(finished->ticket);
        const std::uint64_t ticket = found->second;
        tickets_.erase(found);
        Flight& flight = flights_.at(ticket);
        if (finished->response || finished->failure.reason == NoAnswer::Reason::lost) {
            flight.may_have_arrived = true;
        }
        if (const auto rest = pause(*finished, flight)) {
            paused_.emplace(environment_.ticks() + *rest, ticket);
            continue;
        }
        const bool unreachable =
            !finished->response && finished->failure.reason == NoAnswer::Reason::unreachable;
        if (unreachable && flight.may_have_arrived) {
            finished->failure.reason = NoAnswer::Reason::lost;
        }
        flights_.erase(ticket);
        finished->ticket = ticket;
        return finished;
    }
}

void RetryTransport::end_retries() {
    for (const auto& [when, ticket] : paused_) cancelled_.push_back(ticket);
    paused_.clear();
    policy_.retries = 0;
}

void RetryTransport::cancel_all() {
    end_retries();
    inner_.cancel_all();
}

}  // namespace syncline::remote
