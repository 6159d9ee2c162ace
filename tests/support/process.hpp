#pragma once

#include "support/descriptor.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace syncline::tests {

/// A program to run. It does not see the caller's environment but a fixed one: LC_ALL=C.UTF-8,
/// TZ=UTC, the caller's PATH, a fresh empty HOME, and what `environment` adds or replaces.
struct Command {
    std::string program;  ///< a path, or a name to be found in PATH
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};
    std::string input = {};                ///< what it reads from standard input
    std::filesystem::path directory = {};  ///< where it runs; empty: here
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
};

/// How a program ended and what it wrote.
struct Outcome {
    int status = -1;         ///< the exit status; -1 if it was killed
    int signal = 0;          ///< the signal that killed it, or 0
    bool timed_out = false;  ///< it was killed because its time was up
    std::string out;
    std::string err;
    long peak_memory_kib = 0;  ///< its greatest resident size, or the test's own if that is more
};

/// Runs `command` to its end; kills it and what it started when its time is up.
/// Throws std::system_error if it cannot be started.
Outcome run(const Command& command);

/// A program that runs beside the test. What it writes is gathered all the time, so it never
/// waits for its reader. The destructor kills it and what it started. Its functions may be called
/// from any thread.
class Process {
  public:
    /// Starts the program. Its standard input stays open after `command.input` until
    /// close_input(); `command.timeout` is not used. Throws std::system_error.
    explicit Process(const Command& command);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t pid() const { return pid_; }

    /// Hands text to its standard input; does not wait until it is read.
    void write(std::string_view text);
    void close_input();

    /// The next line of its standard output, without the line break; nothing if the output ended
    /// first. Throws std::runtime_error when the time is up.
    std::optional<std::string> read_line(
        std::chrono::milliseconds timeout = std::chrono::seconds(60));

    /// Sends a signal to the program itself, if it still runs.
    void send_signal(int signal);

    /// Waits for its end; when the time is up, kills it and what it started. Does not close its
    /// standard input.
    Outcome wait(std::chrono::microseconds timeout = std::chrono::seconds(60));

    /// SIGKILL, and waits.
    Outcome kill();

  private:
    void serve();
    void send_input();
    bool gather(int descriptor, std::string& text);
    bool reap();
    void wake();

    TempDir home_;
    Descriptor input_;
    Descriptor out_;
    Descriptor err_;
    Descriptor exited_;  // a pidfd
    Descriptor wake_;    // an eventfd
    pid_t pid_ = 0;

    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::string input_text_;
    std::size_t input_sent_ = 0;
    bool input_ends_ = false;
    std::size_t lines_read_ = 0;  // bytes of outcome_.out that read_line handed out
    bool reaped_ = false;
    bool finished_ = false;  // reaped, and all output is in
    Outcome outcome_;

    std::thread thread_;
};

}  // namespace syncline::tests
