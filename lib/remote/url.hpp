#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::remote {

/// A service root, taken apart.
struct Url {
    std::string origin;  ///< `https://host:port`, as it was written, in lower case
    std::string host;    ///< an address of IPv6 in its brackets
    std::string path;    ///< begins and ends with `/`

    std::string text() const { return origin + path; }
};

/// Reads an absolute http or https URL without user, query and fragment. Throws UsageError saying
/// what is wrong; the message shows nothing that may be a secret.
Url read_url(std::string_view text);

/// The origin of an absolute http or https URL, whatever comes after it; nothing for any other text
/// and for a URL with a user.
std::optional<std::string> origin_of(std::string_view text);

bool is_encrypted(const Url& url);

/// Whether requests stay on this machine: 127.0.0.0/8, ::1, `localhost` and the names below it
/// (which libcurl resolves itself).
bool is_loopback(const Url& url);

/// `root` with the path below it; `/` between them exactly once. `path` is not encoded again.
std::string join_path(const Url& root, std::string_view path);

/// A path of several segments, each percent-encoded, `/` kept.
std::string encode_path(std::string_view path);

}  // namespace syncline::remote
