#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace syncline::tests {

/// One thing that the product relies on a v2 server to do. `check` fails the running test where
/// the server at `url` does otherwise.
///
/// The server needs empty tables `todoitem` (soft delete) and `hardtodo` (hard delete) with the
/// columns text (string), complete (boolean), priority (number) and due (date); pages of 50 items
/// and a greatest $top of 1000. Each check may expect a server of its own.
struct V2Scenario {
    const char* name;
    void (*check)(const std::string& url);
};

std::vector<V2Scenario> v2_contract();
std::vector<V2Scenario> v2_item_contract();  ///< the part about single items
std::vector<V2Scenario> v2_list_contract();  ///< the part about lists

/// Lets GoogleTest name a scenario.
std::ostream& operator<<(std::ostream& out, const V2Scenario& scenario);

}  // namespace syncline::tests
