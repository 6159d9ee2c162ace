#pragma once

#include <array>
#include <string_view>

namespace syncline::cmd {

/// The keys of the configuration: the long names of all options that are settable, in order. Here
/// so that a wrong key is found without describing every command; a test holds it to them.
inline constexpr std::array<std::string_view, 44> kSettingKeys{
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
    "fields",
    "format",
    "grace",
    "header",
    "json",
    "key",
    "lock-wait",
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
