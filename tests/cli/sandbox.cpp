#include "cli/sandbox.hpp"

namespace syncline::tests {

Outcome Sandbox::run(const std::string& command) {
    Command shell;
    shell.program = "/bin/sh";
    shell.arguments = {"-c", command};
    shell.directory = folder_.path();
    shell.environment = {
        {"PATH", std::string(SYNCLINE_PROGRAM_FOLDER) + ":/usr/local/bin:/usr/bin:/bin"},
        {"HOME", folder()},
        {"TMPDIR", folder()},
        // A sanitizer's report must not look like the answer "no".
        {"ASAN_OPTIONS", "exitcode=99"},
        {"UBSAN_OPTIONS", "exitcode=99:print_stacktrace=1"}};
    // Kept to the end: with it goes what the shell left running.
    shells_.push_back(std::make_unique<Process>(shell));
    shells_.back()->close_input();
    return shells_.back()->wait();
}

}  // namespace syncline::tests
