#pragma once

#include "simulation/history.hpp"
#include "simulation/ledger.hpp"
#include "simulation/service.hpp"
#include "simulation/story.hpp"
#include "store/store.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncline::simulation {

/// What the user has done to a store that excuses a difference until the next full pull.
struct Excused {
    std::set<Name> items;          ///< given up with their values kept
    std::set<Name> arrived;        ///< forgotten, though what was sent may have arrived
    std::set<std::string> tables;  ///< some of their items were purged
};

/// Whether each item without an operation is as the service had it in the version that it has.
std::optional<Violation> judge_items(store::Store& store,
                                     const Service& service,
                                     const Excused& excused);

/// Whether somebody else really changed each item that is in conflict.
std::optional<Violation> judge_conflicts(store::Store& store,
                                         const Service& service,
                                         Author who,
                                         const Excused& excused);

/// Whether everything that the tokens say was seen is known here.
std::optional<Violation> judge_tokens(store::Store& store,
                                      const Service& service,
                                      Author who,
                                      const Excused& excused);

/// Whether nothing is queued, and what each query selects is here as it is on the service.
std::optional<Violation> judge_convergence(store::Store& store,
                                           const Service& service,
                                           const std::vector<Wanted>& wanted);

}  // namespace syncline::simulation
