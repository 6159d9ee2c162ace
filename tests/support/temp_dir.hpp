#pragma once

#include <filesystem>
#include <string_view>

namespace syncline::tests {

/// From now on the folders of this process lie in memory, unless TMPDIR says otherwise or there is
/// no place. Returns whether they do.
bool prefer_memory();

/// A fresh folder that goes, with all that is in it, when this object does.
class TempDir {
  public:
    /// Throws std::system_error.
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

}  // namespace syncline::tests
