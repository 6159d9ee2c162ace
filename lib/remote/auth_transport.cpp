#include "remote/auth_transport.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::remote {

namespace {

/// What is shorter is a word like others.
constexpr std::size_t kShortestSecret = 8;

void hide(const std::string& secret, std::string& text) {
    constexpr const char* kHidden = "***";
    if (secret.size() < kShortestSecret) return;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
        text.replace(at, secret.size(), kHidden);
    }
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
                             std::vector<std::string> secrets)
    : inner_(inner),
      fetch_(std::move(fetch)),
      header_(std::move(header)),
      prefix_(std::move(prefix)),
      token_(fetch_()),
      secrets_(std::move(secrets)) {}

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

/// Not where the answer may hold an item, which must stay as it is.
void AuthTransport::hide_secrets(const Flight& flight, Response& response) const {
    constexpr int kConflict = 409;
    constexpr int kPreconditionFailed = 412;
    const bool may_hold_item = response.status < 300 || response.status == kConflict ||
                               response.status == kPreconditionFailed;
    if (may_hold_item) return;
    hide(flight.token, response.body);
    for (const std::string& secret : secrets_) hide(secret, response.body);
}

std::optional<Finished> AuthTransport::wait(Ticks until) {
    while (true) {
        auto finished = inner_.wait(until);
        if (!finished) return std::nullopt;
        const auto found = flights_.find(finished->ticket);
        Flight flight = std::move(found->second);
        flights_.erase(found);
        if (finished->response && finished->response->status == 401 && has_newer_token(flight)) {
            send(std::move(flight));
            continue;
        }
        finished->ticket = flight.ticket;
        if (finished->response) hide_secrets(flight, *finished->response);
        return finished;
    }
}

}  // namespace syncline::remote
