#include "real/weather.hpp"

#include <array>
#include <memory>
#include <random>

namespace syncline::tests {
namespace {

Fault reset_by(Fault fault) {
    fault.reset = true;
    return fault;
}

}  // namespace

void make_weather(FaultProxy& proxy, std::uint32_t seed, unsigned one_in) {
    constexpr std::size_t kCutAfter = 40;
    const std::array<Fault, 7> faults = {cut_before_server(),
                                         reset_by(cut_before_server()),
                                         drop_answer(),
                                         reset_by(drop_answer()),
                                         cut_body(kCutAfter),
                                         answer_with(503, "busy"),
                                         delay_by(std::chrono::milliseconds(20))};
    // One draw a request, by the first fault; the proxy asks them all in their order, one request
    // at a time.
    struct Draw {
        std::mt19937 random;
        std::size_t drawn = 0;
    };
    const auto draw = std::make_shared<Draw>(Draw{std::mt19937(seed)});
    for (std::size_t i = 0; i < faults.size(); ++i) {
        const auto strikes = [draw, i, among = faults.size() * one_in](const SeenRequest&) {
            if (i == 0) draw->drawn = draw->random() % among;
            return draw->drawn == i;
        };
        proxy.on({.where = strikes, .count = kAlways}, faults.at(i));
    }
}

}  // namespace syncline::tests
