#include "simulation/story.hpp"

#include "simulation/random.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace syncline::simulation {

namespace {

struct Kind {
    Deed deed;
    const char* name;
    unsigned weight;
};

constexpr std::size_t kOfReplicas = 22;

/// Each deed with how often it is done, beside the others of its half.
constexpr std::array<Kind, 29> kKinds{{
    {Deed::insert, "insert", 120},
    {Deed::insert_many, "insert-many", 15},
    {Deed::update, "update", 180},
    {Deed::complete, "complete", 40},
    {Deed::remove, "delete", 60},
    {Deed::undelete, "undelete", 15},
    {Deed::push, "push", 130},
    {Deed::pull, "pull", 110},
    {Deed::pull_full, "pull-full", 8},
    {Deed::sync, "sync", 80},
    {Deed::purge, "purge", 3},
    {Deed::purge_some, "purge-some", 3},
    {Deed::purge_by_force, "purge-by-force", 2},
    {Deed::hold, "hold", 8},
    {Deed::release, "release", 12},
    {Deed::retry, "retry", 8},
    {Deed::drop, "drop", 8},
    {Deed::drop_keeping, "drop-keeping", 4},
    {Deed::resolve, "resolve", 40},
    {Deed::redefine, "redefine", 8},
    {Deed::restart, "restart", 10},
    {Deed::step_clock, "step-clock", 8},
    {Deed::others_insert, "others-insert", 30},
    {Deed::others_burst, "others-burst", 8},
    {Deed::others_update, "others-update", 60},
    {Deed::others_remove, "others-remove", 15},
    {Deed::others_undelete, "others-undelete", 8},
    {Deed::others_meanwhile, "others-meanwhile", 20},
    {Deed::service_clock, "service-clock", 5},
}};

Deed draw(Random& random, std::size_t first, std::size_t end) {
    unsigned all = 0;
    for (std::size_t i = first; i < end; ++i) all += kKinds[i].weight;
    auto left = static_cast<unsigned>(random.below(all));
    for (std::size_t i = first; i < end; ++i) {
        if (left < kKinds[i].weight) return kKinds[i].deed;
        left -= kKinds[i].weight;
    }
    std::abort();  // the weights add up to `all`
}

Wanted wanted(Random& random, const std::string& table) {
    switch (random.below(5)) {
        case 0:
            return {table, "high", "rank ge 300"};
        case 1:
            return {table, "open", "complete eq false"};
        default:
            return {table, "all", ""};
    }
}

}  // namespace

const char* name_of(Deed deed) {
    return kKinds[static_cast<std::size_t>(deed)].name;
}

Story write_story(std::uint64_t seed) {
    Random random(seed);
    Story story;
    story.seed = seed;
    story.service.protocol = random.chance(50) ? "v2" : "v3";
    story.service.soft["todo"] = random.chance(70);
    story.service.soft["tag"] = random.chance(50);
    if (random.chance(60)) story.service.page_cut = random.between(2, 12);
    const auto replicas = static_cast<std::size_t>(random.between(2, 5));
    for (std::size_t i = 0; i < replicas; ++i) {
        story.replicas.push_back({wanted(random, "todo"), wanted(random, "tag")});
    }
    story.faults = random.pick(std::vector<int>{0, 5, 15, 40});
    story.deaths = random.pick(std::vector<int>{0, 5, 20});
    const int longest_gap = random.pick(std::vector<int>{20, 200, 3'000});
    const auto acts = static_cast<int>(random.between(40, 160));
    Ticks time{0};
    for (int number = 1; number <= acts; ++number) {
        time += Ticks(random.between(0, longest_gap));
        Act act;
        act.number = number;
        act.at = time;
        act.seed = random.next();
        if (random.chance(80)) {
            act.who = static_cast<Author>(random.below(replicas));
            act.process = random.chance(15) ? 1 : 0;
            act.deed = draw(random, 0, kOfReplicas);
        } else {
            act.deed = draw(random, kOfReplicas, kKinds.size());
        }
        story.acts.push_back(act);
    }
    return story;
}

bool selects(std::string_view filter, const Item& item) {
    if (filter.empty()) return true;
    if (filter == "complete eq false") {
        const Value complete = member_of(item, "complete");
        return complete.kind() == Value::Kind::boolean && !complete.is_true();
    }
    const Value rank = member_of(item, "rank");
    return !rank.is_null() && std::stoll(rank.text()) >= 300;
}

std::string text_of(const Act& act) {
    std::string text =
        "act " + std::to_string(act.number) + " at " + std::to_string(act.at.count()) + " ms: ";
    if (act.who != kSomebody) {
        text += "replica " + std::to_string(act.who) + (act.process == 0 ? " " : "' ");
    }
    return text + name_of(act.deed);
}

std::string text_of(const Story& story) {
    std::string text = "seed " + std::to_string(story.seed) + ", " + story.service.protocol;
    for (const auto& [table, soft] : story.service.soft) {
        text += ", " + table + (soft ? " soft" : " hard");
    }
    if (story.service.page_cut) text += ", pages of " + std::to_string(*story.service.page_cut);
    text += ", " + std::to_string(story.faults) + "% faults, " + std::to_string(story.deaths) +
            "% deaths\n";
    for (std::size_t i = 0; i < story.replicas.size(); ++i) {
        text += "replica " + std::to_string(i) + ":";
        for (const Wanted& wanted : story.replicas[i]) {
            text += " " + wanted.table + (wanted.filter.empty() ? "" : " where ") + wanted.filter;
        }
        text += "\n";
    }
    for (const Act& act : story.acts) text += text_of(act) + "\n";
    return text;
}

}  // namespace syncline::simulation
