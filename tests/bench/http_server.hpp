#pragma once

#include "bench/sockets.hpp"

#include <cstdint>
#include <ctime>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace syncline::bench {

struct HttpRequest {
    std::string_view method;
    std::string_view target;
    std::string_view headers;  ///< the lines after the first
    std::string_view body;

    /// The value of a header; `name` in lower case. Empty if it is not there.
    std::string_view header(std::string_view name) const;
};

/// The body is in three parts, so that a page need not be copied: `slice` has to live on.
struct HttpAnswer {
    int status = 200;
    std::string headers;  ///< further ones, each ended by CR LF
    std::string before;
    std::string_view slice;
    std::string after;
};

/// An HTTP/1.1 server on one thread: many connections, kept alive, one request at a time on each.
class HttpServer {
  public:
    using Handler = std::function<HttpAnswer(const HttpRequest&)>;

    HttpServer(std::uint16_t port, Handler handler);

    std::uint16_t port() const { return port_of(listener_); }

    /// Serves until the process is ended. Throws std::system_error.
    [[noreturn]] void run();

  private:
    struct Connection {
        Descriptor socket;
        std::string input;
        std::string head;
        HttpAnswer answer;
        std::size_t sent = 0;
        bool writing = false;
        std::list<std::unique_ptr<Connection>>::iterator self;
    };

    void accept_all();
    /// False when the connection has ended.
    bool read_from(Connection& connection);
    bool answer_next(Connection& connection);
    bool write_to(Connection& connection);
    const std::string& date();

    Handler handler_;
    Descriptor listener_;
    Descriptor epoll_;
    std::list<std::unique_ptr<Connection>> connections_;
    std::time_t date_of_ = 0;
    std::string date_;
};

}  // namespace syncline::bench
