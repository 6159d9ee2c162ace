#include "serve/server.hpp"

#include "serve/answers.hpp"
#include "serve/connection.hpp"
#include "serve/http_date.hpp"
#include "serve/workers.hpp"

#include <syncline/errors.hpp>

#include <httplib.h>

#include <netinet/tcp.h>
#include <thread>

namespace syncline::server {

namespace {

constexpr std::chrono::seconds kLongestIdle{60};
constexpr std::size_t kMostConnections = 512;
constexpr const char* kHost = "127.0.0.1";

/// The connection that this thread answers, for the handlers of the HTTP library.
thread_local Connection* current = nullptr;

/// Whether its request got so far that the service answered it.
thread_local bool answered = false;

class Stream : public httplib::Stream {
  public:
    explicit Stream(Connection& connection) : connection_(connection) {}

    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }
    ssize_t read(char* data, std::size_t size) override { return connection_.read(data, size); }
    ssize_t write(const char* data, std::size_t size) override {
        connection_.write({data, size});
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        ip = kHost;
        port = 0;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        ip = kHost;
        port = 0;
    }
    socket_t socket() const override { return connection_.socket(); }

  private:
    Connection& connection_;
};

class TaskQueue : public httplib::TaskQueue {
  public:
    void enqueue(std::function<void()> job) override { workers_.add(std::move(job)); }
    void shutdown() override { workers_.finish(); }

  private:
    Workers workers_{kMostConnections};
};

std::string now_as_http_date() {
    return write_http_date(
        std::chrono::duration_cast<Timestamp>(std::chrono::system_clock::now().time_since_epoch()));
}

void write_answer(const Answer& answer, httplib::Response& out) {
    out.status = answer.status;
    if (!answer.content_type.empty()) out.set_content(answer.body, answer.content_type);
    for (const Header& header : answer.headers) out.set_header(header.name, header.value);
}

/// What the HTTP library itself refuses.
void write_refusal(const httplib::Request& /*request*/, httplib::Response& out) {
    if (answered || !out.body.empty()) return;
    if (out.status == 413) {
        write_answer(error_answer(400, "request entity too large"), out);
    } else if (out.status == 400) {
        current->close_afterwards();  // who knows where the next request would begin
    }
}

/// Answers a request as it came, beside what the library would make of it.
void prepare(httplib::Request& request) {
    answered = false;
    request.ranges.clear();
    request.headers.erase("Accept-Encoding");  // the real server never compresses
    if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
        request.set_header("Content-Length", "0");
    }
}

}  // namespace

class Server::Listener : public httplib::Server {
  public:
    Listener(Service& service, Stop& stop);
    ~Listener() override;

    void start(std::uint16_t wanted_port);
    std::uint16_t port() const { return port_; }

  private:
    void handle(const httplib::Request& in, httplib::Response& out);
    bool process_and_close_socket(socket_t socket) override;

    Service& service_;
    Stop& stop_;
    std::uint16_t port_ = 0;
    std::thread accepting_;
};

Server::Listener::Listener(Service& service, Stop& stop) : service_(service), stop_(stop) {
    const Handler handler = [this](const httplib::Request& in, httplib::Response& out) {
        handle(in, out);
    };
    Get("/", handler).Post("/", handler).Patch("/", handler).Delete("/", handler);
    Put("/", handler).Options("/", handler);
    set_error_handler(Handler(write_refusal));
    set_post_routing_handler([](const httplib::Request&, httplib::Response& out) {
        out.set_header("Date", now_as_http_date());
    });
    set_payload_max_length(kLargestBody);
    set_keep_alive_timeout(kLongestIdle.count());
    set_keep_alive_max_count(1'000'000);
    // Without the library's SO_REUSEPORT: a second server on the same port is an error.
    set_socket_options([](socket_t socket) {
        const int yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    new_task_queue = [] { return new TaskQueue; };
}

Server::Listener::~Listener() {
    stop_.request();
    stop();
    if (accepting_.joinable()) accepting_.join();
}

void Server::Listener::start(std::uint16_t wanted_port) {
    int port = wanted_port;
    if (wanted_port == 0) {
        port = bind_to_any_port(kHost);
    } else if (!bind_to_port(kHost, wanted_port)) {
        port = -1;
    }
    if (port <= 0) {
        throw StoreError(Status::io,
                         "port " + std::to_string(wanted_port) + " cannot be listened on",
                         "another program may have it; --port 0 picks a free one");
    }
    ::listen(svr_sock_, SOMAXCONN);  // the library's own queue is five long
    port_ = static_cast<std::uint16_t>(port);
    accepting_ = std::thread([this] { listen_after_bind(); });
    while (!is_running()) std::this_thread::yield();  // before that, stop() would do nothing
}

void Server::Listener::handle(const httplib::Request& in, httplib::Response& out) {
    Request request{in.method, current->target(), {}, in.body};
    request.headers.reserve(in.headers.size());
    for (const auto& [name, value] : in.headers) request.headers.push_back({name, value});
    const Reply reply = service_.reply(request);
    answered = true;
    if (reply.drop) current->drop();
    write_answer(reply.answer, out);
}

bool Server::Listener::process_and_close_socket(socket_t socket) {
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    Connection connection(socket, stop_.descriptor());
    Stream stream(connection);
    current = &connection;
    bool closed = false;
    while (!closed && !connection.is_over()) {
        const Connection::Start start = connection.next_request(kLongestIdle);
        if (start == Connection::Start::ended) break;
        if (start == Connection::Start::too_long) {
            connection.write(
                "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n");
            connection.flush();
            break;
        }
        if (!process_request(stream, false, closed, prepare)) break;
        connection.flush();
    }
    current = nullptr;
    return true;
}

Server::Server(Service& service, Stop& stop, std::uint16_t port)
    : listener_(std::make_unique<Listener>(service, stop)) {
    listener_->start(port);
}

Server::~Server() = default;

std::uint16_t Server::port() const {
    return listener_->port();
}

}  // namespace syncline::server
