#pragma once

#include <chrono>
#include <string>

namespace syncline::cmd {

/// A moment as a user writes it: RFC 3339, a date, `@SECONDS` since 1970, or `-DUR` before now.
/// Returns it as RFC 3339; what is none of these is left to the library to refuse.
std::string read_moment(const std::string& text);

/// How long ago a time of the store is; zero for one that lies ahead.
std::chrono::milliseconds age_of(const std::string& rfc3339);

}  // namespace syncline::cmd
