#pragma once

#include "replay/exchange.hpp"
#include "support/descriptor.hpp"
#include "support/http_wire.hpp"

#include <memory>
#include <string>
#include <vector>

namespace syncline::tests {

/// Sends requests as they are recorded, with no header but `Host` and `Content-Length` of its own,
/// over one connection as long as the server keeps it.
class Sender {
  public:
    /// `url`: `http://127.0.0.1:PORT`. Throws std::runtime_error for another one.
    explicit Sender(const std::string& url);

    const std::string& url() const { return url_; }

    /// Throws std::runtime_error if no answer comes.
    Reply send(const std::string& method,
               const std::string& path,
               const Headers& headers,
               const std::optional<std::string>& body);

  private:
    void connect();

    std::string url_;
    int port_ = 0;
    Descriptor socket_;
    std::unique_ptr<SocketStream> stream_;
};

/// An exchange that was played, and how its answer differed.
struct Played {
    Exchange exchange;
    std::vector<std::string> differences;

    bool agrees() const { return differences.empty(); }
    /// Scenario, step, name, request and the differences, on lines of their own.
    std::string described() const;
};

/// Plays one scenario's exchanges in their order.
std::vector<Played> play(const std::vector<Exchange>& scenario, Sender& sender);

}  // namespace syncline::tests
