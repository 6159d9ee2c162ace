#pragma once

#include <string>
#include <string_view>

namespace syncline::fuzz {

/// A file in memory, with a path.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view text = {});
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    int descriptor() const { return descriptor_; }
    const std::string& path() const { return path_; }
    /// All that is in it now.
    std::string text() const;

  private:
    int descriptor_;
    std::string path_;
};

/// A store file that begins as a copy of another, and goes with all that lies beside it.
class ScratchStore {
  public:
    /// `bytes`: of a database that is no longer open.
    explicit ScratchStore(std::string_view bytes);
    ~ScratchStore();
    ScratchStore(const ScratchStore&) = delete;
    ScratchStore& operator=(const ScratchStore&) = delete;

    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

/// A place for files that goes when the process ends well.
std::string scratch_path(const std::string& name);

std::string read_file(const std::string& path);

}  // namespace syncline::fuzz
