#pragma once

#include "serve/definition.hpp"
#include "serve/item_text.hpp"
#include "serve/listing.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// One served table.
struct Table {
    Definition definition;
    std::string sql;  ///< its quoted name in the database
};

/// The limits of a table's lists; `otherwise` where it has none of its own.
Limits limits_for(const Definition& definition, const Limits& otherwise);

struct ListPage {
    std::string items;  ///< comma separated
    std::int64_t size = 0;
    bool more = false;  ///< at least one further item matches
    std::optional<std::int64_t> count;
};

/// Appends the text of an item to a page.
using AppendItem = std::function<void(std::string& page, const StoredItem& item)>;

/// The items in the served tables of one database. An item's own members are kept as one JSON text,
/// so their values come back exactly; the columns beside it are what is searched by. Not
/// thread-safe.
class Items {
  public:
    explicit Items(store::Database& database) : database_(database) {}

    void make_table(const Table& table);

    std::optional<StoredItem> find(const Table& table, std::string_view id);

    /// Ids are unique because whoever inserts looks first, under one lock.
    void insert(const Table& table, const StoredItem& item);
    void update(const Table& table, const StoredItem& item);
    void erase(const Table& table, std::string_view id);

    ListPage list(const Table& table, const Listing& listing, const AppendItem& append);

    /// The ids of those that match and are not deleted.
    std::vector<std::string> find_ids(const Table& table, const Listing& listing);

    /// Whether an item of another id has this value, given as JSON.
    bool has_value(const Table& table,
                   std::string_view member,
                   const std::string& json,
                   std::string_view other_than_id);

  private:
    store::Database& database_;
};

}  // namespace syncline::server
