#include "support/process.hpp"

#include "support/spawn.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace syncline::tests {
namespace {

void ignore_sigpipe() {
    static const bool once = [] {
        signal(SIGPIPE, SIG_IGN);
        return true;
    }();
    static_cast<void>(once);
}

// The C library of Debian 12 declares pidfd_open() for C only.
int open_pidfd(pid_t pid) {
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

}  // namespace

Outcome run(const Command& command) {
    Process process(command);
    process.close_input();
    return process.wait(command.timeout);
}

Process::Process(const Command& command) : input_text_(command.input) {
    ignore_sigpipe();
    wake_ = Descriptor(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"));
    Spawned spawned = spawn(command, home_.path());
    pid_ = spawned.pid;
    input_ = std::move(spawned.input);
    out_ = std::move(spawned.out);
    err_ = std::move(spawned.err);
    exited_ = Descriptor(checked(open_pidfd(pid_), "pidfd_open"));
    for (const Descriptor* end : {&input_, &out_, &err_}) {
        checked(fcntl(end->get(), F_SETFL, O_NONBLOCK), "fcntl");
    }
    thread_ = std::thread(&Process::serve, this);
}

// Also what our program left behind: the group lives on as long as one of it does.
Process::~Process() {
    ::kill(-pid_, SIGKILL);
    thread_.join();
}

void Process::write(std::string_view text) {
    {
        const std::lock_guard lock(mutex_);
        input_text_ += text;
    }
    wake();
}

void Process::close_input() {
    {
        const std::lock_guard lock(mutex_);
        input_ends_ = true;
    }
    wake();
}

std::optional<std::string> Process::read_line(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    std::size_t end = std::string::npos;
    const auto arrived = [&] {
        end = outcome_.out.find('\n', lines_read_);
        return end != std::string::npos || finished_;
    };
    if (!changed_.wait_for(lock, timeout, arrived)) {
        throw std::runtime_error("no line came; standard error: " + outcome_.err);
    }
    if (end == std::string::npos) {
        return std::nullopt;
    }
    std::string line = outcome_.out.substr(lines_read_, end - lines_read_);
    lines_read_ = end + 1;
    return line;
}

void Process::send_signal(int signal) {
    const std::lock_guard lock(mutex_);
    if (!reaped_) {
        ::kill(pid_, signal);
    }
}

Outcome Process::wait(std::chrono::microseconds timeout) {
    std::unique_lock lock(mutex_);
    const auto finished = [this] { return finished_; };
    if (!changed_.wait_for(lock, timeout, finished)) {
        outcome_.timed_out = true;
        ::kill(-pid_, SIGKILL);
        changed_.wait(lock, finished);
    }
    return outcome_;
}

Outcome Process::kill() {
    send_signal(SIGKILL);
    return wait();
}

void Process::wake() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(wake_.get(), &one, sizeof one));
}

// The only thread that touches the pipes. A program that was left behind by ours may hold them
// open, so our program's end counts, not theirs.
void Process::serve() {
    bool ended = false;
    while (!ended) {
        send_input();
        const bool blocked = [this] {
            const std::lock_guard lock(mutex_);
            return static_cast<bool>(input_) && input_sent_ < input_text_.size();
        }();
        std::array<pollfd, 5> watched = {{{exited_.get(), POLLIN, 0},
                                          {wake_.get(), POLLIN, 0},
                                          {out_.get(), POLLIN, 0},
                                          {err_.get(), POLLIN, 0},
                                          {blocked ? input_.get() : -1, POLLOUT, 0}}};
        while (poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
        }
        std::uint64_t ignored = 0;
        static_cast<void>(!::read(wake_.get(), &ignored, sizeof ignored));
        ended = watched[0].revents != 0 && reap();
        if (out_ && !gather(out_.get(), outcome_.out)) {
            out_.close();
        }
        if (err_ && !gather(err_.get(), outcome_.err)) {
            err_.close();
        }
    }
    const std::lock_guard lock(mutex_);
    finished_ = true;
    changed_.notify_all();
}

void Process::send_input() {
    const std::lock_guard lock(mutex_);
    while (input_ && input_sent_ < input_text_.size()) {
        const ssize_t count = ::write(
            input_.get(), input_text_.data() + input_sent_, input_text_.size() - input_sent_);
        if (count >= 0) {
            input_sent_ += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            input_.close();  // nobody reads it any more
        }
    }
    if (input_ends_) {
        input_.close();
    }
}

// Takes what is there to read; false at the end.
bool Process::gather(int descriptor, std::string& text) {
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count > 0) {
            const std::lock_guard lock(mutex_);
            text.append(buffer.data(), static_cast<std::size_t>(count));
            changed_.notify_all();
        } else if (count == 0) {
            return false;
        } else if (errno != EINTR) {
            return errno == EAGAIN;
        }
    }
}

bool Process::reap() {
    const std::lock_guard lock(mutex_);
    int status = 0;
    rusage usage{};
    if (wait4(pid_, &status, WNOHANG, &usage) != pid_) {
        return false;
    }
    reaped_ = true;
    outcome_.peak_memory_kib = usage.ru_maxrss;
    if (WIFEXITED(status)) {
        outcome_.status = WEXITSTATUS(status);
    } else {
        outcome_.signal = WTERMSIG(status);
    }
    return true;
}

}  // namespace syncline::tests
