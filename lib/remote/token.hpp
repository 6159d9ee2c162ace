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

/// Reads `Name: value` headers; `@FILE` stands for those of a file, one a line. Throws UsageError
/// for anything else and for a file that cannot be read. The names come in lower case.
Headers read_headers(const std::vector<std::string>& lines);

}  // namespace syncline::remote
