#pragma once

#include <syncline/transport.hpp>

#include <cstdint>
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
    /// protocol carries it. `secrets`: what must not be seen beside the token if the service
    /// repeats it in a refusal, which is shown and kept.
    AuthTransport(Transport& inner,
                  std::function<std::string()> fetch,
                  std::string header,
                  std::string prefix,
                  std::vector<std::string> secrets = {});

    /// From now on the token goes this way.
    void carry(std::string header, std::string prefix) {
        header_ = std::move(header);
        prefix_ = std::move(prefix);
    }

    std::uint64_t start(Request request) override;
    std::optional<Finished> wait(Ticks until) override;
    void cancel_all() override { inner_.cancel_all(); }

  private:
    struct Flight {
        Request request;
        std::string token;  ///< that it went with
        std::uint64_t ticket = 0;
    };

    void send(Flight flight);
    bool has_newer_token(const Flight& flight);
    void hide_secrets(const Flight& flight, Response& response) const;

    Transport& inner_;
    std::function<std::string()> fetch_;
    std::string header_;
    std::string prefix_;
    std::string token_;
    std::vector<std::string> secrets_;
    bool fetched_again_ = false;
    std::uint64_t last_ticket_ = 0;
    std::unordered_map<std::uint64_t, Flight> flights_;  ///< by the inner ticket
};

}  // namespace syncline::remote
