#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace syncline::server {

/// One accepted connection, buffered both ways. It takes the target out of each request line and
/// leaves `/` there: the HTTP library would cut long ones off, and decode them where `%2F` in an id
/// must not become a slash.
class Connection {
  public:
    /// Owns the socket. `stop` is readable when the server is to end.
    Connection(int socket, int stop) : socket_(socket), stop_(stop) {}
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    enum class Start {
        request,   ///< a request line is there to be read
        ended,     ///< closed, idle for too long, or the server stops
        too_long,  ///< a request line over 16 KB, the real server's limit
    };
    Start next_request(std::chrono::milliseconds longest_idle);

    const std::string& target() const { return target_; }

    /// As read(2): 0 at the end, negative if nothing came in time.
    ssize_t read(char* data, std::size_t size);

    /// Keeps the bytes for flush(); never fails before that.
    void write(std::string_view bytes) { out_ += bytes; }

    /// Sends what was written. False if the other side is gone.
    bool flush();

    /// Ends the connection without sending what was written.
    void drop() { dropped_ = true; }

    /// Ends the connection after the next flush.
    void close_afterwards() { last_ = true; }

    bool is_over() const { return dropped_ || last_; }
    int socket() const { return socket_; }

  private:
    bool fill(std::chrono::milliseconds timeout, bool stop_ends);
    void take_target(std::size_t line_end);

    int socket_;
    int stop_;
    std::string in_;
    std::size_t at_ = 0;  ///< what of `in_` was read
    std::string out_;
    std::string target_;
    bool dropped_ = false;
    bool last_ = false;
};

}  // namespace syncline::server
