#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// One switchable fault, as `--fault SPEC` names it:
///
///     SPEC     = ACTION { "@" SELECTOR "=" VALUE }
///     ACTION   = fail:STATUS                 answer with this status and a JSON error
///              | retry-after:STATUS:SECONDS  the same with a Retry-After header
///              | html                        answer 200 with an HTML page, as a portal does
///              | delay:MS                    wait, then go on
///              | drop-before                 close the connection; nothing was done
///              | drop-after                  do it, then close the connection unanswered
///              | late-commit:MS              stamp a write now, do and answer it MS later
///     SELECTOR = method   only requests of this method
///              | path     only requests whose decoded path and query hold this text
///              | skip     let the first VALUE of them pass
///              | every    of the rest only each VALUE-th
///              | next     stop after VALUE hits
///
/// `late-commit` looks at writes only. With several faults each counts for itself; waits add up,
/// and of several answers the first named wins.
struct Fault {
    enum class Action : std::uint8_t {
        fail,
        retry_after,
        html,
        delay,
        drop_before,
        drop_after,
        late_commit,
    };

    Action action = Action::fail;
    int status = 0;  ///< fail, retry_after
    std::chrono::seconds retry_after{0};
    std::chrono::milliseconds time{0};  ///< delay, late_commit

    std::string method;  ///< empty: any
    std::string path;    ///< empty: any
    std::uint64_t skip = 0;
    std::uint64_t every = 1;
    std::optional<std::uint64_t> next;
};

/// Reads a SPEC. Throws UsageError naming the part that is wrong and what was expected.
Fault read_fault(std::string_view spec);

/// What the faults do to one request.
struct Verdict {
    std::chrono::milliseconds delay{0};
    std::chrono::milliseconds late_commit{0};
    std::optional<Fault>
        instead;  ///< fail, retry_after, html or drop_before: do this, not the work
    bool drop_after = false;
};

/// The faults of one server, with their counters. Thread-safe.
class Faults {
  public:
    explicit Faults(std::vector<Fault> faults);

    /// Counts one request. `target` is decoded.
    Verdict next(std::string_view method, std::string_view target);

  private:
    struct Counted {
        Fault fault;
        std::uint64_t seen = 0;
        std::uint64_t hits = 0;
    };
    static bool strikes(Counted& counted, std::string_view method, std::string_view target);

    std::mutex mutex_;
    std::vector<Counted> faults_;
};

}  // namespace syncline::server
