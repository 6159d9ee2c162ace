#include "input.hpp"

#include "output.hpp"
#include "session.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace syncline::cmd {

namespace {

[[noreturn]] void throw_io(const std::string& what) {
    throw StoreError(Status::io, what + ": " + std::strerror(errno));
}

/// Bytes read into `out`; 0 at the end.
std::size_t read_some(int descriptor, char* out, std::size_t size, const std::string& name) {
    for (;;) {
        const ssize_t count = ::read(descriptor, out, size);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) throw_io(name + " cannot be read");
    }
}

void write_all(int descriptor, std::string_view bytes, const std::string& failure) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            throw_io(failure);
        }
    }
}

/// A file that has lost its name already, and the folder it is in.
int open_temporary(std::string& folder) {
    folder = environment_variable("TMPDIR").value_or("/var/tmp");
    std::string name = folder + "/syncline-XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) throw_io("no temporary file can be made in " + folder);
    ::unlink(name.c_str());
    return descriptor;
}

void say_if_terminal(Streams& streams) {
    if (::isatty(streams.in) != 1) return;
    streams.err.write("syncline: reading standard input; end it with Ctrl-D\n");
    streams.err.flush();
}

std::string name_of_input(const std::string& path) {
    return path == "-" ? "standard input" : "the file " + path;
}

/// The file, or standard input for `-`.
int open_input(const std::string& path, Streams& streams) {
    if (path == "-") {
        say_if_terminal(streams);
        return streams.in;
    }
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw_io(name_of_input(path) + " cannot be opened");
    return descriptor;
}

bool is_regular(int descriptor) {
    struct stat info {};
    return ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
}

int spool(int input, const std::string& name) {
    std::string folder;
    const int copy = open_temporary(folder);
    try {
        std::string chunk(kChunk, '\0');
        for (;;) {
            const std::size_t count = read_some(input, chunk.data(), chunk.size(), name);
            if (count == 0) break;
            write_all(copy,
                      std::string_view(chunk).substr(0, count),
                      name + " cannot be copied to " + folder);
        }
        if (::lseek(copy, 0, SEEK_SET) != 0) throw_io("the copy of " + name + " cannot be read");
    } catch (...) {
        ::close(copy);
        throw;
    }
    return copy;
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

InputBytes::InputBytes(const std::string& path, Streams& streams)
    : descriptor_(open_input(path, streams)), name_(name_of_input(path)), owned_(path != "-") {
    if (is_regular(descriptor_)) return;
    const int input = std::exchange(descriptor_, spool(descriptor_, name_));
    if (owned_) ::close(input);
    owned_ = true;
}

InputBytes::~InputBytes() {
    if (owned_) ::close(descriptor_);
}

std::size_t InputBytes::read(char* out, std::size_t size) {
    return read_some(descriptor_, out, size, name_);
}

bool InputLines::read_more() {
    if (ended_) return false;
    buffer_.erase(0, used_);
    used_ = 0;
    const std::size_t kept = buffer_.size();
    if (kept > kLongestInput) {
        throw DataError("line " + std::to_string(number_ + 1) + " is longer than 64 MB");
    }
    buffer_.resize(kept + std::max(kChunk, kept));
    const std::size_t count = bytes_.read(buffer_.data() + kept, buffer_.size() - kept);
    buffer_.resize(kept + count);
    ended_ = count == 0;
    return !ended_;
}

bool InputLines::next_of_any(std::string_view& line) {
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = buffer_.find(end_, used_ + searched);
        if (end == std::string::npos) {
            searched = buffer_.size() - used_;
            if (read_more()) continue;
            if (searched == 0) return false;
        }
        const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
        line = std::string_view(buffer_).substr(used_, stop - used_);
        used_ = std::min(stop + 1, buffer_.size());
        ++number_;
        if (number_ == 1 && line.substr(0, 3) == kByteOrderMark) line.remove_prefix(3);
        return true;
    }
}

bool InputLines::next(std::string_view& line) {
    while (next_of_any(line)) {
        if (!is_blank(line)) return true;
    }
    return false;
}

ItemSource source_of(InputLines& lines) {
    return [&lines](std::string_view& text, std::string& where) {
        if (!lines.next(text)) return false;
        where = "line " + std::to_string(lines.number());
        return true;
    };
}

std::string read_whole(const std::string& path, Streams& streams) {
    const bool standard = path == "-";
    const std::string name = name_of_input(path);
    const int descriptor = open_input(path, streams);
    std::string out;
    try {
        std::array<char, 65536> chunk{};
        for (;;) {
            const std::size_t count = read_some(descriptor, chunk.data(), chunk.size(), name);
            if (count == 0) break;
            out.append(chunk.data(), count);
            if (out.size() > kLongestInput) throw DataError(name + " is larger than 64 MB");
        }
    } catch (...) {
        if (!standard) ::close(descriptor);
        throw;
    }
    if (!standard) ::close(descriptor);
    return out;
}

}  // namespace syncline::cmd
