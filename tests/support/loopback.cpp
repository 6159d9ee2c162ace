#include "support/loopback.hpp"

#include <arpa/inet.h>
#include <cstdint>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace syncline::tests {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// The socket calls take any kind of address by this type.
sockaddr* any(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

Descriptor open_socket() {
    return Descriptor(checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
}

}  // namespace

Descriptor bind_to_loopback(int port) {
    Descriptor result = open_socket();
    const int on = 1;
    checked(setsockopt(result.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
    sockaddr_in address = loopback(port);
    checked(bind(result.get(), any(address), sizeof address), "bind");
    return result;
}

int port_of(const Descriptor& socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    checked(getsockname(socket.get(), any(address), &size), "getsockname");
    return ntohs(address.sin_port);
}

Descriptor connect_to_loopback(int port) {
    Descriptor result = open_socket();
    sockaddr_in address = loopback(port);
    if (connect(result.get(), any(address), sizeof address) != 0) {
        return {};
    }
    const int on = 1;
    checked(setsockopt(result.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    return result;
}

}  // namespace syncline::tests
