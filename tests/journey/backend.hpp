#pragma once

#include "serve/tables.hpp"

#include <syncline/environment.hpp>
#include <syncline/transport.hpp>
#include <syncline/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncline::journey {

/// Members from JSON in which ' stands for ".
Members members(std::string json);

/// The simulated time. It stands still unless somebody waits.
struct Clock {
    Timestamp wall{1'772'366'400'000};  // 2026-03-01T12:00:00Z
    Ticks steady{1'000'000};

    void advance(std::chrono::milliseconds time) {
        wall += time;
        steady += time;
    }
};

/// The model service: protocol v2 as `syncline serve` speaks it, in this process, with knobs.
class Backend {
  public:
    explicit Backend(Clock& clock);

    /// Makes a table with soft or hard delete; others are made on demand, soft.
    void define(const std::string& table, bool soft);
    /// Makes a table as `serve --table` does.
    void define(const std::string& definition);

    /// What other clients do, at once.
    Item insert(const std::string& table, const std::string& json);
    Item update(const std::string& table, const std::string& id, const std::string& json);
    void remove(const std::string& table, const std::string& id);
    void undelete(const std::string& table, const std::string& id);

    /// Items that are there already, `count` of them, with this `updatedAt` (up to seven fraction
    /// digits; empty: none). Their ids are `prefix` and a number of five digits.
    void seed(const std::string& table,
              const std::string& prefix,
              int count,
              const std::string& updated_at);

    /// The item, deleted or not.
    std::optional<Item> item(const std::string& table, const std::string& id);

    /// One line for each item that is not deleted, by id: its id and the columns of the `todo`
    /// table. To be compared with Device::shown.
    std::string shown(const std::string& table);

    /// How many items the table has, deleted ones left out.
    std::size_t count(const std::string& table);

    /// Answers a request that came over the network.
    Response answer(const Request& request);

    /// Ids of items that cannot be shown: whatever shows their members is answered with 500.
    std::set<std::string> poisoned;
    std::string token;                      ///< only requests with it are answered; empty: all
    bool speaks_v2 = true;                  ///< to requests that name a version 2
    bool speaks_v3 = true;                  ///< to others, or to all
    std::uint32_t max_top = 1000;           ///< larger pages are refused
    std::optional<std::uint32_t> page_cut;  ///< pages are cut to this size without a word
    bool links = true;                      ///< full pages carry a Link header
    bool dates = true;                      ///< answers carry a Date header
    std::chrono::milliseconds date_ahead{0};
    std::optional<Timestamp> stamped;  ///< what writes are stamped with, instead of the time

  private:
    enum class From : std::uint8_t { network, inside };
    Response call(const Request& request, From from);
    bool is_poisoned(const Request& request, const Response& response) const;
    Response must(const std::string& method, const std::string& target, const std::string& body);
    std::vector<Item> list(const std::string& table, const std::string& options);

    Clock& clock_;
    server::Tables tables_;
    std::uint64_t last_id_ = 0;
    std::uint64_t last_version_ = 0;
};

/// `id text complete rank`, as Backend::shown and Device::shown write it.
std::string shown_line(const Item& item);

}  // namespace syncline::journey
