#pragma once

#include "simulation/history.hpp"
#include "simulation/service.hpp"

#include <syncline/transport.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::simulation {

/// What a replica, or somebody else, does.
enum class Deed : std::uint8_t {
    insert,
    insert_many,
    update,
    complete,
    remove,
    undelete,
    push,
    pull,
    pull_full,
    sync,
    purge,
    purge_some,
    purge_by_force,
    hold,
    release,
    retry,
    drop,
    drop_keeping,
    resolve,
    redefine,
    restart,
    step_clock,
    // of somebody else, at the service
    others_insert,
    others_burst,
    others_update,
    others_remove,
    others_undelete,
    others_meanwhile,
    service_clock,
};
const char* name_of(Deed deed);

/// One line of a story. Whatever is chosen while it is played comes from its own seed, so that it
/// does much the same where other lines are left out.
struct Act {
    int number = 0;  ///< its name
    Ticks at{0};     ///< when it begins, from the start of the story; later if its process is busy
    Author who = kSomebody;
    int process = 0;  ///< of the replica's two
    Deed deed = Deed::insert;
    std::uint64_t seed = 0;
};

/// One table of a replica: which of its items are pulled.
struct Wanted {
    std::string table;
    std::string query_id;
    std::string filter;
};

struct Story {
    std::uint64_t seed = 0;
    ServiceKind service;
    std::vector<std::vector<Wanted>> replicas;  ///< what each wants
    int faults = 0;                             ///< in a hundred requests
    int deaths = 0;                             ///< in a hundred acts
    std::vector<Act> acts;                      ///< by time
};

/// The story of this seed.
Story write_story(std::uint64_t seed);

/// Whether a query of this filter selects an item. Knows the filters of the stories.
bool selects(std::string_view filter, const Item& item);

/// One line.
std::string text_of(const Act& act);
std::string text_of(const Story& story);

}  // namespace syncline::simulation
