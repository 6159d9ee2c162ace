#include "signals.hpp"

#include <csignal>

namespace syncline::cmd {

namespace {

volatile std::sig_atomic_t caught_signal = 0;
volatile std::sig_atomic_t progress_signal = 0;

}  // namespace

extern "C" {

void remember_signal(int signal) {
    caught_signal = signal;
    ::signal(SIGINT, SIG_DFL);
    ::signal(SIGTERM, SIG_DFL);
}

void remember_progress_signal(int signal) {
    progress_signal = signal;
}
}

void catch_stop_signals() {
    struct sigaction action {};
    action.sa_handler = remember_signal;
    ::sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        ::sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
    }
}

bool stop_requested() {
    return caught_signal != 0;
}

void catch_progress_signal() {
    struct sigaction action {};
    action.sa_handler = remember_progress_signal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGUSR1, &action, nullptr);
}

bool progress_requested() {
    if (progress_signal == 0) return false;
    progress_signal = 0;
    return true;
}

Status status_after_signal(Status outcome) {
    return outcome == Status::interrupted && caught_signal == SIGTERM ? Status::terminated
                                                                      : outcome;
}

}  // namespace syncline::cmd
