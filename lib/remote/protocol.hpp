#pragma once

#include "data/odata_write.hpp"

#include <string_view>

namespace syncline::remote {

/// What the protocols of this family do differently. One code path reads this table.
struct Protocol {
    std::string_view name;             ///< "v2"
    std::string_view api_version;      ///< value of `ZUMO-API-VERSION`
    std::string_view update_method;    ///< `PATCH` sends changed members
    std::string_view include_deleted;  ///< query parameter that shows deleted items
    std::string_view token_header;     ///< header that carries the user's token
    std::string_view token_prefix;     ///< what goes before it
    data::Dialect dialect;             ///< spelling of filters
};

/// Azure Mobile Apps, as the Node and .NET Framework servers speak it (server-v2.md).
inline constexpr Protocol kProtocolV2{
    "v2", "2.0.0", "PATCH", "__includeDeleted", "x-zumo-auth", "", data::Dialect::v2};

}  // namespace syncline::remote
