#pragma once

#include "remote/secrets.hpp"

#include <syncline/environment.hpp>
#include <syncline/transport.hpp>
#include <syncline/watch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace syncline::remote {

/// Tells who watches of each request that leaves and of what came back.
class WatchedTransport : public Transport {
  public:
    /// `given`: the headers that the user added.
    WatchedTransport(Transport& inner,
                     const Watch& watch,
                     const Environment& environment,
                     const Headers& given);

    /// Whether this is worth having: somebody wants to hear what it says.
    static bool is_wanted(const Watch& watch);

    std::uint64_t start(Request request) override;
    std::optional<Finished> wait(Ticks until) override;
    void cancel_all() override { inner_.cancel_all(); }

  private:
    struct Flight {
        std::string line;  ///< "GET URL"
        std::string method;
        std::string url;
        std::uint64_t number = 0;
        Ticks started{0};
    };

    void say_sent(const Request& request, const Flight& flight) const;
    void say_answered(const Response& response, const Flight& flight) const;
    void say_failed(const NoAnswer& failure, const Flight& flight) const;
    void trace(const char* what,
               const Flight& flight,
               Members fields,
               const Headers& headers,
               const std::string& body) const;

    Transport& inner_;
    const Watch& watch_;
    const Environment& environment_;
    Secrets secrets_;
    std::uint64_t last_number_ = 0;
    std::unordered_map<std::uint64_t, Flight> flights_;
};

}  // namespace syncline::remote
