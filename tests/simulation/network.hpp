#pragma once

#include "simulation/history.hpp"
#include "simulation/random.hpp"

#include <syncline/transport.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace syncline::simulation {

struct World;

/// How the network is while an act is played.
struct Weather {
    Random random{0};
    int faults = 0;  ///< in a hundred requests
};

/// What one request goes through.
struct Fate {
    enum class Kind : std::uint8_t {
        arrives,
        lost_before,  ///< nothing arrives, nothing comes back
        lost_after,   ///< it is acted on, nothing comes back
        twice,        ///< it arrives a second time later
        late,         ///< a write is stamped when it arrives and committed later
        instead,      ///< something else answers, and nothing is done
        after,        ///< it is acted on, and something else answers
        cut,          ///< it is acted on; the body ends in its middle
    };
    Kind kind = Kind::arrives;
    Ticks up{0};     ///< until it arrives
    Ticks later{0};  ///< from then to the second arrival, or to the commit
    Ticks down{0};   ///< until the answer is back
    Response response{};
};

/// Draws the fate of a request.
Fate draw_fate(Weather& weather, const Request& request, bool keeps_deleted);
std::string text_of(const Fate& fate);

/// One run's way to the service. Requests and answers overtake each other.
class Network : public Transport {
  public:
    /// `before_step` is called before each step of the process, and may throw Killed.
    Network(World& world, Author author, Weather& weather, std::function<void()> before_step);
    ~Network() override;

    std::uint64_t start(Request request) override;
    std::optional<Finished> wait(Ticks until) override;
    void cancel_all() override;

  private:
    struct Line;  ///< what outlives the process: requests that are on their way
    static void deliver(const std::shared_ptr<Line>& line,
                        std::uint64_t ticket,
                        const Request& request,
                        const Fate& fate);
    static void give_later(const std::shared_ptr<Line>& line,
                           std::uint64_t ticket,
                           Ticks down,
                           std::optional<Response> response);

    World& world_;
    Weather& weather_;
    std::function<void()> before_step_;
    std::shared_ptr<Line> line_;
    std::uint64_t last_ticket_ = 0;
};

}  // namespace syncline::simulation
