// bench_proxy PORT RTT_MS [BITS_PER_S]: a link to a loopback port, with a round-trip time and a
// rate.
//
// Prints "LISTENING port"; ends when standard input does. What goes through arrives half a round
// trip later; the first bytes of a connection wait one round trip more, for the TCP handshake that
// a far service would take. All connections share the rate, each way for itself. It models neither
// slow start nor loss.

#include "bench/sockets.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <list>
#include <memory>
#include <string>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace {

using namespace syncline::bench;
using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using Nanoseconds = std::chrono::nanoseconds;

/// What one way holds is bounded: a sender that is faster than the link has to wait.
constexpr std::size_t kMostQueued = 8 << 20;

/// The two directions of the link; what is sent waits until the line is free.
struct Link {
    Nanoseconds half;
    double nanoseconds_per_byte;
    std::array<Time, 2> free{};

    Time arrival(std::size_t direction, std::size_t bytes, Time now) {
        Time& free_at = free[direction];
        const auto taken =
            static_cast<Nanoseconds::rep>(nanoseconds_per_byte * static_cast<double>(bytes));
        free_at = std::max(free_at, now) + Nanoseconds(taken);
        return free_at + half;
    }
};

struct Pair;

/// One socket of a pair, and what is on its way to it.
struct End {
    struct Chunk {
        Time due;
        std::string bytes;
    };

    Descriptor socket;
    Pair* pair = nullptr;
    std::size_t side = 0;  ///< 0: the client's
    std::deque<Chunk> coming;
    std::size_t queued = 0;
    std::size_t sent = 0;  ///< of the first chunk
    bool reads = true;     ///< nothing said yet that no more will come from here
    bool blocked = false;  ///< its buffer is full
    bool closes = false;   ///< once `coming` is empty nothing will follow
    std::uint32_t watched = 0;
};

struct Pair {
    std::array<End, 2> ends;
    bool fresh = true;
    bool broken = false;
    std::list<std::unique_ptr<Pair>>::iterator self;
};

class Proxy {
  public:
    Proxy(std::uint16_t target, Link link)
        : target_(target),
          link_(link),
          listener_(listen_on(0)),
          epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {
        watch(epoll_, listener_.get(), EPOLLIN, &listener_);
        watch(epoll_, STDIN_FILENO, EPOLLIN, nullptr);
    }

    std::uint16_t port() const { return port_of(listener_); }

    /// Until standard input ends.
    void run() {
        std::array<epoll_event, 64> events{};
        for (;;) {
            const auto wait = next_due();
            const int count = epoll_pwait2(
                epoll_.get(), events.data(), static_cast<int>(events.size()), wait.get(), nullptr);
            for (int i = 0; i < count; ++i) {
                const epoll_event& event = events[static_cast<std::size_t>(i)];
                if (event.data.ptr == nullptr) {
                    char byte = 0;
                    if (read(STDIN_FILENO, &byte, 1) <= 0) return;
                } else if (event.data.ptr == &listener_) {
                    accept_all();
                } else {
                    handle(*static_cast<End*>(event.data.ptr), event.events);
                }
            }
            deliver();
        }
    }

  private:
    /// How long nothing is due; nullptr for ever.
    std::unique_ptr<timespec> next_due() const {
        Time due = Time::max();
        for (const auto& pair : pairs_) {
            for (const End& end : pair->ends) {
                if (!end.blocked && !end.coming.empty()) due = std::min(due, end.coming[0].due);
            }
        }
        if (due == Time::max()) return nullptr;
        const auto left = std::max(Nanoseconds(0), Nanoseconds(due - Clock::now())).count();
        return std::make_unique<timespec>(timespec{left / 1'000'000'000, left % 1'000'000'000});
    }

    void accept_all() {
        while (Descriptor client = accept_from(listener_)) {
            pairs_.push_front(std::make_unique<Pair>());
            Pair& pair = *pairs_.front();
            pair.self = pairs_.begin();
            pair.ends[0].socket = std::move(client);
            pair.ends[1].socket = connect_to(target_);
            for (std::size_t side = 0; side < 2; ++side) {
                End& end = pair.ends[side];
                end.pair = &pair;
                end.side = side;
                end.watched = EPOLLIN;
                watch(epoll_, end.socket.get(), EPOLLIN, &end);
            }
        }
    }

    static End& other(const End& end) { return end.pair->ends[1 - end.side]; }

    void handle(End& end, std::uint32_t events) {
        if ((events & EPOLLOUT) != 0) end.blocked = false;
        if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && end.reads) take(end);
    }

    /// Reads what came from one end and puts it on its way to the other.
    void take(End& end) {
        static std::array<char, 65536> buffer;
        End& to = other(end);
        const ssize_t count = recv(end.socket.get(), buffer.data(), buffer.size(), 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count <= 0) {
            end.reads = false;
            to.closes = true;
            return;
        }
        const auto bytes = static_cast<std::size_t>(count);
        Time due = link_.arrival(end.side, bytes, Clock::now());
        if (end.side == 0 && std::exchange(end.pair->fresh, false)) due += 2 * link_.half;
        // What follows does not overtake the first bytes.
        if (!to.coming.empty()) due = std::max(due, to.coming.back().due);
        to.coming.push_back({due, std::string(buffer.data(), bytes)});
        to.queued += bytes;
    }

    /// Hands over what is due, and forgets pairs that have ended.
    void deliver() {
        const Time now = Clock::now();
        for (auto it = pairs_.begin(); it != pairs_.end();) {
            Pair& pair = **it;
            ++it;
            for (End& end : pair.ends) send_due(end, now);
            const bool over = !pair.ends[0].reads && !pair.ends[1].reads &&
                              pair.ends[0].coming.empty() && pair.ends[1].coming.empty();
            if (pair.broken || over) {
                pairs_.erase(pair.self);
                continue;
            }
            for (End& end : pair.ends) set_watch(end);
        }
    }

    static void send_due(End& end, Time now) {
        while (!end.blocked && !end.coming.empty() && end.coming.front().due <= now) {
            const std::string& bytes = end.coming.front().bytes;
            const ssize_t count = send(
                end.socket.get(), bytes.data() + end.sent, bytes.size() - end.sent, MSG_NOSIGNAL);
            if (count < 0 && (errno == EAGAIN || errno == ENOTCONN)) {
                end.blocked = true;
                return;
            }
            if (count < 0) {
                end.pair->broken = true;
                return;
            }
            end.sent += static_cast<std::size_t>(count);
            end.queued -= static_cast<std::size_t>(count);
            if (end.sent == bytes.size()) {
                end.coming.pop_front();
                end.sent = 0;
            }
        }
        if (end.closes && end.coming.empty()) {
            shutdown(end.socket.get(), SHUT_WR);
            end.closes = false;
        }
    }

    /// A socket of which nothing is wanted is not watched: that it was hung up would be told again
    /// and again.
    void set_watch(End& end) const {
        const bool may_read = end.reads && other(end).queued < kMostQueued;
        const std::uint32_t wanted = (may_read ? EPOLLIN : 0U) | (end.blocked ? EPOLLOUT : 0U);
        if (wanted == end.watched) return;
        if (wanted == 0) {
            checked(epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, end.socket.get(), nullptr), "epoll_ctl");
        } else if (end.watched == 0) {
            watch(epoll_, end.socket.get(), wanted, &end);
        } else {
            watch_again(epoll_, end.socket.get(), wanted, &end);
        }
        end.watched = wanted;
    }

    std::uint16_t target_;
    Link link_;
    Descriptor listener_;
    Descriptor epoll_;
    std::list<std::unique_ptr<Pair>> pairs_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 4) {
        std::fprintf(stderr, "usage: bench_proxy PORT RTT_MS [BITS_PER_S]\n");
        return 2;
    }
    try {
        const double rtt = std::strtod(argv[2], nullptr);
        const double rate = argc == 4 ? std::strtod(argv[3], nullptr) : 0;
        Link link;
        link.half = Nanoseconds(static_cast<Nanoseconds::rep>(rtt * 1e6 / 2));
        link.nanoseconds_per_byte = rate > 0 ? 8e9 / rate : 0;
        // Waits end when they are due, not up to 50 microseconds later.
        prctl(PR_SET_TIMERSLACK, 1);
        Proxy proxy(static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10)), link);
        std::printf("LISTENING %u\n", proxy.port());
        std::fflush(stdout);
        proxy.run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_proxy: %s\n", error.what());
        return 1;
    }
}
