#include "sync/push_turn.hpp"

#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace syncline::sync {

namespace {

/// An attempt before that is over, whatever was done to the clocks since.
constexpr std::chrono::hours kLongAgo{24};

bool is_long_ago(const std::optional<std::string>& attempt, Timestamp now) {
    const auto then = attempt ? base::read_instant(*attempt) : std::nullopt;
    return then && now - Timestamp(then->milliseconds) > kLongAgo;
}

}  // namespace

Next begin(Delivery& delivery, Turn turn, Timestamp now) {
    const store::Operation& operation = delivery.operation();
    if (turn == Turn::confirm) {
        return delivery.confirm(
            {static_cast<int>(operation.status.value_or(0)), operation.message.value_or(""), true});
    }
    const bool settled = turn == Turn::conclude || is_long_ago(operation.last_attempt, now);
    return settled ? delivery.conclude() : delivery.begin();
}

}  // namespace syncline::sync
