#pragma once

#include "output.hpp"

#include <optional>
#include <string>
#include <sys/types.h>

namespace syncline::cmd {

/// A file that appears under its name complete or not at all.
class OutputFile {
  public:
    /// Throws DataError if there is a file already that may not be replaced, StoreError (`io`).
    OutputFile(const std::string& path, bool replace, mode_t mode = 0600);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    Output& out() { return *out_; }

    /// Puts it in place. Throws StoreError (`io`), also for what could not be written before.
    void finish();

  private:
    std::string path_;
    std::string temporary_;
    bool replace_;
    std::optional<Output> out_;
};

/// A folder (mode 0700) in the one for temporary files. It goes with what is in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace syncline::cmd
