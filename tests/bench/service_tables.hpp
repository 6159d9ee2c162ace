#pragma once

#include "bench/http_server.hpp"
#include "bench/page_query.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncline::bench {

/// The first items of the data as a service shows them, side by side in the order of their times,
/// so that every page is one piece of it.
class Dataset {
  public:
    explicit Dataset(std::size_t items);

    std::size_t size() const { return offsets_.size() - 1; }
    /// The items from `first` up to `last`, joined by commas; lives as long as this object.
    std::string_view slice(std::size_t first, std::size_t last) const;

  private:
    std::string text_;
    std::vector<std::size_t> offsets_;
};

/// The tables of the service. A name says what is in its table: `itemsN` and `editsN` the first N
/// items of the data, `smallK` ten of them, any other nothing. What was written to a table is
/// remembered until the next reset.
class Tables {
  public:
    explicit Tables(std::size_t items);

    /// A page in the form of v2 or v3.
    HttpAnswer page(const std::string& name, const PageQuery& query, bool v3) const;
    HttpAnswer insert(const std::string& name, std::string_view body);
    /// Changes the members that `body` has, or replaces all of them.
    HttpAnswer update(const std::string& name,
                      const std::string& id,
                      std::string_view body,
                      std::string_view if_match,
                      bool replaces);
    HttpAnswer remove(const std::string& name, const std::string& id, std::string_view if_match);

    /// How many items were written and deleted in a table, with the sums of the CRC-32 of their
    /// ids, as JSON.
    std::string summary(const std::string& name) const;
    void reset() { written_.clear(); }

  private:
    struct Stored {
        std::string json;
        std::string version;
        bool deleted = false;
    };
    using Changes = std::unordered_map<std::string, Stored>;

    std::size_t base_size(const std::string& name) const;
    /// As it was before any change; nothing if the table never had it.
    std::optional<Stored> original(const std::string& name, const std::string& id) const;
    std::optional<Stored> find(const std::string& name, const std::string& id) const;
    HttpAnswer store(const std::string& name, const std::string& id, int status, Stored stored);
    std::string next_version();

    Dataset data_;
    std::map<std::string, Changes> written_;
    std::uint64_t last_version_ = 0x0BB8'0000'0000U;
    /// Where the first ids of the data are.
    std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace syncline::bench
