#include "bench/http_server.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <optional>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace syncline::bench {

namespace {

constexpr std::string_view kEndOfLine = "\r\n";
constexpr std::string_view kEndOfHead = "\r\n\r\n";

bool same_ignoring_case(std::string_view a, std::string_view lower) {
    return a.size() == lower.size() &&
           std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
               return std::tolower(static_cast<unsigned char>(x)) == y;
           });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// The first whole request in `input` and its length; nothing while it is incomplete.
std::optional<std::pair<HttpRequest, std::size_t>> first_request(std::string_view input) {
    const std::size_t head_end = input.find(kEndOfHead);
    if (head_end == std::string_view::npos) return std::nullopt;
    HttpRequest request;
    const std::string_view line = input.substr(0, input.find(kEndOfLine));
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, second - first - 1);
    request.headers = input.substr(line.size() + 2, head_end - line.size());
    const std::string_view length = request.header("content-length");
    std::size_t body = 0;
    std::from_chars(length.data(), length.data() + length.size(), body);
    const std::size_t start = head_end + kEndOfHead.size();
    if (input.size() - start < body) return std::nullopt;
    request.body = input.substr(start, body);
    return std::pair{request, start + body};
}

const char* reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 400:
            return "Bad Request";
        case 404:
            return "Not Found";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        default:
            return "Not Implemented";
    }
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const {
    std::string_view rest = headers;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(kEndOfLine), rest.size());
        const std::string_view line = rest.substr(0, end);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && same_ignoring_case(line.substr(0, colon), name)) {
            return trimmed(line.substr(colon + 1));
        }
        rest.remove_prefix(std::min(end + kEndOfLine.size(), rest.size()));
    }
    return {};
}

HttpServer::HttpServer(std::uint16_t port, Handler handler)
    : handler_(std::move(handler)),
      listener_(listen_on(port)),
      epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {
    watch(epoll_, listener_.get(), EPOLLIN, nullptr);
}

void HttpServer::run() {
    std::array<epoll_event, 64> events{};
    for (;;) {
        const int count =
            epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto* const connection =
                static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (connection == nullptr) {
                accept_all();
            } else if (!(connection->writing ? write_to(*connection) : read_from(*connection))) {
                connections_.erase(connection->self);
            }
        }
    }
}

void HttpServer::accept_all() {
    while (Descriptor socket = accept_from(listener_)) {
        connections_.push_front(std::make_unique<Connection>());
        Connection& connection = *connections_.front();
        connection.self = connections_.begin();
        connection.socket = std::move(socket);
        watch(epoll_, connection.socket.get(), EPOLLIN, &connection);
    }
}

bool HttpServer::read_from(Connection& connection) {
    std::array<char, 65536> buffer{};
    const ssize_t count = recv(connection.socket.get(), buffer.data(), buffer.size(), 0);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    if (count == 0) return false;
    connection.input.append(buffer.data(), static_cast<std::size_t>(count));
    return answer_next(connection);
}

bool HttpServer::answer_next(Connection& connection) {
    const auto found = first_request(connection.input);
    if (!found) return true;
    connection.answer = handler_(found->first);
    const HttpAnswer& answer = connection.answer;
    const std::size_t length = answer.before.size() + answer.slice.size() + answer.after.size();
    connection.head = "HTTP/1.1 " + std::to_string(answer.status) + ' ' + reason(answer.status) +
                      "\r\nDate: " + date() + "\r\nContent-Type: application/json; charset=utf-8" +
                      "\r\nContent-Length: " + std::to_string(length) + "\r\n" + answer.headers +
                      "\r\n";
    connection.input.erase(0, found->second);
    connection.sent = 0;
    return write_to(connection);
}

bool HttpServer::write_to(Connection& connection) {
    const HttpAnswer& answer = connection.answer;
    const std::array<std::string_view, 4> parts{
        connection.head, answer.before, answer.slice, answer.after};
    for (;;) {
        std::array<iovec, 4> vectors{};
        std::size_t used = 0;
        std::size_t skip = connection.sent;
        for (const std::string_view part : parts) {
            const std::size_t skipped = std::min(skip, part.size());
            skip -= skipped;
            if (skipped == part.size()) continue;
            // writev() does not write to it.
            vectors[used].iov_base = const_cast<char*>(part.data() + skipped);
            vectors[used].iov_len = part.size() - skipped;
            ++used;
        }
        if (used == 0) break;
        const ssize_t count =
            writev(connection.socket.get(), vectors.data(), static_cast<int>(used));
        if (count < 0 && errno == EAGAIN) {
            if (!std::exchange(connection.writing, true)) {
                watch_again(epoll_, connection.socket.get(), EPOLLOUT, &connection);
            }
            return true;
        }
        if (count < 0 && errno != EINTR) return false;
        connection.sent += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    if (std::exchange(connection.writing, false)) {
        watch_again(epoll_, connection.socket.get(), EPOLLIN, &connection);
    }
    return answer_next(connection);
}

const std::string& HttpServer::date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_of_) {
        std::array<char, 64> text{};
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        date_ = text.data();
        date_of_ = now;
    }
    return date_;
}

}  // namespace syncline::bench
