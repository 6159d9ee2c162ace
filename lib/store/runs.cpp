#include "store/runs.hpp"

#include <syncline/value.hpp>

#include <charconv>

namespace syncline::store {

namespace {

constexpr const char* kKept = "1000";

Value number(std::uint64_t value) {
    return Value::number(std::to_string(value));
}

std::uint64_t read_number(const Members& members, std::string_view name) {
    const Value* const value = find_member(members, name);
    std::uint64_t number = 0;
    if (value == nullptr) return number;
    const std::string& text = value->text();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

void Runs::add(const RunRecord& run) {
    const std::string summary = write_members({{"pushed", number(run.pushed)},
                                               {"pulled", number(run.pulled)},
                                               {"failed", number(run.failed)},
                                               {"conflicts", number(run.conflicts)},
                                               {"requests", number(run.requests)},
                                               {"reason", Value::string(run.reason)}});
    database_
        .prepare(
            "INSERT INTO __runs (command, started, ended, outcome, summary)"
            " VALUES (?, ?, ?, ?, ?)")
        .bind_all(
            run.command, run.started, run.ended, static_cast<std::int64_t>(run.outcome), summary)
        .run();
    trim();
}

std::uint64_t Runs::trim() {
    return static_cast<std::uint64_t>(
        database_
            .prepare(
                std::string("DELETE FROM __runs WHERE run <= (SELECT max(run) FROM __runs) - ") +
                kKept)
            .run());
}

std::vector<RunRecord> Runs::last(std::size_t limit) {
    std::vector<RunRecord> runs;
    auto rows = database_.prepare(
        "SELECT command, started, ended, outcome, summary FROM __runs ORDER BY run DESC LIMIT ?");
    rows.bind(static_cast<std::int64_t>(limit));
    while (rows.step()) {
        const Members summary = read_members(rows.text(4));
        RunRecord run;
        run.command = rows.string(0);
        run.started = rows.string(1);
        run.ended = rows.string(2);
        run.outcome = static_cast<Status>(rows.integer(3));
        run.pushed = read_number(summary, "pushed");
        run.pulled = read_number(summary, "pulled");
        run.failed = read_number(summary, "failed");
        run.conflicts = read_number(summary, "conflicts");
        run.requests = read_number(summary, "requests");
        if (const Value* const reason = find_member(summary, "reason")) run.reason = reason->text();
        runs.push_back(std::move(run));
    }
    return runs;
}

}  // namespace syncline::store
