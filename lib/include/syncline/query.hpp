#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace syncline {

/// A question to one table, in OData v4. The same text means the same locally and on the service.
struct Query {
    std::string filter;   ///< `$filter`; empty means all
    std::string orderby;  ///< `$orderby`; empty means by id
    std::string select;   ///< `$select`, comma separated; empty means all members
    std::optional<std::uint64_t> top;
    std::uint64_t skip = 0;
};

}  // namespace syncline
