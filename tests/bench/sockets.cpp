#include "bench/sockets.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>

namespace syncline::bench {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

void set_flag(int socket, int level, int option) {
    const int on = 1;
    checked(setsockopt(socket, level, option, &on, sizeof on), "setsockopt");
}

Descriptor new_socket() {
    return Descriptor(
        checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket"));
}

void control(const Descriptor& epoll, int operation, int socket, std::uint32_t events, void* data) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = data;
    checked(epoll_ctl(epoll.get(), operation, socket, &event), "epoll_ctl");
}

}  // namespace

Descriptor listen_on(std::uint16_t port) {
    Descriptor listener = new_socket();
    set_flag(listener.get(), SOL_SOCKET, SO_REUSEADDR);
    const sockaddr_in address = loopback(port);
    checked(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
            "bind");
    checked(listen(listener.get(), 512), "listen");
    return listener;
}

std::uint16_t port_of(const Descriptor& socket) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    checked(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &length),
            "getsockname");
    return ntohs(address.sin_port);
}

Descriptor accept_from(const Descriptor& listener) {
    const int number = accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (number < 0) return {};
    set_flag(number, IPPROTO_TCP, TCP_NODELAY);
    return Descriptor(number);
}

Descriptor connect_to(std::uint16_t port) {
    Descriptor socket = new_socket();
    set_flag(socket.get(), IPPROTO_TCP, TCP_NODELAY);
    const sockaddr_in address = loopback(port);
    const int result =
        connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    if (result < 0 && errno != EINPROGRESS) {
        throw std::system_error(errno, std::generic_category(), "connect");
    }
    return socket;
}

void watch(const Descriptor& epoll, int socket, std::uint32_t events, void* data) {
    control(epoll, EPOLL_CTL_ADD, socket, events, data);
}

void watch_again(const Descriptor& epoll, int socket, std::uint32_t events, void* data) {
    control(epoll, EPOLL_CTL_MOD, socket, events, data);
}

}  // namespace syncline::bench
