#include "real/story.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace syncline::tests {
namespace {

constexpr std::size_t kShared = 4;

bool begins(const std::string& id, const char* with) {
    return id.rfind(with, 0) == 0;
}

bool is_own(const std::string& id) {
    return !begins(id, "shared-") && !begins(id, "other-");
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream input(text);
    for (std::string line; std::getline(input, line);) lines.push_back(line);
    // The last one may be cut off.
    if (!text.empty() && text.back() != '\n') lines.pop_back();
    return lines;
}

}  // namespace

std::string Step::line() const {
    std::string line = "syncline";
    for (const std::string& word : words) line += " " + word;
    return line;
}

Story::Story(const Backend& backend, const Program& program, std::uint32_t seed)
    : backend_(backend), program_(program), server_(backend.table()), random_(seed) {
    for (std::size_t i = 0; i < kShared; ++i) {
        const std::string id = backend_.id("shared-" + std::to_string(i));
        RemoteTable::body(server_->insert({{"id", id}, {"text", marker("theirs-")}}), 201);
    }
    program_.must({"pull", "todoitem", "--query-id", "all"});
    look();
}

Step Story::next() {
    const std::size_t choice = below(10);
    if (choice < 4) return change();
    return choice < 8 ? run() : housekeeping();
}

Step Story::beside(const Step& other) {
    return other.talks ? change() : run();
}

Step Story::change() {
    switch (own_.empty() ? 0 : below(10)) {
        case 0:
        case 1:
            return insert();
        case 2:
            return insert_many();
        case 3:
            return complete();
        case 4:
        case 5:
            return remove();
        case 6:
            if (!shared_.empty()) {
                return {{"update", "todoitem", any_shared(), "--set", "text=" + marker("both-")}};
            }
            [[fallthrough]];
        default:
            return update();
    }
}

Step Story::insert() {
    const std::string text = marker("own-");
    Step step{{"insert", "todoitem", "--set", "text=" + text}};
    step.prints_ids = true;
    if (below(2) == 0) {
        ledger_.attempt_inserts({text});
        return step;
    }
    const std::string id = backend_.id(text);
    ledger_.attempt(id, text);
    step.words.insert(step.words.end(), {"--id", id});
    step.changes = {id};
    return step;
}

Step Story::insert_many() {
    Step step{{"insert", "todoitem", "--stdin"}};
    step.prints_ids = true;
    std::vector<std::string> texts;
    for (std::size_t count = 2 + below(20); count > 0; --count) {
        texts.push_back(marker("own-"));
        step.input += Json({{"text", texts.back()}}).dump() + "\n";
    }
    ledger_.attempt_inserts(std::move(texts));
    return step;
}

Step Story::update() {
    Step step{{"update", "todoitem", "--stdin"}};
    step.changes = some_own(6);
    for (const std::string& id : step.changes) {
        const std::string text = marker("own-");
        const bool is_complete = ledger_.known(id).value_or("").back() == '!';
        ledger_.attempt(id, text + (is_complete ? "!" : ""));
        step.input += Json({{"id", id}, {"text", text}}).dump() + "\n";
    }
    return step;
}

Step Story::complete() {
    const bool undo = below(4) == 0;
    Step step{{"complete", "todoitem"}};
    if (undo) step.words.emplace_back("--undo");
    for (const std::string& id : some_own(3)) {
        std::string state = ledger_.known(id).value_or("");
        if (state.back() == '!') state.pop_back();
        ledger_.attempt(id, undo ? state : state + "!");
        step.words.push_back(id);
        step.changes.push_back(id);
    }
    return step;
}

Step Story::remove() {
    Step step{{"delete", "todoitem"}};
    step.changes = some_own(3);
    for (const std::string& id : step.changes) ledger_.attempt(id, std::nullopt);
    step.words.insert(step.words.end(), step.changes.begin(), step.changes.end());
    if (below(10) == 0 && !shared_.empty()) step.words.push_back(any_shared());
    return step;
}

Step Story::run() {
    static const std::array<Words, 7> kRuns = {
        {{"push"},
         {"push", "--parallel", "1"},
         {"sync"},
         {"sync", "--page-size", "7"},
         {"pull", "todoitem", "--query-id", "all"},
         {"pull", "todoitem"},
         {"pull", "todoitem", "--query-id", "all", "--no-push", "--page-size", "7"}}};
    static const std::array<const char*, 5> kPolicies = {
        "ask", "local", "server", "newer", "merge"};
    Step step{kRuns.at(below(kRuns.size()))};
    step.words.insert(step.words.end(), {"--retry", std::to_string(below(2))});
    step.words.insert(step.words.end(), {"--conflict", kPolicies.at(below(kPolicies.size()))});
    step.talks = true;
    step.pulls = step.words[0] != "push";
    step.statuses = {0,   // done
                     5,   // the faults were more than the retries
                     6};  // items that somebody else edits, too
    return step;
}

Step Story::housekeeping() {
    switch (below(5)) {
        case 0:
            return decide();
        case 1:
            return purge();
        case 2:
            return recreate();
        default:
            return queue_command();
    }
}

/// An item whose deletion has not been pushed is made again.
Step Story::recreate() {
    for (const Json& operation : queue_) {
        const std::string id = text(operation, "id");
        if (operation.at("kind") != "delete" || !is_own(id)) continue;
        const std::string text = marker("own-");
        ledger_.attempt(id, text);
        Step step{{"insert", "todoitem", "--id", id, "--set", "text=" + text}};
        step.alone = true;
        step.prints_ids = true;
        step.changes = {id};
        return step;
    }
    return change();
}

Step Story::queue_command() {
    if (queue_.empty()) return change();
    const Json& operation = queue_.at(below(queue_.size()));
    switch (below(4)) {
        case 0:
            return drop(operation);
        case 1:
            return {{"queue", "hold", "todoitem/" + text(operation, "id")}, {}, false, true};
        case 2:
            return {{"queue", "release", "--table", "todoitem"}, {}, false, true};
        default:
            return {{"queue", "retry", "--all-failed"}, {}, false, true};
    }
}

/// Only what never left: otherwise it would have to be known whether it has arrived.
Step Story::drop(const Json& operation) {
    const std::string id = text(operation, "id");
    if (operation.at("attempts") != 0) return run();
    Step step{{"queue", "drop", "--revert", "--force", "todoitem/" + id}};
    step.alone = true;
    if (!is_own(id)) return step;
    ledger_.attempt(id, at_server(id));
    step.changes = {id};
    return step;
}

Step Story::decide() {
    for (const Json& operation : queue_) {
        if (operation.at("state") != "conflict") continue;
        Step step{{"conflicts", "resolve", "--table", "todoitem", text(operation, "id")}};
        step.words.insert(step.words.end(), {"--use", below(2) == 0 ? "local" : "server"});
        step.alone = true;
        return step;
    }
    return {{"conflicts", "list"}};
}

/// Refused while changes are queued, so that most often they are sent.
Step Story::purge() {
    if (!queue_.empty()) return run();
    ledger_.attempt_purge();
    Step step{{"purge", "todoitem"}};
    step.alone = true;
    return step;
}

void Story::book(const Step& step, const Outcome& outcome) {
    const bool ended = outcome.signal == 0;
    if (ended) {
        EXPECT_THAT(step.statuses, testing::Contains(outcome.status)) << step.line() << "\n"
                                                                      << outcome.out << outcome.err;
    }
    const bool done = ended && outcome.status == 0;
    const std::vector<std::string> printed = lines_of(outcome.out);
    if (step.prints_ids && step.changes.empty()) ledger_.acknowledge_inserts(printed);
    if (done || (step.prints_ids && !printed.empty())) {
        for (const std::string& id : step.changes) ledger_.acknowledge(id);
    }
    if (step.pulls && ended && outcome.status != 5) ledger_.acknowledge_pull();
}

void Story::look() {
    program_.must({"check"});
    const auto here = program_.items();
    queue_ = program_.json({"queue", "list"});
    for (const Json& operation : queue_) {
        EXPECT_NE(operation.at("state"), "failed") << operation;
        const bool both_edit = begins(text(operation, "id"), "shared-");
        EXPECT_TRUE(both_edit || operation.at("state") != "conflict") << operation;
    }
    ledger_.settle(own(here), *server_);
    own_.clear();
    shared_.clear();
    for (const auto& [id, item] : here) {
        if (is_own(id)) own_.push_back(id);
        if (begins(id, "shared-")) shared_.push_back(id);
    }
}

void Story::somebody_else() {
    const auto other = [this](std::size_t number) {
        return backend_.id("other-" + std::to_string(number));
    };
    const std::string shared = backend_.id("shared-" + std::to_string(below(kShared)));
    server_->insert({{"id", other(others_++)}, {"text", marker("theirs-")}});
    server_->update(other(below(others_)), {{"text", marker("theirs-")}});
    if (below(2) == 0) server_->remove(other(below(others_)));
    if (below(2) == 0) server_->update(shared, {{"text", marker("theirs-")}});
}

std::map<std::string, Json> Story::own(std::map<std::string, Json> items) {
    for (auto item = items.begin(); item != items.end();) {
        item = is_own(item->first) ? std::next(item) : items.erase(item);
    }
    return items;
}

std::string Story::marker(const std::string& kind) {
    return kind + std::to_string(++markers_);
}

const std::string& Story::any_own() {
    return own_.at(below(own_.size()));
}

std::vector<std::string> Story::some_own(std::size_t most) {
    std::vector<std::string> ids = {any_own()};
    while (ids.size() < most && below(3) != 0) {
        const std::string& another = any_own();
        if (std::find(ids.begin(), ids.end(), another) == ids.end()) ids.push_back(another);
    }
    return ids;
}

std::string Story::any_shared() {
    return shared_.at(below(shared_.size()));
}

ItemState Story::at_server(const std::string& id) {
    return server_->has(id) ? ItemState(state_of(server_->item(id))) : std::nullopt;
}

}  // namespace syncline::tests
