#pragma once

#include "replay/exchange.hpp"

#include <map>
#include <string>
#include <vector>

namespace syncline::tests {

/// What the server makes up: over a scenario each recorded version and id stands for one and the
/// same value of this run, and no value for two.
class Aliases {
  public:
    bool stands_for(const std::string& kind,
                    const std::string& recorded,
                    const std::string& actual);

  private:
    struct Pairs {
        std::map<std::string, std::string> actual_of;
        std::map<std::string, std::string> recorded_of;
    };
    std::map<std::string, Pairs> kinds_;
};

/// How `reply` differs from the recorded answer, a line for each difference; none if it agrees.
/// `base` is the server's URL, as it stands in a Location.
///
/// Compared are the status; of the headers content type, ETag, Last-Modified, Location and Allow;
/// JSON by value, other bodies literally. A placeholder has only to have the right form. Of a
/// `nextLink` the set of decoded parameters counts, times in them left out.
std::vector<std::string> differences(const Exchange& exchange,
                                     const Reply& reply,
                                     const std::string& base,
                                     Aliases& aliases);

}  // namespace syncline::tests
