// The system calls by which the library makes, names and syncs files itself. The linker leads them
// here (--wrap), those of the test itself, too.

#include "power/disk.hpp"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using syncline::power::Call;
using syncline::power::Disk;
using syncline::power::Fault;
using syncline::power::InsideCall;

/// The disk, unless this call is part of another.
Disk* asked_disk() {
    return InsideCall::any() ? nullptr : Disk::current();
}

/// Whether the call fails; then `errno` says how.
bool fails(Disk* disk, Call call) {
    if (disk == nullptr || !disk->fails(call)) return false;
    errno = disk->failure() == Fault::Kind::full ? ENOSPC : EIO;
    return true;
}

std::string path_of(int descriptor) {
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor)).string();
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names.
extern "C" {

int __real_open(const char* path, int flags, ...);
int __real_mkostemp(char* path, int flags);
std::FILE* __real_tmpfile();
int __real_link(const char* from, const char* to);
int __real_rename(const char* from, const char* to);
int __real_renameat2(
    int from_folder, const char* from, int to_folder, const char* to, unsigned how);
int __real_unlink(const char* path);
int __real_fsync(int descriptor);
ssize_t __real_pread64(int descriptor, void* to, std::size_t size, off64_t offset);

int __wrap_open(const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    Disk* const disk = asked_disk();
    const bool makes = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
    if (fails(disk, Call::open) || (makes && fails(disk, Call::create))) return -1;
    const int descriptor = __real_open(path, flags, mode);
    if (disk != nullptr && makes && descriptor >= 0) disk->created(path);
    return descriptor;
}

int __wrap_mkostemp(char* path, int flags) {
    Disk* const disk = asked_disk();
    if (fails(disk, Call::create)) return -1;
    const int descriptor = __real_mkostemp(path, flags);
    if (disk != nullptr && descriptor >= 0) disk->created(path);
    return descriptor;
}

std::FILE* __wrap_tmpfile() {
    Disk* const disk = asked_disk();
    const bool full = disk != nullptr && disk->has_full_temporary_files;
    return full ? fmemopen(nullptr, 1, "w+") : __real_tmpfile();
}

int __wrap_link(const char* from, const char* to) {
    Disk* const disk = asked_disk();
    if (fails(disk, Call::create)) return -1;
    const int code = __real_link(from, to);
    if (disk != nullptr && code == 0) disk->linked(from, to);
    return code;
}

int __wrap_rename(const char* from, const char* to) {
    Disk* const disk = asked_disk();
    if (fails(disk, Call::create)) return -1;
    const int code = __real_rename(from, to);
    if (disk != nullptr && code == 0) disk->renamed(from, to);
    return code;
}

/// Both names are paths of their own.
int __wrap_renameat2(
    int from_folder, const char* from, int to_folder, const char* to, unsigned how) {
    Disk* const disk = asked_disk();
    if (fails(disk, Call::create)) return -1;
    const int code = __real_renameat2(from_folder, from, to_folder, to, how);
    if (disk != nullptr && code == 0) disk->renamed(from, to);
    return code;
}

int __wrap_unlink(const char* path) {
    Disk* const disk = asked_disk();
    if (fails(disk, Call::remove)) return -1;
    const int code = __real_unlink(path);
    if (disk != nullptr && code == 0) disk->removed(path);
    return code;
}

int __wrap_fsync(int descriptor) {
    Disk* const disk = asked_disk();
    if (disk == nullptr) return __real_fsync(descriptor);
    const std::string path = path_of(descriptor);
    const bool is_folder = std::filesystem::is_directory(path);
    const auto file = is_folder ? nullptr : disk->find(path);
    if (fails(disk, Call::sync)) {
        if (file && disk->has_power()) disk->failed_to_sync(*file);
        return -1;
    }
    if (is_folder) disk->synced_folder();
    if (file) disk->synced(*file);
    return 0;
}

/// SQLite's, by which it reads.
ssize_t __wrap_pread64(int descriptor, void* to, std::size_t size, off64_t offset) {
    Disk* const disk = Disk::current();
    const bool is_short = disk != nullptr && disk->has_power() && disk->fails(Call::read_part);
    return __real_pread64(descriptor, to, is_short ? (size + 1) / 2 : size, offset);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
