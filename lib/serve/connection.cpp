#include "serve/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace syncline::server {

namespace {

constexpr std::size_t kLongestLine = 16U << 10U;
constexpr std::chrono::milliseconds kBodyTimeout{10'000};

}  // namespace

Connection::~Connection() {
    shutdown(socket_, SHUT_RDWR);
    close(socket_);
}

/// Waits for more bytes. A request that has begun is finished even when the server stops.
bool Connection::fill(std::chrono::milliseconds timeout, bool stop_ends) {
    std::array<pollfd, 2> waiting{{{socket_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    int ready = 0;
    do {
        ready = poll(waiting.data(), stop_ends ? 2 : 1, static_cast<int>(timeout.count()));
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0 || waiting[0].revents == 0) return false;

    if (at_ > 0) {
        in_.erase(0, at_);
        at_ = 0;
    }
    std::array<char, 16384> bytes;
    ssize_t count = 0;
    do {
        count = recv(socket_, bytes.data(), bytes.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count <= 0) return false;
    in_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
}

void Connection::take_target(std::size_t line_end) {
    const std::string_view line = std::string_view(in_).substr(at_, line_end - at_);
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    target_.clear();
    if (first == std::string_view::npos || first == last) return;  // the HTTP library refuses it
    target_ = line.substr(first + 1, last - first - 1);
    in_.replace(at_ + first + 1, target_.size(), "/");
}

Connection::Start Connection::next_request(std::chrono::milliseconds longest_idle) {
    while (true) {
        while (in_.compare(at_, 2, "\r\n") == 0) at_ += 2;
        const std::size_t end = in_.find("\r\n", at_);
        if (end != std::string::npos && end - at_ <= kLongestLine) {
            take_target(end);
            return Start::request;
        }
        if (in_.size() - at_ > kLongestLine) return Start::too_long;
        if (!fill(longest_idle, true)) return Start::ended;
    }
}

ssize_t Connection::read(char* data, std::size_t size) {
    if (at_ == in_.size()) {
        // A client that was told to go on (100-continue) waits for that first.
        if (!flush() || !fill(kBodyTimeout, false)) return -1;
    }
    const std::size_t count = std::min(size, in_.size() - at_);
    std::memcpy(data, in_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
}

bool Connection::flush() {
    std::string_view rest = out_;
    while (!rest.empty() && !dropped_) {
        const ssize_t count = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) dropped_ = true;
        rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    out_.clear();
    return !dropped_;
}

}  // namespace syncline::server
