#pragma once

#include "sync/delivery.hpp"

#include <syncline/environment.hpp>

#include <cstdint>

namespace syncline::sync {

/// Why an operation is sent.
enum class Turn : std::uint8_t {
    first,
    confirm,   ///< it ended in a 500
    conclude,  ///< what left before must have been carried out by now
};

/// The first request of a delivery in this turn. An attempt of long ago is taken for carried out.
Next begin(Delivery& delivery, Turn turn, Timestamp now);

}  // namespace syncline::sync
