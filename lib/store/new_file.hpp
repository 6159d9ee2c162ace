#pragma once

#include <string>

namespace syncline::store {

/// A database file in the making, mode 0600: it lies beside its place under a name of its own, and
/// takes its place when all of it is on the disk. Otherwise it goes, with what SQLite keeps beside
/// it.
class NewFile {
  public:
    /// Throws StoreError (`io`).
    explicit NewFile(const std::string& target);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    const std::string& path() const { return path_; }

    /// Nobody may have it open. A file that has its place already is replaced if it may be;
    /// otherwise the answer is false. Throws StoreError (`io`).
    bool put_in_place(bool replace);

  private:
    std::string target_;
    std::string path_;
};

/// The names in the folder of `file` are on the disk as they are. Throws StoreError (`io`).
void flush_folder_of(const std::string& file);

/// Whether it was there. Throws StoreError (`io`).
bool remove_file(const std::string& path);

/// Removes the log and the journal that a database which is gone has left behind: SQLite would take
/// them for those of a new one. Throws StoreError (`io`).
void remove_leftovers(const std::string& file);

}  // namespace syncline::store
