#pragma once

#include "simulation/invariants.hpp"
#include "simulation/network.hpp"
#include "simulation/random.hpp"
#include "simulation/world.hpp"
#include "store/store.hpp"
#include "support/temp_dir.hpp"

#include <syncline/client.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::simulation {

/// A store under test and the two processes that use it. After whatever is done, the store must be
/// sound and keep the promises of the design.
class Replica {
  public:
    Replica(World& world, Author number, const Story& story);

    /// Does it in this process (0 or 1), which may die in it; then a new one takes its place.
    void play(const Act& act);

    /// One round towards the end, on a good network: whatever hinders an operation is taken away.
    /// Returns whether anything was left to do.
    bool settle(std::uint64_t seed);

    /// Whether the store is as it has to be at the end.
    void judge_end();

  private:
    /// When a process dies: at a step that it makes after so many steps and commits.
    struct Death {
        std::uint64_t steps = 0;
        std::uint64_t commits = 0;
    };

    /// One process.
    struct Hand {
        std::unique_ptr<Client> client;
        Random random{0};
        Weather weather;
        std::uint64_t commits = 0;  ///< that its client made
        std::optional<Death> death;
    };

    void open(Hand& hand);
    Environment environment(Hand& hand);
    void step(Hand& hand);
    void attempt(Hand& hand, const std::string& name, const std::function<void()>& deed);
    void inspect();
    void judge_findings(const std::vector<Finding>& findings);
    void note_decision(const Event& event);

    void perform(Hand& hand, Deed deed);
    void insert(Hand& hand);
    void insert_many(Hand& hand);
    void update(Hand& hand);
    void complete(Hand& hand);
    void set(Hand& hand, const Name& name, const Members& values);
    void remove(Hand& hand);
    void undelete(Hand& hand);
    void push(Hand& hand);
    void pull(Hand& hand, bool full);
    void sync(Hand& hand);
    void purge(Hand& hand, Deed how);
    void with_operation(Hand& hand, const std::function<void(const OperationDetail&)>& act);
    void drop(Hand& hand, GiveUp how);
    void resolve(Hand& hand);
    void redefine(Hand& hand);

    /// A local change and its entry in the ledger, also if the process dies in it.
    void change(const std::function<void()>& act, const std::function<void(bool certain)>& enter);

    bool is_known_there(const std::string& table, const std::string& id);
    std::string any_table(Random& random) const;
    std::optional<std::string> any_item(Hand& hand, const std::string& table) const;
    Members new_values(Hand& hand, const std::string& table);
    Value new_value(Random& random, const std::string& member);
    RemoteOptions remote(Hand& hand);
    PushOptions push_options(Hand& hand) const;

    World& world_;
    Author number_;
    const Story& story_;
    tests::TempDir folder_;
    std::string path_;
    std::array<Hand, 2> hands_;
    std::unique_ptr<store::Store> store_;  ///< to look at
    Excused excused_;
    std::chrono::milliseconds clock_off_{0};
    std::uint64_t last_id_ = 0;
};

}  // namespace syncline::simulation
