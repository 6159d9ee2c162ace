#include "power/play.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace syncline::power {

namespace {

/// What becomes of the process once its call has ended.
enum class End : std::uint8_t { goes_on, restarts, loses_power };

struct Play {
    std::size_t number;
    Fault fault;
    End end;
    Disk::Unsynced unsynced;
};

std::string name_of(const Play& play) {
    std::string name = "play " + std::to_string(play.number) + ": " + name_of(play.fault.kind) +
                       " at call " + std::to_string(play.fault.at);
    if (play.fault.lasting) name += " and ever after";
    if (play.end == End::goes_on) return name + ", the process going on";
    if (play.end == End::restarts) return name + ", then another process";
    switch (play.unsynced) {
        case Disk::Unsynced::lost:
            return name + ", power lost with all that was not synced";
        case Disk::Unsynced::kept:
            return name + ", power lost, but nothing else";
        case Disk::Unsynced::some:
            break;
    }
    return name + ", power lost with some of what was not synced";
}

/// The disk fails from the first call of the process on.
void prepare(const Journey& journey, const Fault& fault, Scene& scene) {
    journey.prepare(scene);
    scene.phone.stop();
    scene.disk.fail(fault);
}

void act(const Journey& journey, Scene& scene) {
    if (!scene.phone.is_running()) scene.phone.restart();
    journey.act(scene);
}

/// How many calls of a journey the fault could happen to.
std::uint64_t calls_of(const Journey& journey, Fault::Kind kind) {
    Scene scene(0);
    prepare(journey, {kind, 0, false}, scene);
    act(journey, scene);
    return scene.disk.calls();
}

std::vector<Play> plays_of(std::uint64_t calls, Fault::Kind kind) {
    std::vector<Play> plays;
    const auto add = [&](const Fault& fault, End end, Disk::Unsynced unsynced) {
        plays.push_back({plays.size(), fault, end, unsynced});
    };
    if (kind == Fault::Kind::power_loss) {
        // At the last of these calls all has been done before.
        for (std::uint64_t at = 1; at <= calls + 1; ++at) {
            for (const auto unsynced :
                 {Disk::Unsynced::lost, Disk::Unsynced::kept, Disk::Unsynced::some}) {
                add({kind, at, false}, End::loses_power, unsynced);
            }
        }
        return plays;
    }
    for (std::uint64_t at = 1; at <= calls; ++at) {
        for (const bool lasting : {false, true}) {
            for (const End end : {End::goes_on, End::restarts, End::loses_power}) {
                add({kind, at, lasting}, end, Disk::Unsynced::some);
            }
        }
    }
    return plays;
}

std::size_t sample_of(const Journey& journey, Fault::Kind kind) {
    const std::size_t most = kind == Fault::Kind::power_loss ? kMostWithoutPower : kMost;
    return std::max<std::size_t>(most / journey.cost, 1);
}

/// Those that are played now.
std::vector<Play> chosen(std::vector<Play> plays, std::size_t sample) {
    if (const char* const number = std::getenv("SYNCLINE_TEST_PLAY"))
        return {plays.at(std::stoul(number))};
    if (plays.size() <= sample || std::getenv("SYNCLINE_TEST_EVERY_CALL") != nullptr) return plays;
    std::vector<Play> some;
    std::sample(plays.begin(), plays.end(), std::back_inserter(some), sample, std::mt19937_64(1));
    return some;
}

/// What a person is told when the disk fails: the disk's fault, in one sentence.
void expect_words(const Error& error) {
    EXPECT_EQ(error.status(), Status::io) << error.what();
    const std::string sentence = error.what();
    EXPECT_FALSE(sentence.empty());
    EXPECT_EQ(sentence.find('\n'), std::string::npos);
}

void act_while_it_fails(const Journey& journey, Scene& scene) {
    try {
        act(journey, scene);
        scene.has_acted = true;
    } catch (const journey::Killed&) {
        EXPECT_FALSE(scene.disk.has_power());
    } catch (const Error& error) {
        EXPECT_TRUE(scene.disk.has_failed()) << error.what();
        if (!scene.disk.has_power()) return;  // and nobody has read it
        expect_words(error);
        const bool may_be_there =
            error.hint().find("whether the change is there") != std::string::npos;
        if (!may_be_there) scene.promises.take_back();
    }
}

void come_to(End end, Disk::Unsynced unsynced, Scene& scene) {
    if (end == End::goes_on && scene.phone.is_running()) {
        scene.disk.heal();
        return;
    }
    scene.phone.stop();
    scene.disk.heal();
    if (end == End::loses_power) scene.disk.restore_power(unsynced);
    scene.phone.restart();
}

void expect_sound(Scene& scene) {
    for (const Finding& finding : scene.phone->check({}).findings) {
        ADD_FAILURE() << finding.what << ": " << finding.sentence;
    }
}

void run(const Journey& journey, const Play& play) {
    SCOPED_TRACE(std::string(journey.name) + ", " + name_of(play));
    try {
        Scene scene(play.number);
        scene.tidy = play.end != End::loses_power && play.fault.kind != Fault::Kind::remove_error;
        prepare(journey, play.fault, scene);
        act_while_it_fails(journey, scene);
        come_to(play.end, play.unsynced, scene);
        expect_sound(scene);
        journey.look(scene);
        act(journey, scene);
        scene.has_acted = true;
        journey.finish(scene);
    } catch (const Error& error) {
        ADD_FAILURE() << error.what() << " (" << error.hint() << ")";
    }
}

}  // namespace

void at_every_call(const Journey& journey, Fault::Kind kind) {
    const std::uint64_t calls = calls_of(journey, kind);
    const std::vector<Play> all = plays_of(calls, kind);
    const std::vector<Play> plays = chosen(all, sample_of(journey, kind));
    std::cout << journey.name << ", " << name_of(kind) << ": " << calls << " calls, "
              << plays.size() << " of " << all.size() << " plays\n";
    for (const Play& play : plays) {
        run(journey, play);
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace syncline::power
