#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace syncline::test {

/// What a shell command printed and how it ended (128 + the signal if one ended it).
struct Ending {
    std::string out;
    std::string err;
    int status = 0;
};

/// A temporary folder in which shell commands run with the built program first in PATH and nothing
/// of the caller's environment. Removed at the end, with all processes that were left behind.
class Sandbox {
  public:
    Sandbox();
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// Runs `sh -c command`; standard input is empty. Returns when the shell ends, even if what it
    /// started in the background runs on.
    Ending run(const std::string& command);

    const std::string& folder() const { return folder_; }

  private:
    std::string root_;
    std::string folder_;
    std::vector<pid_t> groups_;
};

}  // namespace syncline::test
