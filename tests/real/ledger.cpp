#include "real/ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace syncline::tests {
namespace {

ItemState state_in(const std::map<std::string, Json>& items, const std::string& id) {
    const auto found = items.find(id);
    return found == items.end() ? std::nullopt : state_of(found->second);
}

std::string shown(const ItemState& state) {
    return state ? "\"" + *state + "\"" : "not there";
}

}  // namespace

ItemState state_of(const Json& item) {
    return text(item, "text") + (item.value("complete", Json()) == true ? "!" : "");
}

void Ledger::attempt(const std::string& id, ItemState state) {
    entries_[id].possible.push_back(std::move(state));
}

void Ledger::attempt_inserts(std::vector<std::string> texts) {
    made_ = std::move(texts);
}

void Ledger::acknowledge(const std::string& id) {
    Entry& entry = entries_.at(id);
    entry.known = entry.possible.back();
    entry.possible.clear();
    ++acknowledged_;
}

void Ledger::acknowledge_inserts(const std::vector<std::string>& ids) {
    EXPECT_LE(ids.size(), made_.size());
    made_ids_ = ids;
    acknowledged_ += ids.size();
}

void Ledger::settle(const std::map<std::string, Json>& here, RemoteTable& server) {
    settle_inserts(here);
    for (auto& [id, entry] : entries_) {
        const ItemState found = state_in(here, id);
        const auto& possible = entry.possible;
        if (std::find(possible.begin(), possible.end(), found) != possible.end()) {
            entry.known = found;
        } else if (found != entry.known) {
            const bool is_there =
                !found && purged_ && server.has(id) && state_of(server.item(id)) == entry.known;
            EXPECT_TRUE(is_there) << id << " was " << shown(entry.known) << ", and is now "
                                  << shown(found);
        }
        entry.possible.clear();
    }
    for (const auto& [id, item] : here) {
        EXPECT_EQ(entries_.count(id), 1U) << "nobody made " << item;
    }
}

/// Finds the items of the last inserts by their texts, which no other item has.
void Ledger::settle_inserts(const std::map<std::string, Json>& here) {
    std::map<std::string, std::string> ids;
    for (const auto& [id, item] : here) {
        if (entries_.count(id) == 0) ids.emplace(text(item, "text"), id);
    }
    std::size_t found = 0;
    for (std::size_t i = 0; i < made_.size(); ++i) {
        const auto made = ids.find(made_[i]);
        if (made == ids.end()) continue;
        ++found;
        entries_[made->second].known = made_[i];
        if (i < made_ids_.size()) {
            EXPECT_EQ(made->second, made_ids_[i]);
        }
    }
    const bool all = found == made_.size();
    EXPECT_TRUE(all || (found == 0 && made_ids_.empty()))
        << "of " << made_.size() << " inserts " << found << " are there";
    made_.clear();
    made_ids_.clear();
}

void Ledger::expect_at(const std::map<std::string, Json>& there) const {
    for (const auto& [id, entry] : entries_) {
        EXPECT_EQ(state_in(there, id), entry.known) << id;
    }
    std::set<std::string> texts;
    for (const auto& [id, item] : there) {
        EXPECT_EQ(entries_.count(id), 1U) << "nobody made " << item;
        EXPECT_TRUE(texts.insert(text(item, "text")).second) << "twice: " << item;
    }
}

ItemState Ledger::known(const std::string& id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? std::nullopt : found->second.known;
}

}  // namespace syncline::tests
