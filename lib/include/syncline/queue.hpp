#pragma once

#include <syncline/sync.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncline {

/// A queued change with everything that is known of it.
struct OperationDetail {
    std::int64_t sequence = 0;  ///< its name: place in the queue, never used twice
    std::string table;
    std::string id;  ///< of the item
    OperationKind kind = OperationKind::insert;
    OperationState state = OperationState::pending;
    bool held = false;      ///< kept out of pushes
    bool in_doubt = false;  ///< it was sent, and no answer says whether it arrived
    std::int64_t attempts = 0;
    int http_status = 0;       ///< of the last attempt, or 0
    std::string message;       ///< the server's words, or why it is not decided
    std::string first_queued;  ///< RFC 3339, as all times here
    std::string last_changed;
    std::string last_attempt;   ///< empty: never tried
    std::optional<Item> base;   ///< the server's item that the change started from
    std::optional<Item> local;  ///< the item as it is here; nothing if it was deleted
    std::optional<Item>
        server;  ///< the newest server item seen; nothing: deleted there, or never seen
    bool server_deleted = false;  ///< the service has said that the item is deleted
};

/// Which operations are meant; an empty part takes all.
struct QueueFilter {
    std::vector<std::int64_t> sequences;
    std::string table;
    std::vector<std::string> ids;  ///< of items
    std::optional<OperationState> state;
    std::optional<bool> held;
    std::string since;  ///< queued or changed at or after this time, RFC 3339
};

/// Receives one operation. Return false to stop.
using OperationSink = std::function<bool(const OperationDetail&)>;

/// What becomes of the item of an operation that is given up.
enum class GiveUp : std::uint8_t {
    revert,      ///< the newest server item seen, else the base; an insert is gone
    keep_local,  ///< the values stay; the next pull that sees the item overwrites them
};

/// How a recorded conflict is decided by hand.
struct Resolution {
    enum class Use : std::uint8_t { local, server, merge, item };
    Use use = Use::local;
    Members set;   ///< changes on top; with `merge` they decide members that clash
    Members item;  ///< of `item`: the finished item's members
};

/// A request as a push would send it. Values that are secret are replaced by `***`.
struct RequestPreview {
    std::int64_t sequence = 0;
    std::string table;
    std::string id;
    std::string method;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Why an item is not as the service has it.
struct Explanation {
    struct Change {
        std::string name;
        Value before;
        Value after;
    };
    std::string table;
    std::string id;
    bool exists = false;                       ///< here
    std::optional<OperationDetail> operation;  ///< nothing: nothing is queued for it
    std::vector<Change> changes;               ///< from the base to the item here
    std::optional<RequestPreview> request;     ///< what a push would send first
    std::vector<std::string> blockers;         ///< why it would not be sent now, a sentence each
};

/// One push, pull or sync of the past.
struct RunRecord {
    std::string command;  ///< "push", "pull", "sync"
    std::string started;  ///< RFC 3339
    std::string ended;
    Status outcome = Status::ok;
    std::uint64_t pushed = 0;
    std::uint64_t pulled = 0;  ///< items written or removed here
    std::uint64_t failed = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t requests = 0;
    std::string reason;  ///< why it ended early, or empty
};

}  // namespace syncline
