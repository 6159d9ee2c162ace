#include "simulation/scheduler.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <ucontext.h>

// g++ says it by the one, clang by the other.
#if defined(__SANITIZE_ADDRESS__)
#define SIMULATION_ANNOUNCES_STACKS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIMULATION_ANNOUNCES_STACKS
#endif
#endif
#ifdef SIMULATION_ANNOUNCES_STACKS
#include <sanitizer/common_interface_defs.h>
#endif

namespace syncline::simulation {

namespace {

constexpr std::size_t kStack = 1U << 19U;

}  // namespace

/// A stack of its own on the one thread: to hand over the turn costs next to nothing, however busy
/// the machine is.
class Process {
  public:
    Process(Scheduler& scheduler, std::function<void()> body)
        : scheduler_(scheduler), body_(std::move(body)), stack_(new char[kStack]) {
        getcontext(&own_);
        own_.uc_stack.ss_sp = stack_.get();
        own_.uc_stack.ss_size = kStack;
        own_.uc_link = nullptr;
        makecontext(&own_, &Process::enter, 0);
    }

    bool ended() const { return ended_; }

    /// Gives it its turn, until it sleeps or ends.
    void resume() {
        scheduler_.current_ = this;
        change(others_, own_, {stack_.get(), kStack});
        scheduler_.current_ = nullptr;
    }

    /// Gives the turn back until the next one.
    void yield() { caller_ = change(own_, others_, caller_); }

    /// Which sleep it is in: a wake-up for an earlier one means nothing.
    std::uint64_t sleeps = 0;

  private:
    struct Stack {
        const void* bottom = nullptr;
        std::size_t size = 0;
    };

    static void enter() { beginning_->live(); }

    void live() {
        caller_ = arrived(nullptr);
        try {
            if (!scheduler_.stopped()) body_();
        } catch (const Killed&) {
            // the simulation is over
        }
        ended_ = true;
        yield();
    }

    /// Leaves one context for another until somebody comes back; returns the stack he comes from.
    Stack change(ucontext_t& from, ucontext_t& to, const Stack& stack) {
        void* fake_stack = nullptr;
#ifdef SIMULATION_ANNOUNCES_STACKS
        __sanitizer_start_switch_fiber(&fake_stack, stack.bottom, stack.size);
#else
        static_cast<void>(stack);
#endif
        beginning_ = this;
        swapcontext(&from, &to);
        return arrived(fake_stack);
    }

    static Stack arrived(void* fake_stack) {
        Stack left;
#ifdef SIMULATION_ANNOUNCES_STACKS
        __sanitizer_finish_switch_fiber(fake_stack, &left.bottom, &left.size);
#else
        static_cast<void>(fake_stack);
#endif
        return left;
    }

    static inline Process* beginning_ = nullptr;  ///< a context cannot be given a pointer

    Scheduler& scheduler_;
    std::function<void()> body_;
    std::unique_ptr<char[]> stack_;
    ucontext_t own_{};
    ucontext_t others_{};
    Stack caller_;  ///< of whoever gave it its turn
    bool ended_ = false;
};

Scheduler::Scheduler() = default;

Scheduler::~Scheduler() {
    kill_all();
}

void Scheduler::kill_all() {
    end();
    for (const auto& process : processes_) {
        while (!process->ended()) process->resume();
    }
}

void Scheduler::at(Ticks time, std::function<void()> event) {
    events_.emplace(Key{std::max(time, now_), ++last_}, std::move(event));
}

Process& Scheduler::start(std::function<void()> body) {
    processes_.push_back(std::make_unique<Process>(*this, std::move(body)));
    Process& process = *processes_.back();
    at(now_, [&process] { process.resume(); });
    return process;
}

void Scheduler::sleep(Ticks until) {
    if (stopped_) throw Killed{};
    Process& process = *current_;
    const std::uint64_t sleep = ++process.sleeps;
    at(until, [&process, sleep] {
        if (process.sleeps == sleep && !process.ended()) process.resume();
    });
    process.yield();
    ++process.sleeps;
    if (stopped_) throw Killed{};
}

void Scheduler::wake(Process& process) {
    const std::uint64_t sleep = process.sleeps;
    at(now_, [&process, sleep] {
        if (process.sleeps == sleep && !process.ended()) process.resume();
    });
}

void Scheduler::run() {
    while (!stopped_ && !events_.empty()) {
        auto first = events_.extract(events_.begin());
        now_ = first.key().first;
        first.mapped()();
    }
}

}  // namespace syncline::simulation
