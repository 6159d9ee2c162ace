#pragma once

#include <syncline/sync.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::remote {

/// Reads the token anew at each call, from what the options name (a command before a file before
/// the token itself); empty without any. The call throws UsageError if the file or the command
/// fails.
std::function<std::string()> token_source(const RemoteOptions& options);

/// Reads `Name: value` headers. Throws UsageError for anything else.
Headers read_headers(const std::vector<std::string>& lines);

}  // namespace syncline::remote
