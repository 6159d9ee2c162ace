#include "remote/watched_transport.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace syncline::remote {

namespace {

using Level = Event::Level;

Value number(std::uint64_t value) {
    return Value::integer(static_cast<std::int64_t>(value));
}

std::string_view content_type_of(const Headers& headers) {
    const auto found = std::find_if(headers.begin(), headers.end(), [](const auto& header) {
        return header.first == "content-type";
    });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

WatchedTransport::WatchedTransport(Transport& inner,
                                   const Watch& watch,
                                   const Environment& environment,
                                   const Headers& given)
    : inner_(inner), watch_(watch), environment_(environment), secrets_(given) {}

bool WatchedTransport::is_wanted(const Watch& watch) {
    return watch.hears(Level::debug) || (watch.http && watch.event);
}

std::uint64_t WatchedTransport::start(Request request) {
    secrets_.learn(request.headers);
    Flight flight;
    flight.method = request.method;
    flight.url = secrets_.url(request.url);
    flight.line = flight.method + " " + flight.url;
    flight.number = ++last_number_;
    flight.started = environment_.ticks();
    say_sent(request, flight);
    const std::uint64_t ticket = inner_.start(std::move(request));
    flights_.emplace(ticket, std::move(flight));
    return ticket;
}

std::optional<Finished> WatchedTransport::wait(Ticks until) {
    auto finished = inner_.wait(until);
    if (!finished) return finished;
    const auto found = flights_.find(finished->ticket);
    if (found == flights_.end()) return finished;
    const Flight flight = std::move(found->second);
    flights_.erase(found);
    if (finished->response) {
        say_answered(*finished->response, flight);
    } else {
        say_failed(finished->failure, flight);
    }
    return finished;
}

void WatchedTransport::say_sent(const Request& request, const Flight& flight) const {
    const Members fields{{"request", number(flight.number)},
                         {"method", Value::string(flight.method)},
                         {"url", Value::string(flight.url)},
                         {"attempt", Value::integer(request.attempt)}};
    if (watch_.hears(Level::debug)) {
        const std::string again =
            request.attempt > 1 ? ", attempt " + std::to_string(request.attempt) : "";
        watch_.event({Level::debug, "http", flight.line + " is sent" + again, fields});
    }
    if (watch_.http) trace(" as it is sent", flight, fields, request.headers, request.body);
}

void WatchedTransport::say_answered(const Response& response, const Flight& flight) const {
    const auto time = environment_.ticks() - flight.started;
    const Members fields{{"request", number(flight.number)},
                         {"method", Value::string(flight.method)},
                         {"url", Value::string(flight.url)},
                         {"status", Value::integer(response.status)},
                         {"milliseconds", Value::integer(time.count())},
                         {"bytes", number(response.body.size())}};
    if (watch_.hears(Level::debug)) {
        watch_.event({Level::debug,
                      "http",
                      flight.line + " was answered with " + std::to_string(response.status) +
                          " and " + std::to_string(response.body.size()) + " bytes after " +
                          std::to_string(time.count()) + " ms",
                      fields});
    }
    if (watch_.http) trace(", its answer", flight, fields, response.headers, response.body);
}

void WatchedTransport::say_failed(const NoAnswer& failure, const Flight& flight) const {
    const auto time = environment_.ticks() - flight.started;
    watch_.event({watch_.hears(Level::debug) ? Level::debug : Level::trace,
                  "http",
                  flight.line + " got no answer: " + secrets_.text(base::one_line(failure.message)),
                  {{"request", number(flight.number)},
                   {"method", Value::string(flight.method)},
                   {"url", Value::string(flight.url)},
                   {"milliseconds", Value::integer(time.count())}}});
}

void WatchedTransport::trace(const char* what,
                             const Flight& flight,
                             Members fields,
                             const Headers& headers,
                             const std::string& body) const {
    std::uint64_t left_out = 0;
    fields.push_back({"headers", Value::nested(secrets_.headers(headers))});
    fields.push_back(
        {"body", Value::string(secrets_.body(body, content_type_of(headers), left_out))});
    if (left_out > 0) fields.push_back({"left_out", number(left_out)});
    watch_.event({Level::trace, "http", flight.line + what, std::move(fields)});
}

}  // namespace syncline::remote
