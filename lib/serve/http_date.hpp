#pragma once

#include <syncline/environment.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace syncline::server {

/// A moment as in a Date header (IMF-fixdate), cut to the second.
std::string write_http_date(Timestamp time);

/// Such a date, or nothing; also if it names the wrong day of the week.
std::optional<Timestamp> read_exact_http_date(std::string_view text);

}  // namespace syncline::server
