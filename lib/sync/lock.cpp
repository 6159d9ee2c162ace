#include "sync/lock.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <syncline/errors.hpp>

#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace syncline::sync {

namespace {

constexpr std::chrono::milliseconds kPollPause{50};

std::string lock_path(const std::string& store_path) {
    std::array<char, PATH_MAX> resolved{};
    const char* const path = realpath(store_path.c_str(), resolved.data());
    return std::string(path != nullptr ? path : store_path.c_str()) + "-lock";
}

std::string holder(int descriptor) {
    std::array<char, 200> text{};
    const ssize_t got = pread(descriptor, text.data(), text.size(), 0);
    return got > 0 ? base::one_line({text.data(), static_cast<std::size_t>(got)})
                   : "another process";
}

void write_holder(int descriptor, Timestamp now) {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    const std::string text = "process " + std::to_string(getpid()) + " on " + host.data() +
                             " since " + base::write_timestamp(now) + "\n";
    // Only a help for whoever meets the lock; the lock itself does not depend on it.
    if (ftruncate(descriptor, 0) == 0) {
        const ssize_t written = pwrite(descriptor, text.data(), text.size(), 0);
        static_cast<void>(written);
    }
}

}  // namespace

StoreLock::StoreLock(const std::string& store_path,
                     std::chrono::milliseconds wait,
                     const Environment& environment) {
    const std::string path = lock_path(store_path);
    descriptor_ = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw StoreError(Status::io,
                         "the lock file \"" + path + "\" cannot be opened: " + std::strerror(errno),
                         "check the permissions of the folder");
    }
    try {
        take(wait, environment);
    } catch (...) {
        close(descriptor_);
        throw;
    }
}

void StoreLock::take(std::chrono::milliseconds wait, const Environment& environment) {
    const Ticks until = environment.ticks() + wait;
    while (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        if (error == EINTR) continue;
        const Ticks now = environment.ticks();
        if (error != EWOULDBLOCK || now >= until) {
            throw StoreError(Status::locked,
                             "the store is in use: " + holder(descriptor_),
                             "wait for it with --lock-wait, for example --lock-wait 1m");
        }
        environment.sleep_until(std::min(until, now + kPollPause));
    }
    write_holder(descriptor_, environment.now());
}

StoreLock::~StoreLock() {
    close(descriptor_);
}

}  // namespace syncline::sync
