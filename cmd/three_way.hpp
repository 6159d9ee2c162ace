#pragma once

#include <syncline/queue.hpp>

#include <string>
#include <vector>

namespace syncline::cmd {

/// One member of an item as the three sides have it; nullptr where a side does not.
struct ThreeWay {
    std::string name;
    const Value* base = nullptr;
    const Value* local = nullptr;
    const Value* server = nullptr;
    bool differs = false;  ///< the sides that have the item do not agree
};

/// All members, in the order of the base, then of what only the others have. Points into
/// `operation`.
std::vector<ThreeWay> three_ways(const OperationDetail& operation);

}  // namespace syncline::cmd
