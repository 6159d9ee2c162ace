#pragma once

#include <syncline/environment.hpp>
#include <syncline/text.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::base {

/// A moment with the full precision of its text.
struct Instant {
    std::int64_t milliseconds = 0;  ///< since 1970-01-01T00:00:00Z, rounded down
    std::uint32_t nanoseconds = 0;  ///< beyond the millisecond, 0–999999

    auto operator<=>(const Instant&) const = default;
};

/// Reads RFC 3339 date-times as servers write them: `T` or `t` or a blank, 0–9 fraction digits
/// (more are cut), `Z` or an offset; without a zone it is UTC. Nothing if it is not one.
std::optional<Instant> read_instant(std::string_view text);

/// `yyyy-mm-ddThh:mm:ss.mmmZ`, years 0001–9999.
std::string write_timestamp(Timestamp time);

/// An HTTP `Date` (RFC 9110, IMF-fixdate), or nothing.
std::optional<Timestamp> read_http_date(std::string_view text);

using syncline::read_duration;

}  // namespace syncline::base
