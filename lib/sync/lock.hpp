#pragma once

#include <syncline/environment.hpp>

#include <chrono>
#include <string>

namespace syncline::sync {

/// The store's lock: one push, pull, purge or redefinition at a time. The kernel holds it (`flock`)
/// on a file of its own beside the store, so a killed process leaves nothing behind. The file is
/// never deleted, and never the database itself: closing any descriptor of that would drop SQLite's
/// locks.
class StoreLock {
  public:
    /// Waits up to `wait` for another holder. Throws StoreError (`locked`, naming the holder;
    /// `io`).
    StoreLock(const std::string& store_path,
              std::chrono::milliseconds wait,
              const Environment& environment);
    ~StoreLock();
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;

  private:
    void take(std::chrono::milliseconds wait, const Environment& environment);

    int descriptor_;
};

}  // namespace syncline::sync
