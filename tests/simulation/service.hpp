#pragma once

#include "journey/backend.hpp"
#include "simulation/history.hpp"
#include "simulation/scheduler.hpp"

#include <syncline/transport.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::simulation {

/// What kind of service a story has.
struct ServiceKind {
    std::string protocol = "v2";            ///< that its clients speak
    std::map<std::string, bool> soft;       ///< its tables, and whether they keep deleted items
    std::optional<std::uint32_t> page_cut;  ///< a largest page that it does not tell of
};

/// The model service, with a clock of its own, and the memory of all that was written to it.
class Service {
  public:
    Service(const Scheduler& scheduler, const ServiceKind& kind);

    const ServiceKind& kind() const { return kind_; }

    /// Acts on a request. `stamped`: when it arrived, if it is committed later.
    Response answer(const Request& request, Author author, std::optional<Timestamp> stamped = {});

    /// What a client that is not under test does, at once. False if the service refuses.
    bool insert(const Name& name, const Members& members, std::optional<Timestamp> stamped = {});
    bool update(const Name& name, const Members& members, std::optional<Timestamp> stamped = {});
    bool remove(const Name& name);
    bool undelete(const Name& name);

    /// The items of a table, deleted ones included.
    std::vector<Item> items(const std::string& table) const;

    const History& history() const { return history_; }

    /// Its time: that of the simulation and how far its clock is off.
    Timestamp time() const;
    std::chrono::milliseconds clock_off{0};

    /// Called after each write that was accepted.
    std::function<void(const Name& name, const std::vector<Version>& versions)> on_write;

    /// What somebody does to a table while its pages are read: once, before the next page that was
    /// asked for ahead of those in front of it.
    std::map<std::string, std::function<void()>> meanwhile;

    /// Refuses items whose `text` begins with "no " (400).
    bool strict = true;

  private:
    bool refuses(const Request& request) const;
    void remember(const Request& request, const Response& response, Author author);
    bool write(const std::string& method,
               const Name& name,
               const Members& members,
               std::optional<Timestamp> stamped);
    void set_time();

    const Scheduler& scheduler_;
    ServiceKind kind_;
    journey::Clock clock_;
    journey::Backend backend_{clock_};
    History history_;
};

}  // namespace syncline::simulation
