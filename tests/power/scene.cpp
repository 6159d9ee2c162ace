#include "power/scene.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <filesystem>

namespace syncline::power {

namespace {

Promises::Lines lines_of(Device& phone) {
    Promises::Lines lines;
    phone->query("todo", {}, [&lines](const Item& item) {
        lines.emplace(item.id, journey::shown_line(item));
        return true;
    });
    return lines;
}

Promises::Lines changed(Promises::Lines lines, const Promises::Lines& changes) {
    for (const auto& [id, line] : changes) {
        if (line.empty()) {
            lines.erase(id);
        } else {
            lines[id] = line;
        }
    }
    return lines;
}

/// A run that the store has ended throws nothing: that is in its result.
void throw_store_error(const PushResult& push) {
    if (push.status != PushStatus::cancelled_by_sync_store_error) return;
    throw StoreError(push.outcome, push.reason, push.hint);
}

}  // namespace

void Promises::take(Device& phone) {
    promised_ = lines_of(phone);
    under_way_.clear();
}

void Promises::change(const Lines& lines, const std::function<void()>& act) {
    under_way_ = lines;
    act();
    promised_ = changed(promised_, lines);
    under_way_.clear();
}

void Promises::expect_kept(Device& phone) {
    const Lines there = lines_of(phone);
    const bool all_done = there == changed(promised_, under_way_);
    EXPECT_TRUE(all_done || there == promised_) << testing::PrintToString(there);
    take(phone);
}

Scene::Scene(std::uint64_t seed) : disk(seed) {
    world.on_request = [this](const journey::Exchange& /*exchange*/) {
        if (!disk.has_power()) throw journey::Killed{};
    };
}

std::string Scene::path(const std::string& name) const {
    return (std::filesystem::path(phone.path()).parent_path() / name).string();
}

void Scene::push() {
    const PushResult result = phone.push();
    throw_store_error(result);
    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
}

void Scene::pull() {
    PullOptions options;
    options.page_size = 10;
    const PullResult result = phone.pull(options);
    if (result.push) throw_store_error(*result.push);
    EXPECT_EQ(result.outcome, Status::ok) << result.reason;
}

void Scene::converge() {
    push();
    pull();
    EXPECT_EQ(phone.queued(), std::vector<std::string>());
    EXPECT_EQ(phone.shown(), world.backend.shown("todo"));
    promises.expect_kept(phone);
}

void keep(Scene& scene) {
    scene.promises.expect_kept(scene.phone);
}

void converge(Scene& scene) {
    scene.converge();
}

void nothing(Scene& /*scene*/) {}

void PrintTo(const Journey& journey, std::ostream* out) {
    *out << journey.name;
}

}  // namespace syncline::power
