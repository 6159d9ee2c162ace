// bench_run REPORT LIMIT COMMAND [ARGUMENT…]: runs a command and writes what it took.
//
// REPORT becomes one JSON object: its exit status, wall time, CPU time and peak memory, and whether
// it was ended (SIGTERM) after LIMIT seconds; 0 is no limit. This program is small on purpose: what
// Linux calls a child's peak memory is at least that of the process that started it.

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

pid_t child = 0;
volatile std::sig_atomic_t limited = 0;

void end_child(int signal) {
    if (signal == SIGALRM) limited = 1;
    if (child > 0) kill(child, SIGTERM);
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int status_of(int raw) {
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
}

bool write_report(const char* path, int status, double wall, const rusage& usage) {
    std::FILE* const file = std::fopen(path, "w");
    if (file == nullptr) return false;
    std::fprintf(file,
                 "{\"status\":%d,\"seconds\":%.9f,\"user\":%.6f,\"system\":%.6f,\"peak_kb\":%ld,"
                 "\"limited\":%s}\n",
                 status,
                 wall,
                 seconds(usage.ru_utime),
                 seconds(usage.ru_stime),
                 usage.ru_maxrss,
                 limited != 0 ? "true" : "false");
    return std::fclose(file) == 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: bench_run REPORT LIMIT COMMAND [ARGUMENT...]\n");
        return 2;
    }
    std::signal(SIGALRM, end_child);
    std::signal(SIGTERM, end_child);
    const auto began = Clock::now();
    child = fork();
    if (child < 0) {
        std::perror("bench_run: fork");
        return 2;
    }
    if (child == 0) {
        // It does not outlive a run that was interrupted.
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        execvp(argv[3], argv + 3);
        std::fprintf(stderr, "bench_run: %s: %s\n", argv[3], std::strerror(errno));
        _exit(127);
    }
    alarm(static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)));
    int raw = 0;
    rusage usage{};
    while (wait4(child, &raw, 0, &usage) < 0 && errno == EINTR) {
    }
    const double wall = std::chrono::duration<double>(Clock::now() - began).count();
    return write_report(argv[1], status_of(raw), wall, usage) ? 0 : 2;
}
