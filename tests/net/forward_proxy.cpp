#include "net/forward_proxy.hpp"

#include "support/loopback.hpp"

#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace syncline::tests {

namespace {

constexpr std::size_t kPiece = 16'384;

/// False once `from` has ended.
bool pass_on(int from, int to) {
    std::array<char, kPiece> piece{};
    const ssize_t size = read(from, piece.data(), piece.size());
    return size > 0 &&
           SocketStream(to).write(std::string_view(piece.data(), static_cast<std::size_t>(size)));
}

/// What comes from one side goes to the other, until one of them ends.
void splice(int client, int server) {
    while (true) {
        std::array<pollfd, 2> sides{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (poll(sides.data(), sides.size(), -1) < 0) return;
        if (sides[0].revents != 0 && !pass_on(client, server)) return;
        if (sides[1].revents != 0 && !pass_on(server, client)) return;
    }
}

/// `GET http://host/path HTTP/1.1` as the server wants it, for one request.
std::string for_the_server(Message request) {
    const std::string url = request.word(1);
    const std::size_t path = url.find('/', url.find("://") + 3);
    request.start_line =
        request.word(0) + ' ' + (path == std::string::npos ? "/" : url.substr(path)) + " HTTP/1.1";
    request.fields.emplace_back("connection", "close");
    return request.head() + request.raw_body;
}

}  // namespace

ForwardProxy::ForwardProxy(int target_port)
    : target_port_(target_port), server_([this](int client) { serve(client); }) {}

void ForwardProxy::demand(std::string authorization) {
    const std::scoped_lock lock(mutex_);
    demanded_ = std::move(authorization);
}

std::vector<std::string> ForwardProxy::heads() const {
    const std::scoped_lock lock(mutex_);
    return heads_;
}

bool ForwardProxy::may_pass(const Message& request) {
    const std::scoped_lock lock(mutex_);
    heads_.push_back(request.head());
    const auto found = request.headers.find("proxy-authorization");
    return demanded_.empty() || (found != request.headers.end() && found->second == demanded_);
}

void ForwardProxy::serve(int client) {
    SocketStream stream(client);
    const auto request = read_request(stream);
    if (request && !may_pass(*request)) {
        stream.write(
            "HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic realm=\"x\"\r\n"
            "content-length: 0\r\nconnection: close\r\n\r\n");
    } else if (request) {
        const Descriptor server = connect_to_loopback(target_port_);
        if (request->word(0) == "CONNECT") {
            stream.write("HTTP/1.1 200 Go on\r\n\r\n");
        } else {
            SocketStream(server.get()).write(for_the_server(*request));
        }
        splice(client, server.get());
    }
}

}  // namespace syncline::tests
