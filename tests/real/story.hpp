#pragma once

#include "real/backend.hpp"
#include "real/ledger.hpp"
#include "real/program.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace syncline::tests {

/// One call of the program.
struct Step {
    Words words;
    std::string input = {};
    bool talks = false;                     ///< to the service
    bool alone = false;                     ///< nothing else may happen on the store meanwhile
    bool prints_ids = false;                ///< which acknowledge what it did
    bool pulls = false;                     ///< everything, if it ends by itself
    std::vector<std::string> changes = {};  ///< the ids of our own items that it changes
    std::vector<int> statuses = {0};        ///< with which it may end

    std::string line() const;
};

/// What somebody does with one store, and somebody else with the service, drawn from a seed. Each
/// edit has a text of its own, `own-…` where nobody else edits the item. There are three kinds of
/// items: our own, those of somebody else
/// (`other-…`), and those that both edit (`shared-…`): only these may be in conflict.
class Story {
  public:
    Story(const Backend& backend, const Program& program, std::uint32_t seed);

    /// The next call; the ledger knows what it attempts.
    Step next();
    /// A call that may happen at the same time.
    Step beside(const Step& other);

    /// What the end of a call acknowledges. Fails the running test if it ended as it must not.
    void book(const Step& step, const Outcome& outcome);

    /// Looks at the store: it is sound, and holds what was acknowledged.
    void look();

    /// The other client makes and edits some items.
    void somebody_else();

    /// Less than `limit`.
    std::size_t below(std::size_t limit) { return random_() % limit; }

    /// Changes that wait, as the store showed last.
    std::size_t queued() const { return queue_.size(); }
    const Ledger& ledger() const { return ledger_; }
    /// These items without those that others edit.
    static std::map<std::string, Json> own(std::map<std::string, Json> items);

  private:
    Step change();
    Step insert();
    Step insert_many();
    Step update();
    Step complete();
    Step remove();
    Step run();
    Step housekeeping();
    Step recreate();
    Step queue_command();
    Step drop(const Json& operation);
    Step decide();
    Step purge();

    std::string marker(const std::string& kind);
    const std::string& any_own();
    std::vector<std::string> some_own(std::size_t most);
    std::string any_shared();
    ItemState at_server(const std::string& id);

    const Backend& backend_;
    const Program& program_;
    std::unique_ptr<RemoteTable> server_;
    std::mt19937 random_;
    Ledger ledger_;
    std::size_t markers_ = 0;
    std::size_t others_ = 0;
    std::vector<std::string> own_;     ///< ids of our items that the store showed last
    std::vector<std::string> shared_;  ///< and of those that both edit
    Json queue_ = Json::array();       ///< as it was then
};

}  // namespace syncline::tests
