#pragma once

#include "real/remote_table.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncline::tests {

/// An item of the table `todoitem` as far as the ledger goes: its text, with an exclamation mark
/// if it is complete. Nothing: the item is not there.
using ItemState = std::optional<std::string>;

ItemState state_of(const Json& item);

/// What a program was asked to do with the items that nobody else touches, and what it has
/// answered for. Whatever it does not know is held against what the store shows.
class Ledger {
  public:
    /// The item is about to be changed: it may become so.
    void attempt(const std::string& id, ItemState state);
    /// Items with these texts are about to be made, all or none; the program makes their ids.
    void attempt_inserts(std::vector<std::string> texts);
    /// The next pull may have to bring everything again.
    void attempt_purge() { purged_ = true; }

    /// The program has answered for what was attempted of the item.
    void acknowledge(const std::string& id);
    /// It has named this many of the items that were to be made, in their order.
    void acknowledge_inserts(const std::vector<std::string>& ids);
    void acknowledge_pull() { purged_ = false; }

    /// Compares with the items of the store, without those that others change, and learns from
    /// them what became of the attempts. Each difference fails the running test. `server` is asked
    /// for items that were purged.
    void settle(const std::map<std::string, Json>& here, RemoteTable& server);

    /// The server has all that is known, and nothing else; each text once.
    void expect_at(const std::map<std::string, Json>& there) const;

    ItemState known(const std::string& id) const;
    std::size_t acknowledged() const { return acknowledged_; }

  private:
    struct Entry {
        ItemState known;
        std::vector<ItemState> possible;
    };
    void settle_inserts(const std::map<std::string, Json>& here);

    std::map<std::string, Entry> entries_;
    std::vector<std::string> made_;      ///< texts of the inserts whose ids are not known yet
    std::vector<std::string> made_ids_;  ///< of the first of them, as they were acknowledged
    bool purged_ = false;
    std::size_t acknowledged_ = 0;
};

}  // namespace syncline::tests
