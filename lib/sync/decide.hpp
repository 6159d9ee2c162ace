#pragma once

#include <syncline/environment.hpp>
#include <syncline/sync.hpp>
#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace syncline::sync {

/// An item that was changed here and on the service. Nothing for a side that deleted it.
struct ConflictOf {
    const TableDefinition& table;
    std::string id;
    std::optional<Item> base;  ///< what both sides started from
    std::optional<Item> local;
    std::optional<Item> server;
    std::optional<Timestamp> changed_here;   ///< our last change, by the service's clock
    std::optional<Timestamp> changed_there;  ///< the server's `updatedAt`
    int attempt = 1;                         ///< how often this one was to be decided in this push
};

/// What is to become of it.
struct Decision {
    enum class Use : std::uint8_t {
        nothing,  ///< it stays recorded; `reason` says why
        local,    ///< as it is here
        server,   ///< as it is on the service
        item,     ///< `item`
    };
    Use use = Use::nothing;
    Item item;
    std::string reason;
};

/// Decides by a policy. Pure, but for `command:`, which runs the user's program. Where both sides
/// deleted the item they agree, whatever the policy.
Decision decide(const ConflictPolicy& policy,
                const ConflictOf& conflict,
                std::chrono::milliseconds command_timeout);

}  // namespace syncline::sync
