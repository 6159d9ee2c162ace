#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace syncline::simulation {

/// Numbers that depend on nothing but a seed (SplitMix64), the same on every machine.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    /// A seed of its own for the part of this name.
    static std::uint64_t derive(std::uint64_t seed, std::string_view part) {
        for (const char c : part) seed = Random(seed ^ static_cast<unsigned char>(c)).next();
        return Random(seed).next();
    }

    std::uint64_t next() {
        std::uint64_t value = (state_ += 0x9E3779B97F4A7C15U);
        value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
        value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
        return value ^ (value >> 31U);
    }

    /// In [0, end); `end` is at least 1.
    std::uint64_t below(std::uint64_t end) { return next() % end; }
    /// In [first, last].
    std::int64_t between(std::int64_t first, std::int64_t last) {
        return first +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first) + 1));
    }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }

  private:
    std::uint64_t state_;
};

}  // namespace syncline::simulation
