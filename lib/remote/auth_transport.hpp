#pragma once

#include <syncline/transport.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace syncline::remote {

/// Makes this the one header of its name.
void set_header(Headers& headers, std::string name, std::string value);

/// Adds the user's token to each request. On the first 401 the token is fetched once more (a file
/// or a command may have a newer one by now), and the request goes again with it.
class AuthTransport : public Transport {
  public:
    /// `fetch` reads the token; an empty one adds no header. `header` and `prefix` are how the
    /// protocol carries it. `given`: the headers that the user added, which must not be seen
    /// either if the service repeats them in a refusal: that is shown and kept.
    AuthTransport(Transport& inner,
                  std::function<std::string()> fetch,
                  std::string header,
                  std::string prefix,
                  Headers given = {});

    /// From now on the token goes this way.
    void carry(std::string header, std::string prefix) {
        header_ = std::move(header);
        prefix_ = std::move(prefix);
    }

    std::uint64_t start(Request request) override;
    std::optional<Finished> wait(Ticks until) override;
    void cancel_all() override;

    /// A request that has finished by `now`. Never fetches a token, which may take long: what was
    /// refused for want of one is kept for `wait`.
    std::optional<Finished> poll(Ticks now);

  private:
    struct Flight {
        Request request;
        std::string token;  ///< that it went with
        std::uint64_t ticket = 0;
    };

    void send(Flight flight);
    bool has_newer_token(const Flight& flight);
    Finished arrived(Finished finished);
    void hide_secrets(Response& response, const std::string& token) const;

    Transport& inner_;
    std::function<std::string()> fetch_;
    std::string header_;
    std::string prefix_;
    std::string token_;
    Headers given_;
    bool fetched_again_ = false;
    std::uint64_t last_ticket_ = 0;
    std::unordered_map<std::uint64_t, Flight> flights_;  ///< by the inner ticket
    std::deque<Finished> refused_;                       ///< kept for wait
};

}  // namespace syncline::remote
