#include "commands/commands.hpp"

namespace syncline::cmd {

Action log(Spec& spec) {
    constexpr std::size_t kUsual = 20;
    constexpr std::uint64_t kMost = 1'000'000;
    auto limit = std::make_shared<std::size_t>(kUsual);
    spec.number("--limit", "N", *limit, 0, kMost, "the last N runs (20)");
    spec.prints("runs");
    spec.example("syncline log --limit 1 --json");
    return [limit](Session& session) {
        session.printer().runs(session.reader().runs(*limit));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
