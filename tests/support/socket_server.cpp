#include "support/socket_server.hpp"

#include "support/loopback.hpp"

#include <sys/socket.h>
#include <utility>

namespace syncline::tests {

SocketServer::SocketServer(Serve serve) : serve_(std::move(serve)), listener_(bind_to_loopback(0)) {
    constexpr int kWaiting = 64;
    checked(listen(listener_.get(), kWaiting), "listen");
    acceptor_ = std::thread([this] { accept_all(); });
}

SocketServer::~SocketServer() {
    shutdown(listener_.get(), SHUT_RDWR);
    acceptor_.join();
    for (Connection& connection : connections_) {
        shutdown(connection.client.get(), SHUT_RDWR);
        connection.thread.join();
    }
}

std::string SocketServer::url() const {
    return "http://127.0.0.1:" + std::to_string(port_of(listener_));
}

void SocketServer::accept_all() {
    while (true) {
        Descriptor client(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!client) return;
        Connection& connection = connections_.emplace_back();
        connection.client = std::move(client);
        connection.thread = std::thread([this, &connection] {
            serve_(connection.client.get());
            // The descriptor itself stays: its number must not be another's when the server ends.
            shutdown(connection.client.get(), SHUT_RDWR);
        });
    }
}

}  // namespace syncline::tests
