#pragma once

#include "power/fault.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::power {

/// A disk with one folder. The files that the process sees are real; beside them the disk knows
/// what of them would be there after a power loss. Contents and names alike are sure to be there
/// only once they were synced: a file's contents by a sync of the file, its name by one of the
/// folder. What was not synced survives in any selection, writes also in part, by sectors of 512
/// bytes.
///
/// SQLite's calls get here through the VFS (disk_vfs.cpp), the library's own through
/// system_calls.cpp. While a disk lives, all of this process do.
class Disk {
  public:
    explicit Disk(std::uint64_t seed);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    /// The one that lives, or null.
    static Disk* current();

    /// From now on it fails like this; its calls are counted anew.
    void fail(const Fault& fault);
    /// It fails no more. Power that was lost stays lost.
    void heal() { fault_.reset(); }
    /// Whether the fault has happened.
    bool has_failed() const { return has_failed_; }
    /// How many calls that the fault can happen to there were since `fail`.
    std::uint64_t calls() const { return calls_; }
    bool has_power() const { return has_power_; }

    /// Temporary files lie elsewhere, and take nothing.
    bool has_full_temporary_files = false;

    enum class Unsynced : std::uint8_t { lost, kept, some };
    /// The power goes, if it has not gone, and comes again: the files become what is left of them.
    /// Nobody may have one open.
    void restore_power(Unsynced unsynced);

    /// Asked at each call, before it is carried out: whether it fails. Of the two sources of calls
    /// only the outer one counts.
    bool fails(Call call);
    /// How the fault shows itself, where the kind of the call leaves a choice.
    Fault::Kind failure() const;
    bool by_chance() { return (random_() & 1U) != 0; }

    /// What of a file would be there after a power loss, and may be.
    struct File;
    using FilePtr = std::shared_ptr<File>;
    /// The file of this name, or null.
    FilePtr find(const std::string& path) const;

    /// Told of each call that was carried out.
    void created(const std::string& path);
    void linked(const std::string& from, const std::string& to);
    void renamed(const std::string& from, const std::string& to);
    void removed(const std::string& path);
    void synced_folder();
    void wrote(File& file, std::int64_t offset, std::string_view bytes);
    void truncated(File& file, std::int64_t size);
    void synced(File& file) { survive(file, Unsynced::kept); }
    /// The sync has failed, and the system calls what was written clean.
    void failed_to_sync(File& file) { survive(file, Unsynced::some); }

  private:
    using Names = std::map<std::string, FilePtr>;
    /// A name that was given to a file, and one that was taken away; of a renaming both at once.
    struct NameChange {
        std::string given;
        FilePtr file;
        std::string taken;
    };

    void change_name(NameChange change);
    static void apply(const NameChange& change, Names& names);
    void survive(File& file, Unsynced unsynced);
    void write_back(const Names& before) const;

    std::mt19937_64 random_;
    std::optional<Fault> fault_;
    bool has_failed_ = false;
    bool has_power_ = true;
    std::uint64_t calls_ = 0;

    Names names_;  ///< as the process sees them
    Names synced_names_;
    std::vector<NameChange> unsynced_names_;
};

/// SQLite uses the disk from now on, wherever no other VFS is named.
void make_disk_default_vfs();

/// While one lives, calls to the system are parts of one that was counted already.
class InsideCall {
  public:
    InsideCall();
    ~InsideCall();
    InsideCall(const InsideCall&) = delete;
    InsideCall& operator=(const InsideCall&) = delete;

    static bool any();
};

}  // namespace syncline::power
