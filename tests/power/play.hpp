#pragma once

#include "power/scene.hpp"

namespace syncline::power {

/// Plays a journey with the fault at each of its calls in turn, once and for ever; each time with
/// every end that the process can come to: it goes on, another one starts, the power fails. Then
/// the store must open and be sound, keep what was promised, and come to the journey's end.
///
/// Where there are more plays than these (fewer under a sanitizer), so many of them are chosen,
/// always the same ones; SYNCLINE_TEST_EVERY_CALL in the environment has all of them played,
/// SYNCLINE_TEST_PLAY one by its number. What was played is said on standard output.
void at_every_call(const Journey& journey, Fault::Kind kind);

#ifdef SYNCLINE_SANITIZED
constexpr std::size_t kMostWithoutPower = 10;
constexpr std::size_t kMost = 4;  ///< of another fault
#else
constexpr std::size_t kMostWithoutPower = 40;
constexpr std::size_t kMost = 16;  ///< of another fault
#endif

}  // namespace syncline::power
