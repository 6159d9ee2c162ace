// The VFS that stands between SQLite and the disk: files are those of the system's own VFS, and the
// disk is asked and told of each call. Files without a name are let through: they are nobody's.

#include "power/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <unistd.h>
#include <utility>

namespace syncline::power {

namespace {

sqlite3_vfs* system_vfs = nullptr;

/// An open file as SQLite sees it; the system's own lies behind it in the same memory.
struct OpenFile {
    sqlite3_file base;
    Disk::FilePtr file;
    bool syncs_folder;  ///< a new log or journal: its first sync is one of its name, too

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

OpenFile& opened(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

sqlite3_file* real(sqlite3_file* file) {
    return opened(file).real();
}

const sqlite3_io_methods& real_methods(sqlite3_file* file) {
    return *real(file)->pMethods;
}

bool fails(Call call) {
    return Disk::current()->fails(call);
}

int close_file(sqlite3_file* file) {
    const int code = real_methods(file).xClose(real(file));
    opened(file).~OpenFile();
    return code;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    if (fails(Call::read)) return SQLITE_IOERR_READ;
    return real_methods(file).xRead(real(file), to, size, offset);
}

/// Where a write fails, half of it may be there.
int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    Disk& disk = *Disk::current();
    const bool fails = disk.fails(Call::write);
    const int written = !fails ? size : disk.has_power() && disk.by_chance() ? size / 2 : 0;
    if (written > 0) {
        const int code = real_methods(file).xWrite(real(file), from, written, offset);
        if (code != SQLITE_OK) return code;
        disk.wrote(*opened(file).file,
                   offset,
                   {static_cast<const char*>(from), static_cast<std::size_t>(written)});
    }
    if (!fails) return SQLITE_OK;
    return disk.failure() == Fault::Kind::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (fails(Call::truncate)) return SQLITE_IOERR_TRUNCATE;
    const int code = real_methods(file).xTruncate(real(file), size);
    if (code == SQLITE_OK) Disk::current()->truncated(*opened(file).file, size);
    return code;
}

int sync(sqlite3_file* file, int /*flags*/) {
    Disk& disk = *Disk::current();
    OpenFile& open = opened(file);
    if (disk.fails(Call::sync)) {
        if (disk.has_power()) disk.failed_to_sync(*open.file);
        return SQLITE_IOERR_FSYNC;
    }
    disk.synced(*open.file);
    // SQLite would not hear of an error here: the system's VFS says nothing of it.
    if (std::exchange(open.syncs_folder, false)) disk.synced_folder();
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real_methods(file).xFileSize(real(file), size);
}

int lock(sqlite3_file* file, int level) {
    return real_methods(file).xLock(real(file), level);
}

int unlock(sqlite3_file* file, int level) {
    return real_methods(file).xUnlock(real(file), level);
}

int check_reserved(sqlite3_file* file, int* reserved) {
    return real_methods(file).xCheckReservedLock(real(file), reserved);
}

int control(sqlite3_file* file, int operation, void* argument) {
    return real_methods(file).xFileControl(real(file), operation, argument);
}

int sector_size(sqlite3_file* file) {
    return real_methods(file).xSectorSize(real(file));
}

int characteristics(sqlite3_file* file) {
    return real_methods(file).xDeviceCharacteristics(real(file));
}

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    if (fails(Call::open)) {
        *memory = nullptr;
        return SQLITE_IOERR_SHMMAP;
    }
    return real_methods(file).xShmMap(real(file), page, size, extend, memory);
}

int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return real_methods(file).xShmLock(real(file), offset, count, flags);
}

void barrier(sqlite3_file* file) {
    real_methods(file).xShmBarrier(real(file));
}

int unmap_shared(sqlite3_file* file, int remove) {
    return real_methods(file).xShmUnmap(real(file), remove);
}

// Version 2: shared memory, but no reads by mapped memory, which the disk would not see.
constexpr sqlite3_io_methods kMethods{2,
                                      close_file,
                                      read,
                                      write,
                                      truncate,
                                      sync,
                                      file_size,
                                      lock,
                                      unlock,
                                      check_reserved,
                                      control,
                                      sector_size,
                                      characteristics,
                                      map_shared,
                                      lock_shared,
                                      barrier,
                                      unmap_shared,
                                      nullptr,
                                      nullptr};

int open_real(const char* name, sqlite3_file* file, int flags, int* flags_out) {
    const InsideCall inside;
    return system_vfs->xOpen(system_vfs, name, file, flags, flags_out);
}

int open_file(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out) {
    constexpr int kLogs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    Disk* const disk = Disk::current();
    if (disk == nullptr || name == nullptr || (flags & (SQLITE_OPEN_MAIN_DB | kLogs)) == 0) {
        return open_real(name, file, flags, out);
    }
    file->pMethods = nullptr;  // not open, as long as this is so
    const bool makes = (flags & SQLITE_OPEN_CREATE) != 0 && access(name, F_OK) != 0;
    if (disk->fails(Call::open) || (makes && disk->fails(Call::create))) return SQLITE_CANTOPEN;
    auto* const made = new (file) OpenFile{{nullptr}, nullptr, false};
    const int code = open_real(name, made->real(), flags, out);
    if (code != SQLITE_OK) {
        made->~OpenFile();
        return code;
    }
    if (makes) disk->created(name);
    made->file = disk->find(name);
    made->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kLogs) != 0;
    made->base.pMethods = &kMethods;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs* /*vfs*/, const char* name, int sync_folder) {
    Disk* const disk = Disk::current();
    if (disk != nullptr && disk->fails(Call::remove)) return SQLITE_IOERR_DELETE;
    {
        const InsideCall inside;
        const int code = system_vfs->xDelete(system_vfs, name, 0);
        if (code != SQLITE_OK || disk == nullptr) return code;
    }
    disk->removed(name);
    if (sync_folder == 0) return SQLITE_OK;
    if (disk->fails(Call::sync)) return SQLITE_IOERR_DIR_FSYNC;
    disk->synced_folder();
    return SQLITE_OK;
}

}  // namespace

void make_disk_default_vfs() {
    // Nobody here has threads; the many small stores are quicker without their locks.
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static sqlite3_vfs vfs = [] {
        system_vfs = sqlite3_vfs_find(nullptr);
        sqlite3_vfs made = *system_vfs;
        made.zName = "disk";
        made.szOsFile += static_cast<int>(sizeof(OpenFile));
        made.xOpen = open_file;
        made.xDelete = remove_file;
        return made;
    }();
    sqlite3_vfs_register(&vfs, 1);
}

}  // namespace syncline::power
