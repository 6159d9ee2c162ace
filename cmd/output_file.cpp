#include "output_file.hpp"

#include "session.hpp"

#include <syncline/errors.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline::cmd {

namespace {

[[noreturn]] void throw_exists(const std::string& path) {
    throw DataError("there is already a file at \"" + path + "\"", "--force replaces it");
}

[[noreturn]] void throw_io(const std::string& path, int error) {
    throw StoreError(Status::io, path + " cannot be written: " + std::strerror(error));
}

}  // namespace

OutputFile::OutputFile(const std::string& path, bool replace, mode_t mode)
    : path_(path), temporary_(path + ".XXXXXX"), replace_(replace) {
    if (!replace && ::access(path.c_str(), F_OK) == 0) throw_exists(path);
    const int descriptor = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor < 0) throw_io(path, errno);
    out_.emplace(descriptor);
    // Where the mode cannot be had, the file must not be there with another.
    if (::fchmod(descriptor, mode) == 0) return;
    const int error = errno;
    ::close(descriptor);
    ::unlink(temporary_.c_str());
    throw_io(path, error);
}

OutputFile::~OutputFile() {
    out_->flush();
    ::close(out_->descriptor());
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::finish() {
    out_->flush();
    if (out_->error() != 0) throw_io(path_, out_->error());
    if (::fsync(out_->descriptor()) != 0) throw_io(path_, errno);
    const int done = replace_ ? ::rename(temporary_.c_str(), path_.c_str())
                              : ::link(temporary_.c_str(), path_.c_str());
    if (done != 0 && errno == EEXIST) throw_exists(path_);
    if (done != 0) throw_io(path_, errno);
    if (!replace_) ::unlink(temporary_.c_str());
    temporary_.clear();
}

TemporaryFolder::TemporaryFolder()
    : path_(environment_variable("TMPDIR").value_or("/var/tmp") + "/syncline-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) throw_io(path_, errno);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace syncline::cmd
