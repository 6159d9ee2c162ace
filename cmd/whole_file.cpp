#include "whole_file.hpp"

#include "output_file.hpp"

#include <syncline/errors.hpp>

#include <climits>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <sys/stat.h>

namespace syncline::cmd {

namespace {

/// The file that a link leads to.
std::string resolved(const std::string& path) {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
    return real ? real.get() : path;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in && errno == ENOENT) return std::nullopt;
    if (!in) throw StoreError(Status::io, path + " cannot be read: " + std::strerror(errno));
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
    OutputFile file(target, true, mode);
    file.out().write(text);
    file.finish();
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
