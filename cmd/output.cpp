#include "output.hpp"

#include <cerrno>
#include <unistd.h>

namespace syncline::cmd {

namespace {

constexpr std::size_t kFullBuffer = std::size_t{64} << 10;

}  // namespace

void Output::write(std::string_view text) {
    if (error_ != 0) return;
    buffer_ += text;
    if (buffer_.size() >= kFullBuffer) flush();
}

void Output::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && error_ == 0) {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            error_ = errno;
        }
    }
    buffer_.clear();
}

}  // namespace syncline::cmd
