#pragma once

#include <array>
#include <string_view>

namespace syncline::cmd {

/// The keys of the configuration: the long names of all options that are settable, in order. Here
/// so that a wrong key is found without describing every command; a test holds it to them.
inline constexpr std::array<std::string_view, 33> kSettingKeys{
    "busy-timeout",
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
    "lock-wait",
    "max-body",
    "max-delete",
    "max-push",
    "max-time",
    "no-header",
    "no-input",
    "null",
    "page-size",
    "parallel",
    "porcelain",
    "profile",
    "quiet",
    "raw",
    "retry",
    "settle",
    "stop-on-error",
    "timeout",
    "token-command",
    "token-file",
    "url",
    "verbose",
};

}  // namespace syncline::cmd
