#pragma once

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <memory>
#include <string>
#include <vector>

namespace syncline::tests {

/// A temporary folder, also the home folder, in which shell commands run with the built program
/// first in PATH. It goes at the end, with all processes that were left behind.
class Sandbox {
  public:
    /// Runs `sh -c command`; its standard input is empty. Returns when the shell has ended and
    /// nothing that it started has its output open.
    Outcome run(const std::string& command);

    std::string folder() const { return folder_.path().string(); }

  private:
    TempDir folder_;
    std::vector<std::unique_ptr<Process>> shells_;
};

}  // namespace syncline::tests
