#pragma once

#include "support/descriptor.hpp"
#include "support/process.hpp"

#include <filesystem>
#include <sys/types.h>

namespace syncline::tests {

/// The test's ends of a started program's pipes.
struct Spawned {
    pid_t pid = 0;
    Descriptor input;
    Descriptor out;
    Descriptor err;
};

/// Starts `command` in a process group of its own, with only its three standard descriptors open
/// and all signals as by default. Throws std::system_error.
Spawned spawn(const Command& command, const std::filesystem::path& home);

}  // namespace syncline::tests
