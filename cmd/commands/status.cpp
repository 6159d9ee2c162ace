#include "commands/commands.hpp"
#include "times.hpp"

#include <limits>

namespace syncline::cmd {

namespace {

struct StatusArguments {
    bool brief = false;
    bool exit_code = false;
    std::optional<Duration> max_age;
    std::optional<std::uint64_t> max_pending;
};

std::string age_in_words(Duration age) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
    const auto written = [](std::int64_t count, const char* unit) {
        return std::to_string(count) + ' ' + unit + (count == 1 ? "" : "s");
    };
    if (seconds < 120) return written(seconds, "second");
    if (seconds < 7200) return written(seconds / 60, "minute");
    if (seconds < 172'800) return written(seconds / 3600, "hour");
    return written(seconds / 86'400, "day");
}

/// A sentence about what is older than it may be, or nothing. Without a pull the last push counts.
std::string too_old(const StoreStatus& status, Duration most) {
    if (!status.oldest_pending.empty() && age_of(status.oldest_pending) > most) {
        return "a change has waited for " + age_in_words(age_of(status.oldest_pending));
    }
    const bool pulled = !status.last_pull.empty();
    const std::string& last = pulled ? status.last_pull : status.last_push;
    if (last.empty()) return "the store has never been synced";
    if (age_of(last) <= most) return {};
    return std::string("the last ") + (pulled ? "pull" : "push") + " was " +
           age_in_words(age_of(last)) + " ago";
}

Status run(Session& session, const StatusArguments& options) {
    const StoreStatus status = session.reader().status();
    Printer& printer = session.printer();
    printer.status(status, options.brief);
    Status answer = Status::ok;
    const auto say_no = [&](const std::string& sentence) {
        answer = Status::no;
        if (!sentence.empty()) printer.problem({answer, sentence, "", 0});
    };
    if (options.exit_code && status.pending + status.failed + status.conflicts > 0) say_no("");
    if (options.max_age) {
        const std::string sentence = too_old(status, *options.max_age);
        if (!sentence.empty()) say_no(sentence);
    }
    if (options.max_pending && status.pending > *options.max_pending) {
        say_no(std::to_string(status.pending) + " pending, and --max-pending allows " +
               std::to_string(*options.max_pending));
    }
    return answer;
}

}  // namespace

Action status(Spec& spec) {
    auto options = std::make_shared<StatusArguments>();
    spec.flag("--short", options->brief, "print one line");
    spec.flag("--exit-code",
              options->exit_code,
              "end with 1 if operations are pending, failed or in conflict");
    spec.duration("--max-age",
                  options->max_age,
                  Duration{0},
                  "end with 1 if a change has waited longer, or the last pull (if there was none, "
                  "push) was longer ago");
    spec.number("--max-pending",
                "N",
                options->max_pending,
                0,
                std::numeric_limits<std::int64_t>::max(),
                "end with 1 if more than N operations are pending");
    spec.prints("status");
    spec.describe(
        "Shows how many changes wait, failed or are in conflict, and when the store was last "
        "pushed and pulled. Never asks the service, so it works offline and while a sync is "
        "running. With --exit-code, --max-age or --max-pending the exit status answers, for "
        "monitoring.");
    spec.uses_store();
    spec.statuses({Status::no});
    spec.example("syncline status --json");
    spec.example("syncline status --short --max-age 24h --max-pending 1000");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
