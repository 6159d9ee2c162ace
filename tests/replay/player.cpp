#include "replay/player.hpp"

#include "replay/compare.hpp"
#include "replay/compare_values.hpp"
#include "replay/template.hpp"
#include "support/loopback.hpp"

#include <charconv>
#include <stdexcept>
#include <thread>

namespace syncline::tests {
namespace {

/// The request with its templates filled in, or nothing.
std::optional<Exchange> prepared(const Exchange& exchange, const Replies& replies) {
    Exchange request = exchange;
    const auto path = filled(exchange.path, replies);
    if (!path) return std::nullopt;
    request.path = *path;
    for (auto& [name, value] : request.headers) {
        const auto text = filled(value, replies);
        if (!text) return std::nullopt;
        value = *text;
    }
    if (exchange.body) {
        request.body = filled(*exchange.body, replies);
        if (!request.body) return std::nullopt;
    }
    return request;
}

}  // namespace

Sender::Sender(const std::string& url) : url_(url) {
    constexpr std::string_view kLoopback = "http://127.0.0.1:";
    while (!url_.empty() && url_.back() == '/') url_.pop_back();
    const char* const end = url_.data() + url_.size();
    if (url_.compare(0, kLoopback.size(), kLoopback) != 0 ||
        std::from_chars(url_.data() + kLoopback.size(), end, port_).ptr != end) {
        throw std::runtime_error("the server's URL must be http://127.0.0.1:PORT, not " + url);
    }
}

void Sender::connect() {
    stream_.reset();
    socket_ = connect_to_loopback(port_);
    if (!socket_) throw std::runtime_error("nobody answers at " + url_);
    stream_ = std::make_unique<SocketStream>(socket_.get());
}

Reply Sender::send(const std::string& method,
                   const std::string& path,
                   const Headers& headers,
                   const std::optional<std::string>& body) {
    std::string request = method + ' ' + path + " HTTP/1.1\r\n";
    request += "Host: " + url_.substr(url_.rfind('/') + 1) + "\r\n";
    for (const auto& [name, value] : headers) {
        request.append(name).append(": ").append(value).append("\r\n");
    }
    if (body || method == "POST" || method == "PUT" || method == "PATCH") {
        request += "Content-Length: " + std::to_string(body ? body->size() : 0) + "\r\n";
    }
    request += "\r\n" + body.value_or("");
    if (!stream_ || stream_->is_stale()) connect();
    if (!stream_->write(request)) throw std::runtime_error(url_ + " hung up");
    auto message = read_response(*stream_, method);
    if (!message) throw std::runtime_error("no answer to " + method + ' ' + shortened(path));
    if (message->ends_connection) stream_.reset();
    Reply reply{message->status(), std::move(message->headers), std::nullopt};
    if (!message->body.empty()) reply.body = std::move(message->body);
    return reply;
}

std::string Played::described() const {
    std::string text = exchange.scenario + ' ' + std::to_string(exchange.step) + ": " +
                       exchange.name + "\n    " + exchange.method + ' ' + shortened(exchange.path);
    if (exchange.body) text += "\n    " + shortened(*exchange.body);
    for (const std::string& line : differences) text += "\n    * " + line;
    return text;
}

std::vector<Played> play(const std::vector<Exchange>& scenario, Sender& sender) {
    std::vector<Played> played;
    Replies replies;
    Aliases aliases;
    for (const Exchange& exchange : scenario) {
        // The server stamps by its own clock, and the rows must get different times.
        std::this_thread::sleep_for(exchange.wait);
        const auto request = prepared(exchange, replies);
        if (!request) {
            played.push_back({exchange, {"not sent: an earlier answer lacks what it needs"}});
            continue;
        }
        Reply reply = sender.send(request->method, request->path, request->headers, request->body);
        played.push_back({exchange, differences(exchange, reply, sender.url(), aliases)});
        replies[exchange.step] = std::move(reply);
    }
    return played;
}

}  // namespace syncline::tests
