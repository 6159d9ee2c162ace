#pragma once

#include <syncline/transport.hpp>
#include <syncline/value.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace syncline::simulation {

/// Whoever writes: the number of a replica, or kSomebody for a client that is not under test.
using Author = int;
constexpr Author kSomebody = -1;

/// An item of the service: its table and its id.
using Name = std::pair<std::string, std::string>;

std::string text_of(const Name& name);

/// An item as a write left it.
struct Version {
    Item item;  ///< of one that was deleted for good, marked as deleted, without a version
    bool present = true;  ///< false: deleted for good
    Author author = kSomebody;
    Ticks time{0};
};

/// Everything that was ever written to the service, item by item, the oldest first.
using History = std::map<Name, std::vector<Version>>;

/// The value of a member; null if it is not there.
Value member_of(const Item& item, const std::string& member);

/// Whether it was deleted for good, and perhaps made again. Counters of versions begin anew with
/// it, so that a version proves nothing any more.
bool was_deleted_for_good(const std::vector<Version>& versions);

/// The version of this name, or nullptr. Where a name is used twice (a counter that began anew),
/// the latest.
const Version* find_version(const History& history, const Name& name, const std::string& version);

}  // namespace syncline::simulation
