#include "base/command.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace syncline::base {

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

  private:
    int number_;
};

[[noreturn]] void throw_not_started(const std::string& program, int error) {
    throw UsageError("the command \"" + program + "\" cannot be run: " + std::strerror(error));
}

/// Starts the program as the leader of a process group of its own.
pid_t start(const std::vector<std::string>& words, int input, int output) {
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    arguments.reserve(copies.size() + 1);
    for (std::string& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    pid_t child = 0;
    const int failure =
        posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) throw_not_started(words.front(), failure);
    return child;
}

/// One conversation with a program that runs.
class Talk {
  public:
    Talk(Descriptor& input, Descriptor& output, std::string_view text, const CommandLimits& limits)
        : input_(input), output_(output), text_(text), limits_(limits) {
        if (limits.time) deadline_ = Clock::now() + *limits.time;
        if (text_.empty()) input_.close();
    }

    /// Until it closes its output, or a limit is reached.
    void run(CommandResult& result) {
        while (true) {
            std::array<pollfd, 2> ends{
                {{output_.number(), POLLIN, 0}, {input_.number(), POLLOUT, 0}}};
            const int ready = poll(ends.data(), ends.size(), wait_time());
            if (ready < 0 && errno != EINTR) return;
            if (deadline_ && Clock::now() >= *deadline_) {
                result.timed_out = true;
                return;
            }
            if (ready <= 0) continue;
            if (ends[1].revents != 0) give();
            if (ends[0].revents != 0 && !take(result)) return;
        }
    }

  private:
    int wait_time() const {
        if (!deadline_) return -1;
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(*deadline_ - Clock::now())
                .count();
        return static_cast<int>(std::clamp<long long>(left + 1, 0, 60'000));
    }

    /// A program need not read what it is given.
    void give() {
        const ssize_t gone =
            send(input_.number(), text_.data(), text_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (gone > 0) text_.remove_prefix(static_cast<std::size_t>(gone));
        const bool over = gone < 0 && errno != EAGAIN && errno != EINTR;
        if (over || text_.empty()) input_.close();
    }

    bool take(CommandResult& result) {
        std::array<char, 16'384> buffer;
        const ssize_t got = read(output_.number(), buffer.data(), buffer.size());
        if (got < 0) return errno == EINTR;
        if (got == 0) return false;
        result.output.append(buffer.data(), static_cast<std::size_t>(got));
        result.too_much = result.output.size() > limits_.output;
        return !result.too_much;
    }

    Descriptor& input_;
    Descriptor& output_;
    std::string_view text_;
    const CommandLimits& limits_;
    std::optional<Clock::time_point> deadline_;
};

/// Its exit status. One that was told to end, or that closed its output and goes on for longer than
/// it may, is killed.
int end(pid_t child, bool kill_now, const std::optional<Clock::time_point>& deadline, bool& late) {
    int status = 0;
    if (kill_now) kill(-child, SIGKILL);
    while (true) {
        const pid_t ended = waitpid(child, &status, deadline && !kill_now ? WNOHANG : 0);
        if (ended == child) break;
        if (ended < 0 && errno != EINTR) break;
        if (ended == 0 && Clock::now() >= *deadline) {
            late = true;
            kill_now = true;
            kill(-child, SIGKILL);
        } else if (ended == 0) {
            poll(nullptr, 0, 5);
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

CommandResult run_command(const std::vector<std::string>& words,
                          std::string_view input,
                          const CommandLimits& limits) {
    // A socket, unlike a pipe, can be written to without the danger of a signal.
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in.data()) != 0) {
        throw_not_started(words.front(), errno);
    }
    Descriptor our_input(in[0]);
    Descriptor their_input(in[1]);
    if (pipe2(out.data(), O_CLOEXEC) != 0) throw_not_started(words.front(), errno);
    Descriptor our_output(out[0]);
    Descriptor their_output(out[1]);
    std::optional<Clock::time_point> deadline;
    if (limits.time) deadline = Clock::now() + *limits.time;

    const pid_t child = start(words, their_input.number(), their_output.number());
    their_input.close();
    their_output.close();
    CommandResult result;
    Talk(our_input, our_output, input, limits).run(result);
    our_input.close();
    bool late = false;
    result.status = end(child, result.timed_out || result.too_much, deadline, late);
    result.timed_out = result.timed_out || late;
    return result;
}

std::vector<std::string> split_command(std::string_view command) {
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = '\0';
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
            if (in_word) words.push_back(std::move(word));
            word.clear();
            in_word = false;
        } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
            word += command[++i];
            in_word = true;
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
            in_word = true;
        } else if (c == quote) {
            quote = '\0';
        } else {
            word += c;
            in_word = true;
        }
    }
    if (quote != '\0') throw UsageError("the command has a quote that is not closed");
    if (in_word) words.push_back(std::move(word));
    if (words.empty()) throw UsageError("the command is empty");
    return words;
}

}  // namespace syncline::base
