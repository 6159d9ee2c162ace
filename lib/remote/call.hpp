#pragma once

#include "remote/service.hpp"

#include <syncline/service.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::remote {

/// The path and the query of a call as they go into its URL. Throws UsageError for a path that
/// leads elsewhere than below the root: a URL, `//host`, `..`, also encoded.
std::string target_of(std::string_view path,
                      const std::vector<std::pair<std::string, std::string>>& parameters);

/// Throws UsageError for another method, and for a body that has no place.
Request request_of(const Service& service, const ServiceCall& call);

}  // namespace syncline::remote
