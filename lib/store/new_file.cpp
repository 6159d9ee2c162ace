#include "store/new_file.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace syncline::store {

namespace {

/// What SQLite keeps beside a database.
constexpr std::array<const char*, 3> kBeside{"-wal", "-journal", "-shm"};

[[noreturn]] void throw_io(const std::string& what, const std::string& hint) {
    throw StoreError(Status::io, what + ": " + std::strerror(errno), hint);
}

void flush(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = descriptor >= 0 && fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) close(descriptor);
    errno = error;
    if (!done) throw_io("\"" + path + "\" cannot be written to the disk", "look at the disk");
}

bool is_there(const std::string& path) {
    return access(path.c_str(), F_OK) == 0;
}

/// Without replacing what is there. Where the file system cannot rename so, it has links.
int name_it(const std::string& path, const std::string& name) {
    if (renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (link(path.c_str(), name.c_str()) != 0) return -1;
    unlink(path.c_str());
    return 0;
}

}  // namespace

NewFile::NewFile(const std::string& target) : target_(target), path_(target + ".XXXXXX") {
    const int descriptor = mkostemp(path_.data(), O_CLOEXEC);
    if (descriptor < 0) {
        throw_io("cannot make \"" + target + "\"", "check the folder and its permissions");
    }
    close(descriptor);
}

NewFile::~NewFile() {
    if (path_.empty()) return;
    unlink(path_.c_str());
    for (const char* suffix : kBeside) unlink((path_ + suffix).c_str());
}

bool NewFile::put_in_place(bool replace) {
    flush(path_);
    const int done = replace ? rename(path_.c_str(), target_.c_str()) : name_it(path_, target_);
    if (done != 0 && errno == EEXIST) return false;
    if (done != 0) {
        throw_io("cannot make \"" + target_ + "\"", "check the folder and its permissions");
    }
    path_.clear();
    flush_folder_of(target_);
    return true;
}

void flush_folder_of(const std::string& file) {
    flush(base::folder_of(file));
}

bool remove_file(const std::string& path) {
    if (unlink(path.c_str()) == 0) return true;
    if (errno != ENOENT) throw_io("\"" + path + "\" cannot be removed", "remove it");
    return false;
}

void remove_leftovers(const std::string& file) {
    bool removed = false;
    for (const char* suffix : kBeside) {
        // In this order: what lies beside a store that another process makes meanwhile is not old.
        const std::string path = file + suffix;
        if (is_there(path) && !is_there(file)) removed = remove_file(path) || removed;
    }
    if (removed) flush_folder_of(file);
}

}  // namespace syncline::store
