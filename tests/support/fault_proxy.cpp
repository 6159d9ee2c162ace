#include "support/fault_proxy.hpp"

#include "support/http_wire.hpp"
#include "support/loopback.hpp"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace syncline::tests {
namespace {

int port_in(const std::string& url) {
    const std::string scheme = "http://127.0.0.1:";
    if (url.compare(0, scheme.size(), scheme) != 0) {
        throw std::invalid_argument("the proxy needs a URL that begins with " + scheme);
    }
    return std::stoi(url.substr(scheme.size()));
}

bool takes(const Match& match, const SeenRequest& request) {
    return (match.method.empty() || match.method == request.method) &&
           request.target.find(match.target) != std::string::npos &&
           (!match.where || match.where(request));
}

// The first fault that decides the request's fate; the others only delay and call.
const Fault& fate(const std::vector<Fault>& faults) {
    static const Fault kNone{};
    const auto found = std::find_if(faults.begin(), faults.end(), [](const Fault& fault) {
        return fault.kind != Fault::Kind::none;
    });
    return found == faults.end() ? kNone : *found;
}

Message answer_of(const Fault& fault) {
    Message answer;
    answer.start_line = "HTTP/1.1 " + std::to_string(fault.status) + " Answered-By-Proxy";
    answer.fields.assign(fault.headers.begin(), fault.headers.end());
    if (fault.status != 204 && fault.status != 304) {
        answer.fields.emplace_back("content-length", std::to_string(fault.body.size()));
        answer.raw_body = fault.body;
    }
    return answer;
}

}  // namespace

FaultProxy::FaultProxy(const std::string& server_url) : server_port_(port_in(server_url)) {
    listener_ = bind_to_loopback(0);
    port_ = port_of(listener_);
    url_ = "http://127.0.0.1:" + std::to_string(port_);
    go_online();
}

FaultProxy::~FaultProxy() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    go_offline();
    for (Connection& connection : connections_) {
        connection.thread.join();
    }
}

void FaultProxy::on(Match match, Fault fault) {
    const std::lock_guard lock(mutex_);
    rules_.push_back(Rule{std::move(match), std::move(fault)});
}

void FaultProxy::clear_faults() {
    const std::lock_guard lock(mutex_);
    rules_.clear();
}

void FaultProxy::set_round_trip(std::chrono::milliseconds time) {
    const std::lock_guard lock(mutex_);
    round_trip_ = time;
}

void FaultProxy::go_offline() {
    const std::lock_guard switching(switching_);
    if (!acceptor_.joinable()) {
        return;
    }
    shutdown(listener_.get(), SHUT_RDWR);  // ends the accept
    acceptor_.join();
    listener_.close();
    const std::lock_guard lock(mutex_);
    for (const Connection& connection : connections_) {
        shutdown(connection.client.get(), SHUT_RDWR);
        shutdown(connection.server.get(), SHUT_RDWR);
    }
    if (!stopping_) {
        listener_ = bind_to_loopback(port_);  // keeps the port, and refuses
    }
}

void FaultProxy::go_online() {
    const std::lock_guard switching(switching_);
    if (acceptor_.joinable()) {
        return;
    }
    checked(listen(listener_.get(), SOMAXCONN), "listen");
    acceptor_ = std::thread(&FaultProxy::accept_all, this, listener_.get());
}

std::vector<SeenRequest> FaultProxy::requests() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

void FaultProxy::forget_requests() {
    const std::lock_guard lock(mutex_);
    seen_.clear();
}

bool FaultProxy::wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, timeout, [&] { return seen_.size() >= count; });
}

// What connects last is accepted last.
void FaultProxy::wait_until_left() {
    const Descriptor last = connect_to_loopback(port_);
    shutdown(last.get(), SHUT_WR);
    char ignored = 0;
    static_cast<void>(!read(last.get(), &ignored, 1));
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
        return std::all_of(connections_.begin(), connections_.end(), [](const Connection& each) {
            return each.done;
        });
    });
}

void FaultProxy::accept_all(int listener) {
    while (true) {
        Descriptor client(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
        if (!client && (errno == EINTR || errno == ECONNABORTED)) {
            continue;
        }
        if (!client) {
            return;
        }
        const int on = 1;
        setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::lock_guard lock(mutex_);
        join_finished();
        Connection& connection = connections_.emplace_back();
        connection.client = std::move(client);
        connection.thread = std::thread(&FaultProxy::serve, this, std::ref(connection));
    }
}

void FaultProxy::join_finished() {
    connections_.remove_if([](Connection& connection) {
        if (connection.done) {
            connection.thread.join();
        }
        return connection.done;
    });
}

void FaultProxy::serve(Connection& connection) {
    SocketStream client(connection.client.get());
    Next next = Next::keep;
    bool greeted = false;
    while (next == Next::keep) {
        const auto request = read_request(client);
        if (!request) {
            break;
        }
        if (!std::exchange(greeted, true)) {
            pause(round_trip());  // what opening the connection would have cost
        }
        next = handle(connection, client, *request);
    }
    finish(connection, next == Next::reset);
}

// Closing, not only shutting down, lets the client see the end and a reset as such.
void FaultProxy::finish(Connection& connection, bool reset) {
    const std::lock_guard lock(mutex_);
    if (reset) {
        const linger at_once = {1, 0};
        setsockopt(connection.client.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    connection.client.close();
    connection.server.close();
    connection.done = true;
    changed_.notify_all();
}

FaultProxy::Next FaultProxy::handle(Connection& connection,
                                    SocketStream& client,
                                    const Message& request) {
    std::vector<Fault> faults;
    const SeenRequest seen = record(request, faults);
    for (const Fault& fault : faults) {
        pause(fault.delay);
        if (fault.before) {
            fault.before(seen);
        }
    }
    pause(round_trip());
    const Fault& decided = fate(faults);
    const Next cut = decided.reset ? Next::reset : Next::end;
    if (decided.kind == Fault::Kind::cut_before_server) {
        return cut;
    }
    if (decided.kind == Fault::Kind::answer) {
        return reply(client, answer_of(decided), seen.number, decided);
    }
    const auto answer = ask_server(connection, request, seen.method);
    if (!answer) {
        return Next::end;
    }
    note(seen.number, &SeenRequest::server_status, answer->status());
    for (const Fault& fault : faults) {
        if (fault.answered) {
            fault.answered(seen);
        }
    }
    if (decided.kind == Fault::Kind::drop_answer) {
        return cut;
    }
    const Next next = reply(client, *answer, seen.number, decided);
    return next == Next::keep && request.ends_connection ? Next::end : next;
}

SeenRequest FaultProxy::record(const Message& request, std::vector<Fault>& faults) {
    const std::lock_guard lock(mutex_);
    SeenRequest seen{.number = ++last_number_,
                     .method = request.word(0),
                     .target = request.word(1),
                     .headers = request.headers,
                     .body = request.body};
    for (Rule& rule : rules_) {
        if (takes(rule.match, seen) && ++rule.matched >= rule.match.first &&
            rule.matched - rule.match.first < rule.match.count) {
            faults.push_back(rule.fault);
        }
    }
    seen_.push_back(seen);
    changed_.notify_all();
    return seen;
}

void FaultProxy::note(std::size_t number, int SeenRequest::*status, int value) {
    const std::lock_guard lock(mutex_);
    const auto seen =
        std::find_if(seen_.rbegin(), seen_.rend(), [number](const SeenRequest& request) {
            return request.number == number;
        });
    if (seen != seen_.rend()) {
        (*seen).*status = value;
    }
}

std::optional<Message> FaultProxy::ask_server(Connection& connection,
                                              const Message& request,
                                              const std::string& method) {
    if (!connection.server || SocketStream(connection.server.get()).is_stale()) {
        Descriptor fresh = connect_to_loopback(server_port_);
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            return std::nullopt;
        }
        connection.server = std::move(fresh);
    }
    SocketStream server(connection.server.get());
    if (!connection.server || !server.write(request.head() + request.raw_body)) {
        return std::nullopt;
    }
    return read_response(server, method);
}

FaultProxy::Next FaultProxy::reply(SocketStream& client,
                                   const Message& answer,
                                   std::size_t number,
                                   const Fault& decided) {
    note(number, &SeenRequest::status, answer.status());
    if (decided.kind == Fault::Kind::cut_body) {
        client.write(answer.head() + answer.raw_body.substr(0, decided.bytes));
        if (decided.cut) {
            decided.cut();
        }
        return decided.reset ? Next::reset : Next::end;
    }
    const bool sent = client.write(answer.head() + answer.raw_body);
    return sent && !answer.ends_connection ? Next::keep : Next::end;
}

std::chrono::milliseconds FaultProxy::round_trip() const {
    const std::lock_guard lock(mutex_);
    return round_trip_;
}

void FaultProxy::pause(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this] { return stopping_; });
}

// --- faults ---

Fault cut_before_server() {
    return Fault{.kind = Fault::Kind::cut_before_server};
}

Fault drop_answer() {
    return Fault{.kind = Fault::Kind::drop_answer};
}

Fault cut_body(std::size_t bytes, std::function<void()> hook) {
    return Fault{.kind = Fault::Kind::cut_body, .bytes = bytes, .cut = std::move(hook)};
}

Fault answer_with(int status, std::string body, Headers headers) {
    return Fault{.kind = Fault::Kind::answer,
                 .status = status,
                 .headers = std::move(headers),
                 .body = std::move(body)};
}

Fault delay_by(std::chrono::milliseconds time) {
    return Fault{.delay = time};
}

Fault call_before(std::function<void(const SeenRequest&)> hook) {
    return Fault{.before = std::move(hook)};
}

Fault call_after(std::function<void(const SeenRequest&)> hook) {
    return Fault{.answered = std::move(hook)};
}

}  // namespace syncline::tests
