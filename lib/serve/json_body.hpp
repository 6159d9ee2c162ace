#pragma once

#include <syncline/value.hpp>

#include <optional>
#include <string_view>

namespace syncline::server {

/// The members of a JSON object as .NET reads it: a byte order mark, comments and a comma after the
/// last member are allowed, and a member may be there twice. Nothing for the literal `null`. Throws
/// DataError for everything else.
std::optional<Members> read_json_body(std::string_view body);

}  // namespace syncline::server
