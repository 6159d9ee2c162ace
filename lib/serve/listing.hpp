#pragma once

#include "data/odata.hpp"
#include "serve/url.hpp"
#include "store/select.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::server {

/// The columns of an item, as Items reads them.
constexpr const char* kItemColumns = "id, json, counter, version, created_at, updated_at, deleted";

struct Limits {
    std::uint32_t page_size = 50;
    std::uint32_t max_top = 1000;  ///< 0: none
};

/// Whose items are in view: those whose member has this text.
struct Owner {
    std::string member;
    std::string name;
};

/// What a list request asks for.
struct Listing {
    std::optional<data::Expression> filter;
    std::vector<data::OrderTerm> order;  ///< empty: as inserted
    std::vector<std::string> select;     ///< empty: everything
    std::int64_t top = 50;               ///< negative: no limit
    std::int64_t skip = 0;
    bool count = false;
    bool include_deleted = false;
    bool created_at = true;      ///< every item has a `createdAt`, as in v2
    std::optional<Owner> owner;  ///< absent: all are in view
};

/// Reads the options of a list request as the real v2 server does. Throws Refusal: 400 for a `$top`
/// above the limit, 500 for what does not parse and for an option that is there twice.
Listing read_listing(const Target& target, const Limits& limits);

/// The SQL of a page (the columns of Items, and one row more than `top` if there are more) and of
/// its count, over a table made by Items.
store::Sql write_page_sql(const Listing& listing, const std::string& table, bool soft);
store::Sql write_count_sql(const Listing& listing, const std::string& table, bool soft);

/// The SQL of the ids that match and are not deleted.
store::Sql write_ids_sql(const Listing& listing, const std::string& table);

}  // namespace syncline::server
