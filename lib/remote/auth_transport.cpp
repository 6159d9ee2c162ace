#include "remote/auth_transport.hpp"

#include "remote/secrets.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::remote {

namespace {

/// Not where the answer may hold an item, which must stay as it is.
bool may_hold_item(const Response& response) {
    constexpr int kConflict = 409;
    constexpr int kPreconditionFailed = 412;
    return response.status < 300 || response.status == kConflict ||
           response.status == kPreconditionFailed;
}

/// For want of a token, or of a newer one.
bool is_refused(const Finished& finished) {
    constexpr int kUnauthorized = 401;
    return finished.response && finished.response->status == kUnauthorized;
}

}  // namespace

void set_header(Headers& headers, std::string name, std::string value) {
    headers.erase(std::remove_if(headers.begin(),
                                 headers.end(),
                                 [&name](const auto& header) { return header.first == name; }),
                  headers.end());
    headers.emplace_back(std::move(name), std::move(value));
}

AuthTransport::AuthTransport(Transport& inner,
                             std::function<std::string()> fetch,
                             std::string header,
                             std::string prefix,
                             Headers given)
    : inner_(inner),
      fetch_(std::move(fetch)),
      header_(std::move(header)),
      prefix_(std::move(prefix)),
      token_(fetch_()),
      given_(std::move(given)) {}

std::uint64_t AuthTransport::start(Request request) {
    const std::uint64_t ticket = ++last_ticket_;
    send({std::move(request), {}, ticket});
    return ticket;
}

void AuthTransport::send(Flight flight) {
    flight.token = token_;
    Request request = flight.request;
    if (!token_.empty()) set_header(request.headers, header_, prefix_ + token_);
    const std::uint64_t inner_ticket = inner_.start(std::move(request));
    flights_.emplace(inner_ticket, std::move(flight));
}

bool AuthTransport::has_newer_token(const Flight& flight) {
    if (flight.token != token_) return true;
    if (fetched_again_) return false;
    fetched_again_ = true;
    try {
        token_ = fetch_();
    } catch (const Error&) {
        return false;  // the 401 is what is reported
    }
    return flight.token != token_;
}

/// Services like to quote what they refuse; their words are shown, logged and stored.
void AuthTransport::hide_secrets(Response& response, const std::string& token) const {
    Secrets secrets(given_);
    secrets.learn({{"authorization", token}});
    response.body = secrets.text(response.body);
}

Finished AuthTransport::arrived(Finished finished) {
    const auto found = flights_.find(finished.ticket);
    const Flight flight = std::move(found->second);
    flights_.erase(found);
    finished.ticket = flight.ticket;
    if (finished.response && !may_hold_item(*finished.response)) {
        hide_secrets(*finished.response, flight.token);
    }
    return finished;
}

std::optional<Finished> AuthTransport::wait(Ticks until) {
    while (true) {
        std::optional<Finished> finished;
        if (refused_.empty()) {
            finished = inner_.wait(until);
        } else {
            finished = std::move(refused_.front());
            refused_.pop_front();
        }
        if (!finished) return std::nullopt;
        if (is_refused(*finished)) {
            const auto found = flights_.find(finished->ticket);
            if (has_newer_token(found->second)) {
                Flight flight = std::move(found->second);
                flights_.erase(found);
                send(std::move(flight));
                continue;
            }
        }
        return arrived(std::move(*finished));
    }
}

std::optional<Finished> AuthTransport::poll(Ticks now) {
    while (auto finished = inner_.wait(now)) {
        if (!is_refused(*finished)) return arrived(std::move(*finished));
        refused_.push_back(std::move(*finished));
    }
    return std::nullopt;
}

void AuthTransport::cancel_all() {
    inner_.cancel_all();
    for (Finished& finished : refused_) {
        finished.response.reset();
        finished.failure = {NoAnswer::Reason::cancelled, "the request was cancelled"};
    }
}

}  // namespace syncline::remote
