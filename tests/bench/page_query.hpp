#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::bench {

/// What a client of this family asks for when it pulls.
struct PageQuery {
    std::int64_t since = std::numeric_limits<std::int64_t>::min();   ///< updatedAt ge
    std::int64_t before = std::numeric_limits<std::int64_t>::max();  ///< updatedAt lt
    std::string after_id;                                            ///< id gt
    bool unstamped = false;  ///< updatedAt eq null or …: no item here is such
    std::size_t skip = 0;
    std::size_t top = 50;
};

/// The value of a query parameter, decoded; nothing if it is not there.
std::optional<std::string> parameter(std::string_view target, std::string_view name);

/// Reads the target of a request for a page. Nothing if it has a filter that this service does not
/// know: it is answered with an error, never with the wrong items.
std::optional<PageQuery> read_page_query(std::string_view target);

}  // namespace syncline::bench
