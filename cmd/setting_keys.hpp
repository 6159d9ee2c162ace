#pragma once

#include <array>
#include <string_view>

namespace syncline::cmd {

/// The keys of the configuration: the long names of all options that are settable, in order. Here
/// so that a wrong key is found without describing every command; a test holds it to them.
inline constexpr std::array<std::string_view, 49> kSettingKeys{
    "allow-http",
    "busy-timeout",
    "cacert",
    "capath",
    "cert",
    "color",
    "conflict",
    "conflict-timeout",
    "connect-timeout",
    "db",
    "error-on-no-op",
    "fields",
    "format",
    "grace",
    "header",
    "json",
    "key",
    "lock-wait",
    "log-file",
    "log-format",
    "log-level",
    "max-body",
    "max-delete",
    "max-push",
    "max-time",
    "netrc-file",
    "no-header",
    "no-input",
    "noproxy",
    "null",
    "page-size",
    "parallel",
    "pinnedpubkey",
    "porcelain",
    "profile",
    "progress",
    "proxy",
    "quiet",
    "raw",
    "retry",
    "retry-max-time",
    "settle",
    "stop-on-error",
    "timeout",
    "token-command",
    "token-file",
    "url",
    "user-agent",
    "verbose",
};

}  // namespace syncline::cmd
