#pragma once

#include "remote/url.hpp"

#include <syncline/sync.hpp>

#include <string>
#include <vector>

namespace syncline::remote {

/// What is looked at before a run, while nothing has been sent. Throws UsageError where what is
/// sent could be read on the way (http to another machine, unless the user allows it), and for an
/// option that cannot be used: a file that cannot be read, a proxy with a password.
void check_way(const Url& root, const RemoteOptions& options);

/// What the user should hear of at each run: that who answers is not checked, and files with
/// secrets that others can read. One sentence each.
std::vector<std::string> warnings_of(const RemoteOptions& options);

}  // namespace syncline::remote
