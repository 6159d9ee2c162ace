#include "real/killer.hpp"

namespace syncline::tests {

void Killer::lie_in_wait(FaultProxy& proxy,
                         std::size_t number,
                         Moment moment,
                         const std::string& method,
                         std::size_t bytes) {
    const auto hook = [this](const SeenRequest&) { strike(); };
    const Match match{.method = method, .first = number};
    switch (moment) {
        case Moment::before_the_server:
            return proxy.on(match, call_before(hook));
        case Moment::after_the_server:
            return proxy.on(match, call_after(hook));
        case Moment::within_the_answer:
            return proxy.on(match, cut_body(bytes, [this] { strike(); }));
    }
}

Outcome Killer::run(const Command& command, std::chrono::microseconds time) {
    Process process(command);
    process.close_input();
    started_.set_value(&process);
    const Outcome outcome = process.wait(time);
    over();
    return outcome;
}

Outcome Killer::run_until_line(const Command& command, std::size_t lines) {
    Process process(command);
    process.close_input();
    started_.set_value(&process);
    for (std::size_t line = 0; line < lines && process.read_line(); ++line) {
    }
    const Outcome outcome = process.kill();
    over();
    return outcome;
}

void Killer::strike() {
    Process* process = victim_.get();
    const std::lock_guard lock(mutex_);
    if (over_) return;
    if (signal_ == SIGKILL) {
        process->kill();
    } else {
        process->send_signal(signal_);
    }
}

void Killer::over() {
    const std::lock_guard lock(mutex_);
    over_ = true;
}

}  // namespace syncline::tests
