#include "commands/sync_options.hpp"

#include <limits>

namespace syncline::cmd {

void add_push_options(Spec& spec, PushOptions& options) {
    spec.number("--max-push",
                "N",
                options.max_operations,
                1,
                std::numeric_limits<std::int64_t>::max(),
                "send at most N operations");
    spec.flag("--stop-on-error", options.stop_on_error, "stop at the first rejection or conflict");
}

void add_pull_options(Spec& spec, PullOptions& options) {
    constexpr std::uint64_t kLargestPage = 100'000;
    spec.flag("--full", options.full, "forget how far the query was pulled, and begin again");
    spec.number("--page-size", "N", options.page_size, 1, kLargestPage, "ask for N items a page");
    spec.duration("--settle",
                  options.settle,
                  Duration{0},
                  "how late the service may show what it has stamped (10s)");
}

}  // namespace syncline::cmd
