#include "secret_file.hpp"

#include <syncline/errors.hpp>

#include <climits>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace syncline::cmd {

namespace {

[[noreturn]] void throw_io(const std::string& path) {
    throw StoreError(Status::io,
                     "the file " + path + " cannot be written: " + std::strerror(errno));
}

/// Behind a link the file that it leads to is replaced, not the link.
std::string resolved(const std::string& path) {
    std::array<char, PATH_MAX> buffer{};
    const char* const real = ::realpath(path.c_str(), buffer.data());
    return real != nullptr ? real : path;
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

}  // namespace

void write_secret(const std::string& path, const std::string& secret) {
    const std::string target = resolved(path);
    std::string temporary = target + ".XXXXXX";
    // Made with mode 0600.
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) throw_io(path);
    const bool written = write_all(descriptor, secret + '\n');
    const int error = errno;
    ::close(descriptor);
    if (written && ::rename(temporary.c_str(), target.c_str()) == 0) return;
    if (!written) errno = error;
    const int cause = errno;
    ::unlink(temporary.c_str());
    errno = cause;
    throw_io(path);
}

}  // namespace syncline::cmd
