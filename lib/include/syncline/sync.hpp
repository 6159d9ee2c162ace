#pragma once

#include <syncline/environment.hpp>
#include <syncline/errors.hpp>
#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline {

/// What an operation does to an item.
enum class OperationKind : std::uint8_t { insert, update, remove };
SYNCLINE_EXPORT const char* name_of(OperationKind kind);  ///< "insert", "update", "delete"

enum class OperationState : std::uint8_t { pending, failed, conflict };
SYNCLINE_EXPORT const char* name_of(OperationState state);

/// What a run does with a store whose tokens come from another service than it is asked to talk to.
enum class Rebase : std::uint8_t {
    refuse,  ///< ends with `refused`, once the other service has answered
    keep,    ///< the service has moved: tokens and versions stay
    reset,   ///< another service: tokens and versions are forgotten, the queue stays
};

/// How the service is reached. Held in memory only: nothing here is written to the store. libcurl
/// reads the proxy variables of the environment (`http_proxy`, `HTTPS_PROXY`, `NO_PROXY`, …) where
/// no option says otherwise; nothing else of the environment, and no `~/.netrc`, counts here.
struct RemoteOptions {
    std::string url;            ///< for this run; empty means the store's
    std::string token;          ///< never stored, logged or shown
    std::string token_file;     ///< a file whose first line is the token
    std::string token_command;  ///< a command whose first line of output is the token; no shell
    /// A file with user and password for the service's host, sent as basic authentication unless
    /// the request has an `Authorization` of its own (a token in v3).
    std::string netrc_file;
    std::vector<std::string> headers;  ///< further `Name: value` headers; `@FILE`: one a line there
    std::string user_agent;            ///< empty means `syncline/VERSION`

    std::string ca_file;      ///< PEM: trust these authorities instead of the system's
    std::string ca_path;      ///< the same as hashed folders, with `:` between them
    std::string client_cert;  ///< PEM: who we are
    std::string client_key;   ///< PEM: its key; empty means it is in `client_cert`
    std::string pinned_key;   ///< `sha256//BASE64`, several with `;` between, or a file
    bool insecure = false;    ///< do not check who answers; each run warns
    bool allow_http = false;  ///< http also to other machines
    /// Empty: none, whatever the environment says. Without user and password.
    std::optional<std::string> proxy;
    std::optional<std::string> no_proxy;  ///< hosts that are asked directly; `*`: all

    int retries = 3;  ///< further attempts of a request that may yet succeed
    /// No attempt of a request begins later than this after its first one.
    std::optional<std::chrono::milliseconds> retry_max_time;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds timeout{100'000};         ///< of one request
    std::optional<std::chrono::milliseconds> max_time;  ///< of the whole run
    int parallel = 8;                                   ///< requests in flight, 1–32
    std::uint64_t max_body = 64ULL << 20;               ///< bytes of one answer
    std::chrono::milliseconds lock_wait{0};             ///< how long to wait for the store's lock
    Rebase rebase = Rebase::refuse;
    /// Asked between requests: true stops the run once what is in flight has been settled.
    std::function<bool()> stop_requested;
};

/// Who decides a conflict: an item that was changed here and on the service.
struct ConflictPolicy {
    enum class Kind : std::uint8_t {
        ask,      ///< nobody: it is recorded, our values stay
        local,    ///< our side; where the server deleted the item it is brought back
        server,   ///< the server's side
        newer,    ///< the later change; a tie goes to the server
        merge,    ///< both, where they changed different members; else it is recorded
        command,  ///< a program
    };
    Kind kind = Kind::ask;
    std::string command;  ///< the program and its arguments; no shell runs it

    bool operator==(const ConflictPolicy&) const = default;
};

/// Reads `ask`, `local`, `server`, `newer`, `merge` or `command:CMD`. Throws UsageError.
SYNCLINE_EXPORT ConflictPolicy read_policy(std::string_view text);
/// As read_policy takes it.
SYNCLINE_EXPORT std::string write_policy(const ConflictPolicy& policy);

struct PushOptions {
    std::vector<std::string> tables;  ///< empty means all
    std::optional<std::uint64_t> max_operations;
    bool stop_on_error = false;              ///< stop at the first rejection or conflict
    std::optional<ConflictPolicy> conflict;  ///< instead of the tables' own policies
    std::chrono::milliseconds conflict_timeout{10'000};  ///< of one decision by a command
};

/// Why a push ended; the names of the SDK's MobileServicePushStatus.
enum class PushStatus : std::uint8_t {
    complete,
    cancelled_by_network_error,
    cancelled_by_authentication_error,
    cancelled_by_sync_store_error,
    cancelled_by_token,
    cancelled_by_operation,
    internal_error,
};
SYNCLINE_EXPORT const char* name_of(PushStatus status);  ///< "CancelledByNetworkError"

/// An operation that a push left failed or in conflict.
struct OperationIssue {
    std::int64_t sequence = 0;
    std::string table;
    std::string id;
    OperationKind kind = OperationKind::insert;
    OperationState state = OperationState::failed;
    int http_status = 0;
    std::string message;
};

struct PushResult {
    PushStatus status = PushStatus::complete;
    Status outcome = Status::ok;  ///< the exit status of this push
    std::string reason;           ///< why it stopped early: one sentence; empty when complete
    std::string hint;
    int http_status = 0;        ///< of the answer that stopped it, or 0
    std::uint64_t pushed = 0;   ///< operations that the service accepted
    std::uint64_t decided = 0;  ///< conflicts that a policy decided
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;            ///< operations left rejected, tried or not
    std::uint64_t conflicts = 0;         ///< operations left in conflict, tried or not
    std::uint64_t pending = 0;           ///< operations still to be tried
    std::vector<OperationIssue> issues;  ///< the first 100 of those left failed or in conflict
    std::vector<std::string> warnings;
};

/// What a pull did to one item here.
struct ItemChange {
    enum class Kind : std::uint8_t { applied, removed };
    Kind kind = Kind::applied;
    std::string table;
    Item item;  ///< as it is here now; of a removed one only the id
};
SYNCLINE_EXPORT const char* name_of(ItemChange::Kind kind);  ///< "applied", "removed"

/// How long a service may take to show a write, unless told otherwise.
constexpr std::chrono::milliseconds kSettlingTime{10'000};

struct PullOptions {
    std::vector<std::string> tables;  ///< empty means every stored query
    std::string query_id;             ///< empty means a full pull when a table is named
    std::string filter;               ///< OData v4; deleted items pass always
    bool full = false;                ///< forget the query's token first
    bool no_push = false;             ///< do not push first
    std::optional<std::uint32_t> page_size;
    /// How long a service may show a commit late.
    std::chrono::milliseconds settle = kSettlingTime;
    std::optional<ConflictPolicy> conflict;  ///< of the push that goes first
    std::chrono::milliseconds conflict_timeout{10'000};
    /// A table's pull ends before it removes more items than this, or than this share of them.
    std::optional<std::uint64_t> max_delete;
    std::optional<std::uint64_t> max_delete_percent;
    /// Called for each item that was applied or removed, in the order in which they were stored,
    /// after the commit that stored it.
    std::function<void(const ItemChange&)> on_change;
};

/// What one query of one table brought.
struct PulledQuery {
    std::string table;
    std::string query_id;         ///< empty for a full pull
    std::uint64_t received = 0;   ///< items in all pages
    std::uint64_t applied = 0;    ///< items written
    std::uint64_t removed = 0;    ///< items removed because the server marks them deleted
    std::uint64_t unchanged = 0;  ///< items that were already here
    std::uint64_t kept = 0;       ///< items with local changes: server's copy noted, values kept
    std::uint64_t conflicts = 0;  ///< conflicts recorded by this pull
    std::uint64_t skipped = 0;    ///< elements that could not be kept; warnings name them
    Status outcome = Status::ok;  ///< how this query ended
    std::string reason;           ///< why, unless it ended well
};

struct PullResult {
    Status outcome = Status::ok;
    std::string reason;  ///< why it stopped early; empty when complete
    std::string hint;
    int http_status = 0;
    std::vector<PulledQuery> queries;
    std::uint64_t requests = 0;
    std::optional<PushResult> push;  ///< of the push that went first
    std::vector<std::string> warnings;
};

struct SyncResult {
    Status outcome = Status::ok;
    PushResult push;
    std::optional<PullResult> pull;  ///< nothing when the push stopped the run
};

struct PurgeOptions {
    std::string filter;    ///< only these items; empty means all
    std::string query_id;  ///< reset this token
    bool force = false;    ///< discard the table's operations
};

struct PurgeResult {
    std::uint64_t items = 0;
    std::uint64_t operations = 0;  ///< discarded operations
};

struct QueryStatus {
    std::string query_id;
    std::string filter;
    std::string token;      ///< RFC 3339, or empty: never pulled
    std::string last_pull;  ///< RFC 3339, or empty
};

struct TableStatus {
    std::string table;
    std::uint64_t items = 0;
    std::uint64_t pending = 0;
    std::uint64_t failed = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t held = 0;
    Deletes deletes = Deletes::unknown;
    std::vector<QueryStatus> queries;
};

struct StoreStatus {
    std::string path;
    std::string url;       ///< empty: no service set
    std::string protocol;  ///< "v2" or "v3"; "auto" until a run has found out
    std::uint64_t pending = 0;
    std::uint64_t failed = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t held = 0;
    std::string oldest_pending;  ///< RFC 3339, or empty
    std::string last_push;       ///< when a push last completed, RFC 3339, or empty
    std::string last_pull;       ///< when a pull last completed, RFC 3339, or empty
    std::vector<TableStatus> tables;
    std::vector<OperationIssue> issues;  ///< the first 100 failed or conflicting operations
};

}  // namespace syncline
