#pragma once

#include "real/program.hpp"

#include <map>
#include <string>

namespace syncline::tests {

using Variables = std::map<std::string, std::string>;

/// The built program on a store of its own, with an empty table `todoitem`.
class Caller {
  public:
    explicit Caller(const std::string& url, const std::string& protocol = "v2");

    /// Runs one command, with these variables beside those of every test program.
    Outcome run(const Words& words, const Variables& variables = {}) const;
    /// `pull todoitem` with these options: one request at least, unless it is refused.
    Outcome pull(const Words& options, const Variables& variables = {}) const;

    /// Writes a file that its owner alone can read; returns its path.
    std::string secret(const char* name, const std::string& text) const;

    const Program& program() const { return program_; }

  private:
    Program program_;
};

}  // namespace syncline::tests
