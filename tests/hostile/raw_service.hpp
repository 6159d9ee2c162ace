#pragma once

#include "support/http_wire.hpp"
#include "support/socket_server.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::tests {

/// The other end of a connection, to be told anything.
class Victim {
  public:
    explicit Victim(int socket) : socket_(socket), stream_(socket) {}

    SocketStream& stream() { return stream_; }
    /// False once the victim is gone.
    bool send(std::string_view text) { return stream_.write(text); }
    /// Sends `piece` until the victim has had enough. False if it took all of `most` bytes.
    bool send_forever(std::string_view piece, std::uint64_t most);
    /// Sends one byte after the other with a pause before each, until the victim is gone.
    void drip(std::string_view text, std::chrono::milliseconds pause);
    /// Waits until the victim is gone.
    void wait_for_end();

  private:
    bool is_gone_within(std::chrono::milliseconds time);

    int socket_;
    SocketStream stream_;
};

/// A service on a free loopback port that says what it likes, byte by byte. Each connection has a
/// thread of its own.
class RawService {
  public:
    /// Called for each request; false ends the connection.
    using Answer = std::function<bool(const Message& request, Victim& victim)>;

    explicit RawService(Answer answer);

    std::string url() const { return server_.url(); }

    /// `GET /tables/todoitem?…` of each request that came, in order.
    std::vector<std::string> heard() const;

  private:
    void serve(int socket);

    Answer answer_;
    mutable std::mutex mutex_;  // guards the one below
    std::vector<std::string> heard_;
    SocketServer server_;
};

/// A whole answer of JSON.
std::string answer_of(const std::string& body, int status = 200, const std::string& headers = {});

/// A service that gives this same answer to everything.
RawService::Answer always(std::string answer);

}  // namespace syncline::tests
