#pragma once

#include "journey/device.hpp"
#include "power/disk.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace syncline::power {

using journey::Device;
using journey::World;

/// What was said to be done, told by the items of `todo`: their lines as Device::shown writes them,
/// by id.
class Promises {
  public:
    using Lines = std::map<std::string, std::string>;

    /// The items as they are now are promised.
    void take(Device& phone);
    /// Does `act`, which changes items to `lines` (empty: gone). Once it has returned they are
    /// promised; if it throws, either all of them or none may be there.
    void change(const Lines& lines, const std::function<void()>& act);
    /// The change that did not return was said not to be made.
    void take_back() { under_way_.clear(); }
    /// Fails unless the items are what was promised, without or with all of the change that did
    /// not return. From then on what is there is promised.
    void expect_kept(Device& phone);

  private:
    Lines promised_;
    Lines under_way_;
};

/// One play of a journey: a world, a disk, and a store that lies on it.
struct Scene {
    explicit Scene(std::uint64_t seed);

    World world;
    Disk disk;  // before the store, whose files lie on it
    Device phone{world};
    Promises promises;
    bool has_acted = false;  ///< what the journey does has been done: it was said so
    bool tidy = true;        ///< nothing of what was begun may be left lying beside the store

    /// A path beside the store.
    std::string path(const std::string& name) const;
    /// Throws as the library would have if a run ended because of the store.
    void push();
    void pull();
    /// Everything is sent and fetched: both sides have what was promised.
    void converge();
};

/// Something that is done with a store, and may be done again after it was cut short.
struct Journey {
    const char* name;
    void (*prepare)(Scene&);  ///< what was before
    void (*act)(Scene&);      ///< done while the disk fails, and then again to its end
    void (*look)(Scene&);     ///< what must hold as soon as the disk works again
    void (*finish)(Scene&);   ///< how it ends
    std::size_t cost = 1;     ///< so many times fewer plays of it are enough
};

/// Steps that many journeys have: no more than what was promised is looked at, both sides converge,
/// nothing is done.
void keep(Scene& scene);
void converge(Scene& scene);
void nothing(Scene& scene);

/// Its name, for GoogleTest.
void PrintTo(const Journey& journey, std::ostream* out);

/// Changes made here; runs; what is done to the store as a whole.
std::vector<Journey> local_journeys();
std::vector<Journey> run_journeys();
std::vector<Journey> upkeep_journeys();

}  // namespace syncline::power
