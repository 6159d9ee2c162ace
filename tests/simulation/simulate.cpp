/// Plays stories of the deterministic simulation; see --help.

#include "simulation/simulation.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <random>
#include <string>

namespace {

using namespace syncline::simulation;

constexpr const char* kHelp =
    "usage: simulate --seed N [--trace]        one story\n"
    "       simulate --seeds N [--first N]     so many stories, from this seed on (1)\n"
    "       simulate --seconds N [--first N|--fresh]\n"
    "       simulate --hours N [--first N|--fresh]\n"
    "A violation ends it with 1: it prints the seed and the shortest story that was found.\n";

constexpr std::chrono::seconds kShrinking{20};

struct Options {
    std::optional<std::uint64_t> seed;
    bool trace = false;
    std::uint64_t first = 1;
    std::optional<std::uint64_t> seeds;
    std::optional<std::chrono::seconds> time;
};

std::optional<Options> read_options(int count, char** words) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--trace") {
            options.trace = true;
            continue;
        }
        if (word == "--fresh") {
            options.first = (std::uint64_t{std::random_device{}()} << 20U) + 1'000'000;
            continue;
        }
        if (i + 1 == count) return std::nullopt;
        const std::uint64_t number = std::strtoull(words[++i], nullptr, 10);
        if (word == "--seed") {
            options.seed = number;
        } else if (word == "--seeds") {
            options.seeds = number;
        } else if (word == "--first") {
            options.first = number;
        } else if (word == "--seconds") {
            options.time = std::chrono::seconds(number);
        } else if (word == "--hours") {
            options.time = std::chrono::hours(number);
        } else {
            return std::nullopt;
        }
    }
    if (!options.seed && !options.seeds && !options.time) return std::nullopt;
    return options;
}

int report(const Story& story, const Violation& violation) {
    std::cout << "seed " << story.seed << ": " << violation.kind << ": " << violation.what << "\n"
              << "replay it with: simulate --seed " << story.seed << " --trace\n"
              << "a short story of the same kind:\n"
              << std::flush;
    const Story shortest = shrink(story, violation, kShrinking);
    const auto found = play(shortest).violation;
    std::cout << text_of(shortest) << "which ends in: " << found->kind << ": " << found->what
              << std::endl;
    return 1;
}

int play_one(const Options& options) {
    const Story story = write_story(*options.seed);
    Trace trace;
    if (options.trace) {
        std::cout << text_of(story);
        trace = [](const std::string& line) { std::cout << line << "\n"; };
    }
    const Outcome outcome = play(story, trace);
    if (outcome.violation) return report(story, *outcome.violation);
    std::cout << "seed " << story.seed << ": nothing wrong" << std::endl;
    return 0;
}

int play_many(const Options& options) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    Counts all;
    std::uint64_t seed = options.first;
    const auto goes_on = [&] {
        if (options.seeds) return seed < options.first + *options.seeds;
        return Clock::now() - begin < *options.time;
    };
    int status = 0;
    for (; goes_on() && status == 0; ++seed) {
        const Story story = write_story(seed);
        const Outcome outcome = play(story);
        all.add(outcome.counts);
        if (outcome.violation) status = report(story, *outcome.violation);
    }
    const std::chrono::duration<double> took = Clock::now() - begin;
    std::printf(
        "seeds %llu to %llu: %llu acts (%.0f a second), %llu edits, %llu requests, "
        "%llu faults, %llu deaths, %llu conflicts decided, in %.1f s\n",
        static_cast<unsigned long long>(options.first),
        static_cast<unsigned long long>(seed - 1),
        static_cast<unsigned long long>(all.acts),
        static_cast<double>(all.acts) / took.count(),
        static_cast<unsigned long long>(all.edits),
        static_cast<unsigned long long>(all.requests),
        static_cast<unsigned long long>(all.faults),
        static_cast<unsigned long long>(all.deaths),
        static_cast<unsigned long long>(all.conflicts),
        took.count());
    return status;
}

}  // namespace

int main(int count, char** words) {
    const auto options = read_options(count, words);
    if (!options) {
        std::fputs(kHelp, stderr);
        return 2;
    }
    try {
        return options->seed ? play_one(*options) : play_many(*options);
    } catch (const std::exception& error) {
        std::cerr << "simulate: " << error.what() << std::endl;
        return 70;
    }
}
