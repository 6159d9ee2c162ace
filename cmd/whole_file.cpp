#include "whole_file.hpp"

#include <syncline/errors.hpp>

#include <climits>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline::cmd {

namespace {

[[noreturn]] void throw_io(const std::string& path, const char* what) {
    throw StoreError(Status::io, path + " cannot be " + what + ": " + std::strerror(errno));
}

/// The file that a link leads to.
std::string resolved(const std::string& path) {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
    return real ? real.get() : path;
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t done = ::write(descriptor, text.data(), text.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(done));
    }
    return ::fsync(descriptor) == 0;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in && errno == ENOENT) return std::nullopt;
    if (!in) throw_io(path, "read");
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void make_folders(const std::string& folder) {
    for (std::size_t slash = folder.find('/', 1);; slash = folder.find('/', slash + 1)) {
        const std::string part = folder.substr(0, slash);
        if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) {
            throw StoreError(Status::io,
                             "the folder " + part + " cannot be made: " + std::strerror(errno));
        }
        if (slash == std::string::npos) return;
    }
}

namespace {

void replace(const std::string& path, std::string_view text, mode_t mode) {
    const std::string target = resolved(path);
    const std::size_t slash = target.rfind('/');
    if (slash != std::string::npos && slash > 0) make_folders(target.substr(0, slash));
    std::string temporary = target + ".XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) throw_io(path, "written");
    const bool written = ::fchmod(descriptor, mode) == 0 && write_all(descriptor, text);
    const int error = errno;
    ::close(descriptor);
    if (written && ::rename(temporary.c_str(), target.c_str()) == 0) return;
    if (!written) errno = error;
    const int cause = errno;
    ::unlink(temporary.c_str());
    errno = cause;
    throw_io(path, "written");
}

}  // namespace

void replace_file(const std::string& path, std::string_view text) {
    struct stat old {};
    replace(path, text, ::stat(path.c_str(), &old) == 0 ? old.st_mode & 07777U : 0600U);
}

void replace_secret(const std::string& path, std::string_view text) {
    replace(path, text, 0600U);
}

}  // namespace syncline::cmd
