#pragma once

#include <syncline/queue.hpp>
#include <syncline/transport.hpp>

#include <string>

namespace syncline::cmd {

/// A request as it stands in an `.http` file: a comment that names the operation, the request
/// line, the headers, a blank line and the body, if there is one.
std::string as_http(const RequestPreview& request);

/// One line that a shell runs: a `curl` command. What is secret is left to the shell's variables:
/// the token to SYNCLINE_TOKEN, another header to its name in capitals (X-Api-Key: X_API_KEY).
std::string as_curl(const RequestPreview& request);

/// The status line and the headers of an answer, with the blank line behind them.
std::string answer_head(const Response& response);

}  // namespace syncline::cmd
