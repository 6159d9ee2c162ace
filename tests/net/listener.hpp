#pragma once

#include "support/http.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace httplib {
class Server;
}

namespace syncline::tests {

/// What a service behind TLS shows, and what it asks for. Paths.
struct TlsSide {
    std::string certificate;
    std::string key;
    std::string client_authority = {};  ///< not empty: clients must have a certificate by it
};

/// A request that a Listener got.
struct Heard {
    std::string method;
    std::string target;
    Headers headers;

    /// The value of a header, or "(none)".
    std::string header(const std::string& lower_case_name) const;
};

/// A service on a free loopback port that notes what it is sent and does not do anything: each GET
/// finds an empty table, each POST is accepted, unless it is told to answer otherwise. Its
/// functions may be called from any thread.
class Listener {
  public:
    using Answer = std::function<HttpAnswer(const Heard&)>;

    /// Without encryption.
    Listener();
    explicit Listener(const TlsSide& side);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int port() const { return port_; }
    /// `https://localhost:8443`, or http.
    std::string url(const std::string& host = "127.0.0.1") const;

    void answer(Answer answer);
    std::vector<Heard> heard() const;

  private:
    void start();
    HttpAnswer take(Heard heard);

    std::unique_ptr<httplib::Server> server_;
    const char* scheme_;
    int port_ = 0;
    std::thread thread_;
    mutable std::mutex mutex_;  // guards all below
    Answer answer_;
    std::vector<Heard> heard_;
};

}  // namespace syncline::tests
