#include "serve/stop.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace syncline::server {

Stop::Stop() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw StoreError(Status::io, "no more files can be opened");
}

Stop::~Stop() {
    close(descriptor_);
}

void Stop::request() {
    const std::uint64_t one = 1;
    while (write(descriptor_, &one, sizeof one) < 0 && errno == EINTR) {
    }
}

void Stop::pause(std::chrono::milliseconds time) const {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point end = Clock::now() + time;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0) return;
        pollfd waiting{descriptor_, POLLIN, 0};
        const auto wait = std::min<std::int64_t>(left, std::numeric_limits<int>::max());
        if (poll(&waiting, 1, static_cast<int>(wait)) > 0) return;
    }
}

}  // namespace syncline::server
