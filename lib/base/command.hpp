#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::base {

/// How a command of the user's ended.
struct CommandResult {
    int status = 0;  ///< its exit status; 128 + the signal that ended it
    bool timed_out = false;
    bool too_much = false;  ///< it wrote more than allowed, and was ended
    std::string output;     ///< of its standard output
};

/// What it may take.
struct CommandLimits {
    std::optional<std::chrono::milliseconds> time;
    std::size_t output = std::size_t{64} << 20U;
};

/// Splits a command into words as a shell would: blanks, quotes and backslashes, nothing else. No
/// shell runs it. Throws UsageError for an open quote or no word at all.
std::vector<std::string> split_command(std::string_view command);

/// Runs a program with `input` as its standard input; its standard error is ours. A program that
/// takes too long or writes too much is killed with its children. Throws UsageError if it cannot be
/// started.
CommandResult run_command(const std::vector<std::string>& words,
                          std::string_view input,
                          const CommandLimits& limits = {});

}  // namespace syncline::base
