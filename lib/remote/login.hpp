#pragma once

#include "remote/service.hpp"

#include <syncline/service.hpp>

#include <string>

namespace syncline::remote {

/// The client flow of login (client-v2.md §8.2): its paths begin at the host, whatever the root's
/// path is. Throw UsageError for a name that no provider has.
Request login_request(const Service& service,
                      const std::string& provider,
                      const std::string& provider_token);
Request refresh_request(const Service& service);

/// Reads the answer to either. `what` was asked; `secret`: text of which nothing may be shown.
/// Throws ServiceError.
Login read_login(const Response& response,
                 const Url& root,
                 const std::string& what,
                 const std::string& secret);

}  // namespace syncline::remote
