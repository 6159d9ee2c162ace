#pragma once

#include <syncline/environment.hpp>
#include <syncline/exchange.hpp>
#include <syncline/export.hpp>
#include <syncline/query.hpp>
#include <syncline/queue.hpp>
#include <syncline/service.hpp>
#include <syncline/sync.hpp>
#include <syncline/table.hpp>
#include <syncline/upkeep.hpp>
#include <syncline/value.hpp>
#include <syncline/watch.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline {

struct InitOptions {
    std::string url;          ///< the service root; may be set later
    std::string api_root;     ///< path of the tables below the root; empty means `tables`
    std::string protocol;     ///< "v2", "v3", or "auto" (also if empty): settled by the first run
    bool if_missing = false;  ///< an existing store is left as it is
    bool force = false;       ///< replace an existing store; refused while operations are queued
    std::string from_backup;  ///< a file that `backup` has made; empty: a store without tables
    bool rehearse = false;    ///< check all, make nothing
};

struct OpenOptions {
    bool read_only = false;  ///< never takes the write lock
    bool rehearse = false;   ///< local changes do all but stay: their transactions are undone
    std::chrono::milliseconds busy_timeout{5'000};
    std::function<void(const std::string&)> warn;  ///< a sentence that the user should see
    Watch watch;                                   ///< told of what is done and how far it is
};

struct DefineOptions {
    std::chrono::milliseconds lock_wait{0};
    bool if_missing = false;  ///< an existing table is left as it is
    /// The given columns are added or get another type, all others stay; settings that are empty or
    /// false stay as they are, too (the policy "ask" clears the one that is set). The table must be
    /// there.
    bool alter = false;
};

/// What `insert` does with an id that is already there.
enum class OnExisting : std::uint8_t { refuse, ignore, replace };

/// Produces JSON objects one at a time; false when there are no more. `text` stays valid until the
/// next call. `where` names the place for messages, for example "line 7".
using ItemSource = std::function<bool(std::string_view& text, std::string& where)>;

/// Receives one item or one row. Return false to stop.
using ItemSink = std::function<bool(const Item&)>;

/// An offline table store: one SQLite file with the user's tables and the queue of changes that
/// the service has not accepted yet. Used from one thread at a time; several processes may have the
/// same file open. Every local change is one transaction with its operation; no transaction is open
/// while the network is in use. All calls throw the classes of errors.hpp.
class SYNCLINE_EXPORT Client {
  public:
    /// Creates the store file (mode 0600). Throws DataError if it is there already.
    static void create(const std::string& path, const InitOptions& options);

    /// Opens an existing store. Throws StoreError (`no_store`, `bad_store`, `locked`, `io`).
    explicit Client(const std::string& path,
                    OpenOptions options = {},
                    Environment environment = Environment::real());
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Creates a table, or changes it: a new column takes its values from what the server sent
    /// earlier, a dropped one goes back there. The same columns again are no error. Dropping or
    /// retyping is refused (DataError) while the table has operations. Returns whether anything
    /// changed.
    /// With `alter` throws DataError naming the nearest table if it is not there.
    bool define_table(const TableDefinition& definition, const DefineOptions& options = {});

    std::vector<TableDefinition> tables();

    /// Throws DataError with the nearest name if there is no such table.
    TableDefinition table(const std::string& name);

    /// Inserts an item and queues it. `members` may hold `id`; without one an id is made.
    /// Returns the id. Throws DataError for an unknown column, a wrong type, a bad or existing id.
    std::string insert(const std::string& table,
                       const Members& members,
                       OnExisting on_existing = OnExisting::refuse);

    /// Inserts every object of `source` in one transaction; `on_id` gets each id after the commit.
    /// A wrong object undoes all of them; the error names its place. Returns how many.
    std::uint64_t insert_many(const std::string& table,
                              const ItemSource& source,
                              OnExisting on_existing,
                              const std::function<void(const std::string& id)>& on_id);

    /// Changes the named members of an item; a null value sets null. Throws NotFoundError if the
    /// item is not there. `if_version`: only if the item's version is this one (DataError).
    void update(const std::string& table,
                const std::string& id,
                const Members& changes,
                const std::optional<std::string>& if_version = {});

    /// As `update` for every object of `source`; each names its `id`. One transaction.
    std::uint64_t update_many(const std::string& table, const ItemSource& source);

    /// Updates every item that matches `filter` in one transaction. Returns how many.
    std::uint64_t update_where(const std::string& table,
                               const std::string& filter,
                               const Members& changes);

    /// Removes an item here and queues its deletion. Throws NotFoundError if it is not there,
    /// unless `if_present`. Returns whether it was there.
    bool remove(const std::string& table,
                const std::string& id,
                bool if_present = false,
                const std::optional<std::string>& if_version = {});

    /// As `remove` for every object of `source`, each with an `id`. One transaction.
    std::uint64_t remove_many(const std::string& table, const ItemSource& source, bool if_present);

    /// Removes every item that matches `filter` in one transaction. Returns how many.
    std::uint64_t remove_where(const std::string& table, const std::string& filter);

    /// The item as it is here, or nothing.
    std::optional<Item> get(const std::string& table, const std::string& id);

    /// Streams the items that match, in order. Returns how many were given to `sink`.
    std::uint64_t query(const std::string& table, const Query& query, const ItemSink& sink);

    /// How many items match, `top` and `skip` left aside.
    std::uint64_t count(const std::string& table, const Query& query);

    /// Streams the rows of one read-only SELECT; each row is an item with members only.
    /// `parameters`: values of `:name`. Throws UsageError for SQL that would write.
    std::uint64_t query_sql(const std::string& sql,
                            const Members& parameters,
                            const ItemSink& sink);

    /// Looks for what is wrong with the store, and repairs what can be repaired if asked to, in one
    /// transaction; a repair never gives up an operation or an item. Faults that are left are in
    /// the result.
    CheckResult check(const CheckOptions& options);

    /// Writes the store as it is at this moment to a new file (mode 0600) that is a store of its
    /// own; other processes go on writing. The file appears complete or not at all. Throws
    /// DataError if there is a file already, unless it may be replaced.
    BackupResult backup(const std::string& path, const BackupOptions& options = {});

    /// Gives the disk back what the store does not use, and forgets old runs. Takes the store's
    /// lock.
    CompactResult compact(std::chrono::milliseconds lock_wait = {});

    /// Writes items, one JSON object a line, as they are at one moment. Of one table without its
    /// state: the items as `query` gives them; else each object says what it is. `sink` returns
    /// false to stop.
    ExportResult export_items(const ExportOptions& options,
                              const std::function<bool(const std::string& line)>& sink);

    /// Takes what export_items wrote, or plain items of one table; all or nothing. As changes each
    /// item becomes an insert, or an update of what differs. As the service's own nothing is
    /// queued; DataError for an item that has an operation. A table that is not there is defined;
    /// one that is stays as it is. The state of another store goes only into empty tables of the
    /// same service. A wrong object undoes all; the error names its place.
    ImportResult import_items(const ImportOptions& options, const ItemSource& source);

    /// Sends the queue. Never throws for what the service or the network did: that is in the
    /// result.
    PushResult push(const PushOptions& options, const RemoteOptions& remote);

    /// Fetches what changed on the service, after a push if a table to be pulled has operations.
    PullResult pull(const PullOptions& options, const RemoteOptions& remote);

    /// Push, then pull of every stored query; tables without one are pulled as `default`.
    SyncResult sync(const PushOptions& push, const PullOptions& pull, const RemoteOptions& remote);

    /// Drops local items, not the server's. Throws DataError while the table has operations, unless
    /// `force` (never together with a filter). A whole table also loses its tokens.
    PurgeResult purge(const std::string& table,
                      const PurgeOptions& options,
                      std::chrono::milliseconds lock_wait = {});

    /// Reads only the store.
    StoreStatus status();

    /// The queue, in its order. `with_items`: base, local and server items, too. Throws UsageError
    /// for a time that is none, DataError for an unknown table.
    std::uint64_t queue(const QueueFilter& filter, bool with_items, const OperationSink& sink);

    /// Keeps operations out of pushes, or lets them go again. Return how many changed.
    std::uint64_t hold(const QueueFilter& filter);
    std::uint64_t release(const QueueFilter& filter);

    /// Makes failed operations pending again, as if they had not been tried.
    std::uint64_t retry(const QueueFilter& filter);

    /// Gives operations up; each goes to `sink` as it was, after the commit. One that was sent and
    /// not answered needs the store's lock. Returns how many.
    std::uint64_t drop(const QueueFilter& filter,
                       GiveUp how,
                       const OperationSink& sink,
                       std::chrono::milliseconds lock_wait = {});

    /// Changes the item of an operation through the checks of `update`; a failed operation is
    /// pending then. Throws NotFoundError, DataError.
    void edit(std::int64_t sequence, const Members& changes);

    /// Writes operations with their items as JSON objects, for another store of the same service
    /// and table shapes.
    std::uint64_t export_queue(const QueueFilter& filter,
                               const std::function<bool(const std::string& line)>& sink);

    /// Takes what export_queue wrote; all or nothing. What is here already in the same form is left
    /// alone. Throws DataError for another service, another table shape, or an item with an
    /// operation of its own. Returns how many operations were added.
    std::uint64_t import_queue(const ItemSource& source);

    /// Decides a recorded conflict here and at once; the next push sends the outcome with the
    /// server's version. Returns whether anything is left to send. Throws NotFoundError if there is
    /// no such conflict, DataError for an item of another id, a wrong type, or members that clash
    /// in a merge (naming them).
    bool resolve(const std::string& table, const std::string& id, const Resolution& resolution);

    /// The first request of each operation that a push would try, in its order, from the code that
    /// sends them. Nothing is written and nothing is sent.
    std::uint64_t preview(const PushOptions& options,
                          const RemoteOptions& remote,
                          const std::function<bool(const RequestPreview&)>& sink);

    /// Throws NotFoundError if the item is neither here nor queued.
    Explanation explain(const std::string& table,
                        const std::string& id,
                        const RemoteOptions& remote);

    /// The calls below ask the service at once. They throw NetworkError where no answer came,
    /// ServiceError for an answer that ends the call, UsageError for a wrong URL or option.

    /// The item as the service has it now, marked if it is deleted there; nothing if it is not
    /// there. Nothing is stored.
    std::optional<Item> get_remote(const std::string& table,
                                   const std::string& id,
                                   const RemoteOptions& remote);

    /// Brings deleted items back. A deletion that was not sent yet is taken back without the
    /// network, as `drop` does; otherwise the item is undeleted on the service and stored here.
    /// `done` gets each id once it is back. Throws DataError for an item that is not deleted,
    /// before anything is changed where that shows here; NotFoundError for one that the service
    /// does not have, not even as deleted.
    void undelete(const std::string& table,
                  const std::vector<std::string>& ids,
                  const RemoteOptions& remote,
                  const std::function<void(const std::string& id, Undeleted how)>& done);

    /// Sends one request to a path below the service's root, with the store's credentials. Any
    /// answer is a result. GET, PUT and DELETE are tried again as usual, others never. Throws
    /// UsageError for a path that leaves the root.
    Response call(const ServiceCall& call, const RemoteOptions& remote);

    /// Exchanges a provider's token, a JSON object such as {"access_token":"…"}, for one of the
    /// service (the client flow of v2). Throws DataError if `provider_token` is no object.
    Login login(const std::string& provider,
                const std::string& provider_token,
                const RemoteOptions& remote);

    /// Exchanges the token of `remote` for a fresh one.
    Login refresh_login(const RemoteOptions& remote);

    /// Tries step by step to reach the service and each table. Throws nothing that a step can say;
    /// of what it learns only the protocol is stored.
    std::vector<CheckStep> check_remote(const RemoteOptions& remote);

    /// The columns of a table that need not be defined yet, by up to `sample` of its items on the
    /// service. Throws DataError if there are none.
    std::vector<InferredColumn> remote_columns(const TableDefinition& table,
                                               const RemoteOptions& remote,
                                               std::uint32_t sample = 100);

    /// The last runs, the newest first.
    std::vector<RunRecord> runs(std::size_t limit);

    /// The service root that the store remembers; empty if none.
    std::string url();

    /// Remembers another service root. Throws UsageError if it is not an http(s) URL.
    void set_url(const std::string& url);

    /// Remembers which protocol the service speaks: "v2", "v3" or "auto". Throws UsageError for
    /// another word.
    void set_protocol(const std::string& protocol);

  private:
    struct Body;
    std::unique_ptr<Body> body_;
};

}  // namespace syncline
