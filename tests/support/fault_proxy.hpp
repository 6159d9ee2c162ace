#pragma once

#include "support/descriptor.hpp"
#include "support/http.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <limits>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace syncline::tests {

struct Message;
class SocketStream;

/// A request that came to the proxy.
struct SeenRequest {
    std::size_t number = 0;  ///< 1 for the first that came
    std::string method;
    std::string target;  ///< path and query, as sent
    Headers headers;
    std::string body;
    int status = 0;         ///< of the answer that the client was given; 0: none, or not yet
    int server_status = 0;  ///< of the server's own answer, whatever became of it; 0: none
};

constexpr std::size_t kAlways = std::numeric_limits<std::size_t>::max();

/// Which requests a fault is for. Empty members match all.
struct Match {
    std::string method = {};
    std::string target = {};  ///< a part of path and query
    std::function<bool(const SeenRequest&)> where = {};
    std::size_t first = 1;  ///< the first of the matching requests that the fault is for, from 1
    std::size_t count = 1;  ///< for how many of them; kAlways: all from there on
};

/// What is done to a request. Made by the functions below.
struct Fault {
    enum class Kind { none, cut_before_server, drop_answer, cut_body, answer };

    Kind kind = Kind::none;
    bool reset = false;                  ///< a cut is a TCP reset, not an orderly end
    std::size_t bytes = 0;               ///< cut_body: how much of the body passes
    int status = 0;                      ///< answer
    Headers headers = {};                ///< answer
    std::string body = {};               ///< answer
    std::chrono::milliseconds delay{0};  ///< before the request goes on
    std::function<void(const SeenRequest&)> before = {};    ///< before the request goes on
    std::function<void(const SeenRequest&)> answered = {};  ///< before the answer goes back
    std::function<void()> cut = {};  ///< cut_body: after the part that passes
};

/// The connection ends; the server never sees the request.
Fault cut_before_server();
/// The server carries the request out; then the connection ends without an answer.
Fault drop_answer();
/// The answer's head and the first `bytes` of its body pass; then `hook` is called, and the
/// connection ends.
Fault cut_body(std::size_t bytes, std::function<void()> hook = {});
/// The proxy answers itself; the server never sees the request.
Fault answer_with(int status, std::string body = {}, Headers headers = {});
Fault delay_by(std::chrono::milliseconds time);
/// Calls `hook` before the request goes to the server, or after the server has carried it out and
/// before the client is told. It runs in the connection's thread and may use the proxy.
Fault call_before(std::function<void(const SeenRequest&)> hook);
Fault call_after(std::function<void(const SeenRequest&)> hook);

/// An HTTP/1.1 proxy on a free loopback port that forwards all it gets to one server, except
/// where it was told to do harm. Any number of connections; its functions may be called from any
/// thread. The destructor ends all connections.
class FaultProxy {
  public:
    /// `server_url` is http://127.0.0.1:PORT, perhaps followed by a path, which is ignored.
    explicit FaultProxy(const std::string& server_url);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    /// Such as http://127.0.0.1:8080.
    const std::string& url() const { return url_; }

    /// All faults whose match takes a request act on it: every delay and hook in the order of
    /// these calls, and the first other kind.
    void on(Match match, Fault fault);
    void clear_faults();

    /// From now on each request takes this long at least, and a new connection as long again.
    void set_round_trip(std::chrono::milliseconds time);

    /// Refuses and cuts connections until go_online().
    void go_offline();
    void go_online();

    /// The requests that came so far, in order.
    std::vector<SeenRequest> requests() const;
    void forget_requests();

    /// True once `count` requests came; false when the time is up.
    bool wait_for_requests(std::size_t count,
                           std::chrono::milliseconds timeout = std::chrono::seconds(60)) const;

    /// Waits until all clients that connected so far have gone and what they asked for is carried
    /// out. Nothing that a client left behind when it died comes later.
    void wait_until_left();

  private:
    struct Rule {
        Match match;
        Fault fault;
        std::size_t matched = 0;
    };
    struct Connection {
        Descriptor client;
        Descriptor server;
        std::thread thread;
        bool done = false;
    };
    enum class Next { keep, end, reset };

    void accept_all(int listener);
    void join_finished();
    void serve(Connection& connection);
    void finish(Connection& connection, bool reset);
    Next handle(Connection& connection, SocketStream& client, const Message& request);
    SeenRequest record(const Message& request, std::vector<Fault>& faults);
    void note(std::size_t number, int SeenRequest::*status, int value);
    std::optional<Message> ask_server(Connection& connection,
                                      const Message& request,
                                      const std::string& method);
    Next reply(SocketStream& client,
               const Message& answer,
               std::size_t number,
               const Fault& decided);
    std::chrono::milliseconds round_trip() const;
    void pause(std::chrono::milliseconds time);

    int server_port_;
    int port_ = 0;
    std::string url_;

    std::mutex switching_;  // guards listener_ and acceptor_
    Descriptor listener_;
    std::thread acceptor_;

    mutable std::mutex mutex_;  // guards all below
    mutable std::condition_variable changed_;
    std::vector<Rule> rules_;
    std::vector<SeenRequest> seen_;
    std::chrono::milliseconds round_trip_{0};
    std::list<Connection> connections_;
    std::size_t last_number_ = 0;
    bool stopping_ = false;
};

}  // namespace syncline::tests
