#pragma once

#include <syncline/errors.hpp>
#include <syncline/export.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline {

/// A moment of the steady clock, in milliseconds from an arbitrary start.
using Ticks = std::chrono::milliseconds;

/// Header names are lower case on arrival and as written on departure.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;
    std::string url;
    Headers headers;
    std::string body;
    int attempt = 1;  ///< counts those of one request
};

struct Response {
    int status = 0;
    Headers headers;
    std::string body;

    /// The first header of this lower-case name, or empty.
    SYNCLINE_EXPORT std::string_view header(std::string_view name) const;
};

/// Why no answer came.
struct NoAnswer {
    enum class Reason : std::uint8_t {
        unreachable,  ///< name not resolved, refused, no route: nothing was sent; not retried
        lost,         ///< cut, reset or timed out: the server may have acted
        untrusted,    ///< TLS: the server's identity could not be verified
        no_identity,  ///< TLS: the server asks who we are; our certificate is missing or no good
        too_large,    ///< the answer is larger than the limit
        garbled,      ///< what came is no HTTP answer; the server may have acted
        bad_url,      ///< the URL cannot be used
        cancelled,    ///< `cancel_all` was called
    };
    Reason reason = Reason::lost;
    std::string message;  ///< one sentence with the host, without secrets
};

/// A request that has ended. `answer` holds a response unless `failure` does.
struct Finished {
    std::uint64_t ticket = 0;
    std::optional<Response> response;
    NoAnswer failure;  ///< meaningful only without `response`
};

/// The door to the network: start requests, then wait for whichever finishes next.
/// One thread. Implementations: curl_transport (real), fakes in tests.
class SYNCLINE_EXPORT Transport {
  public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport();

    /// Starts a request and returns its ticket; tickets are never reused. Does not block.
    virtual std::uint64_t start(Request request) = 0;

    /// The next finished request, or nothing once `until` has passed or the wait was interrupted
    /// (a signal arrived). Without a request in flight it waits for `until`.
    virtual std::optional<Finished> wait(Ticks until) = 0;

    /// Ends all requests in flight; each then finishes as `cancelled`.
    virtual void cancel_all() = 0;
};

}  // namespace syncline
