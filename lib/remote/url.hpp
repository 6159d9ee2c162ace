#pragma once

#include <string>
#include <string_view>

namespace syncline::remote {

/// A service root, taken apart.
struct Url {
    std::string origin;  ///< `https://host:port`, as it was written, in lower case
    std::string host;    ///< for messages
    std::string path;    ///< begins and ends with `/`

    std::string text() const { return origin + path; }
};

/// Reads an absolute http or https URL without user, query and fragment. Throws UsageError saying
/// what is wrong.
Url read_url(std::string_view text);

/// `root` with the path below it; `/` between them exactly once. `path` is not encoded again.
std::string join_path(const Url& root, std::string_view path);

/// A path of several segments, each percent-encoded, `/` kept.
std::string encode_path(std::string_view path);

}  // namespace syncline::remote
