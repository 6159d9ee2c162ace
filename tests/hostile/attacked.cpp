#include "hostile/attacked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <sys/resource.h>

namespace syncline::tests {
namespace {

Words joined(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// What is measured of another process is no less than this one's.
[[maybe_unused]] long own_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Control characters of what a person reads.
bool is_harmless(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F);
    });
}

}  // namespace

Attacked::Attacked(const RawService& service, const std::string& protocol) {
    program_.must({"init", "--url", service.url(), "--protocol", protocol});
    program_.must({"define-table", "todoitem", "text:string", "complete:boolean"});
    program_.must({"import", "-", "--table", "todoitem", "--as-server"},
                  item_text("clean", 1) + "\n" + item_text("changed", 2) + "\n");
    program_.must({"update", "todoitem", "changed", "--set", "text=mine"});
    program_.must({"insert", "todoitem", "--id", "made", "--set", "text=mine"});
    before_ = state();
}

Outcome Attacked::run(const Words& words, long memory) const {
    Command command = program_.command(words);
    command.timeout = kMostTime;
    const Outcome outcome = tests::run(command);
    EXPECT_FALSE(outcome.timed_out);
    EXPECT_EQ(outcome.signal, 0);
#ifdef SYNCLINE_SANITIZED
    (void)memory;  // freed memory is kept there, to see who uses it
#else
    EXPECT_LE(outcome.peak_memory_kib, std::max(memory, own_memory()));
#endif
    EXPECT_TRUE(is_harmless(outcome.err)) << outcome.err;
    EXPECT_THAT(outcome.err, testing::AnyOf("", testing::StartsWith("syncline: ")));
    EXPECT_EQ(outcome.status != 0 && outcome.err.empty(), false) << "it says why";
    return outcome;
}

Outcome Attacked::pull(const Words& options, long memory) const {
    return run(
        joined({"pull", "todoitem", "--no-push", "--retry", "0", "--query-id", "all"}, options),
        memory);
}

Outcome Attacked::push(const Words& options, long memory) const {
    return run(joined({"push", "--retry", "0"}, options), memory);
}

std::string Attacked::state() const {
    std::istringstream lines(program_.dump());
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
        const bool is_history = line.rfind("INSERT INTO __runs", 0) == 0 ||
                                line.find("sqlite_sequence VALUES('__runs'") != std::string::npos ||
                                line.rfind("INSERT INTO __settings VALUES('service'", 0) == 0;
        if (!is_history) kept += line + '\n';
    }
    return kept;
}

void Attacked::expect_untouched() const {
    EXPECT_EQ(state(), before_);
    for (const auto& entry : std::filesystem::directory_iterator(program_.folder().path())) {
        EXPECT_THAT(entry.path().filename().string(), testing::StartsWith("store.db"));
    }
}

std::string item_text(const std::string& id, int millisecond, const std::string& more) {
    const std::string digits = std::to_string(1'000 + millisecond % 1'000).substr(1);
    return R"({"id":")" + id +
           R"(","version":"MQ==","text":"theirs","updatedAt":"2020-01-01T00:00:00.)" + digits +
           "Z\"" + more + "}";
}

}  // namespace syncline::tests
