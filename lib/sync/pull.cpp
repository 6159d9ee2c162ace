#include "sync/pull.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/names.hpp"
#include "data/odata.hpp"
#include "store/settings.hpp"
#include "sync/pull_job.hpp"
#include "sync/service_of.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

namespace syncline::sync {

namespace {

using std::chrono::milliseconds;

// Commits go by rows, not by page: small transactions rewrite the id index again and again.
constexpr std::size_t kCommitItems = 20'000;
constexpr std::size_t kCommitBytes = 8U << 20U;
constexpr milliseconds kCommitPause{2'000};

// So much may come beside what is being stored: enough to keep the network busy, little to hold.
constexpr std::size_t kItemsMeanwhile = kCommitItems / 8;
constexpr std::size_t kBytesMeanwhile = kCommitBytes / 8;

constexpr const char* kDefaultQuery = "default";

class Pull {
  public:
    Pull(store::Store& store, Run& run, const PullOptions& options)
        : store_(store), run_(run), options_(options) {}

    PullResult pull(const std::vector<PullTarget>& targets);

  private:
    struct Flight {
        PullJob* job;
        Place place;
        Ticks asked;
    };

    void ask();
    bool is_waiting() const;
    void receive();
    void go_on();
    void receive(Finished finished);
    void forget_rest();
    void take(const Flight& flight, Finished finished);
    void say_page(const PulledQuery& query, std::uint64_t received_before) const;
    void say_stored(const std::vector<PulledQuery>& before) const;
    std::size_t gathered() const;
    void commit_if_due();
    void commit();
    PullResult result();

    store::Store& store_;
    Run& run_;
    const PullOptions& options_;
    std::vector<std::unique_ptr<PullJob>> jobs_;
    std::unordered_map<std::uint64_t, Flight> flying_;
    std::size_t gathered_bytes_ = 0;
    std::optional<Ticks> gathering_since_;
    Misfits misfits_;
    std::string hint_;
    int http_status_ = 0;
};

PullResult Pull::pull(const std::vector<PullTarget>& targets) {
    std::vector<store::Table> tables;
    for (const PullTarget& target : targets) tables.push_back(target.table);
    if (!tables.empty()) meet_service(store_, run_, tables);
    for (const PullTarget& target : targets) {
        jobs_.push_back(std::make_unique<PullJob>(store_, target, options_, run_.parallel()));
    }
    for (ask(); is_waiting(); commit_if_due()) {
        receive();
        // What comes next is asked for before this is stored.
        ask();
    }
    forget_rest();
    commit();
    return result();
}

/// Queries that stand still come first, then pages ahead of those that do not.
void Pull::ask() {
    for (const auto wants : {&PullJob::wants_next, &PullJob::wants_more}) {
        for (const auto& job : jobs_) {
            while (!run_.halt() && flying_.size() < run_.parallel() && (*job.*wants)()) {
                const Ticks now = run_.environment().ticks();
                PullJob::Asked asked = job->ask(run_.service());
                flying_.emplace(run_.start(std::move(asked.request)),
                                Flight{job.get(), asked.place, now});
            }
        }
    }
}

bool Pull::is_waiting() const {
    return std::any_of(flying_.begin(), flying_.end(), [](const auto& flight) {
        return flight.second.job->is_waiting_for(flight.second.place);
    });
}

/// Pages that were asked for behind the end.
void Pull::forget_rest() {
    if (flying_.empty()) return;
    run_.cancel_all();
    while (const auto finished = run_.wait(run_.environment().ticks())) {
        flying_.erase(finished->ticket);
    }
}

void Pull::receive() {
    auto finished = run_.wait(run_.environment().ticks() + milliseconds(1'000));
    if (finished) receive(std::move(*finished));
}

void Pull::receive(Finished finished) {
    const auto found = flying_.find(finished.ticket);
    const Flight flight = found->second;
    flying_.erase(found);
    if (flight.job->is_waiting_for(flight.place)) take(flight, std::move(finished));
}

/// While items are stored: takes what has come, and asks for what comes next.
void Pull::go_on() {
    while (!flying_.empty() && gathered() < kItemsMeanwhile && gathered_bytes_ < kBytesMeanwhile) {
        auto finished = run_.poll();
        if (!finished) return;
        receive(std::move(*finished));
        ask();
    }
}

void Pull::take(const Flight& flight, Finished finished) {
    PullJob& job = *flight.job;
    if (!finished.response) {
        const bool too_large = finished.failure.reason == NoAnswer::Reason::too_large;
        if (too_large && !run_.halt() && job.shrink_page()) return;
        run_.stop(halt_of(finished.failure, run_.service().root()));
        return;
    }
    Response& response = *finished.response;
    if (auto halt = halt_of(response, run_.service().root())) {
        run_.stop(std::move(*halt));
        return;
    }
    const Ticks now = run_.environment().ticks();
    const std::uint64_t received_before = job.result().received;
    const int status = response.status;
    const std::size_t bytes = response.body.size();
    try {
        job.take(flight.place, std::move(response), flight.asked, now, run_.service());
    } catch (const ServiceError& error) {
        job.fail(error.status(), error.what());
        hint_ = error.hint();
        http_status_ = error.http_status();
    } catch (const DataError& error) {
        job.fail(Status::refused,
                 job.result().table + ": " + run_.service().root().origin + ": " + error.what());
        hint_ = "check the URL, the table's name and its path";
        http_status_ = status;
    }
    say_page(job.result(), received_before);
    if (!gathering_since_) gathering_since_ = now;
    gathered_bytes_ += bytes;
}

std::size_t Pull::gathered() const {
    std::size_t items = 0;
    for (const auto& job : jobs_) items += job->gathered();
    return items;
}

void Pull::commit_if_due() {
    const std::size_t items = gathered();
    const bool late = gathering_since_ && items > 0 &&
                      run_.environment().ticks() - *gathering_since_ >= kCommitPause;
    if (items >= kCommitItems || gathered_bytes_ >= kCommitBytes || late) commit();
}

void Pull::say_page(const PulledQuery& query, std::uint64_t received_before) const {
    const Watch& watch = run_.watch();
    const std::uint64_t received = query.received - received_before;
    if (received == 0) return;
    if (watch.hears(Event::Level::debug)) {
        watch.event({Event::Level::debug,
                     "pull",
                     "table " + query.table + ": a page of " + std::to_string(received) +
                         (received == 1 ? " item" : " items"),
                     {{"table", Value::string(query.table)},
                      {"query_id", Value::string(query.query_id)},
                      {"items", Value::integer(static_cast<std::int64_t>(received))}}});
    }
    if (!watch.progress) return;
    std::uint64_t done = 0;  // of all queries of the table
    for (const auto& job : jobs_) {
        if (job->result().table == query.table) done += job->result().received;
    }
    watch.progress({"pull", query.table, done, std::nullopt});
}

/// After a commit; `before`: what each query had brought before it.
void Pull::say_stored(const std::vector<PulledQuery>& before) const {
    const auto number = [](std::uint64_t value) {
        return Value::integer(static_cast<std::int64_t>(value));
    };
    for (std::size_t i = 0; i < before.size(); ++i) {
        const PulledQuery& now = jobs_[i]->result();
        const std::uint64_t applied = now.applied - before[i].applied;
        const std::uint64_t removed = now.removed - before[i].removed;
        const std::uint64_t conflicts = now.conflicts - before[i].conflicts;
        if (applied + removed > 0 && run_.watch().hears(Event::Level::debug)) {
            run_.watch().event({Event::Level::debug,
                                "pull",
                                "table " + now.table + ": stored " + std::to_string(applied) +
                                    ", removed " + std::to_string(removed),
                                {{"table", Value::string(now.table)},
                                 {"applied", number(applied)},
                                 {"removed", number(removed)}}});
        }
        if (conflicts > 0) {
            run_.watch().event(
                {Event::Level::info,
                 "pull",
                 "table " + now.table +
                     ": items with changes here were changed on "
                     "the service, too: " +
                     std::to_string(conflicts),
                 {{"table", Value::string(now.table)}, {"conflicts", number(conflicts)}}});
        }
    }
}

/// Items and tokens move together: a killed pull goes on at the last commit.
void Pull::commit() {
    if (jobs_.empty()) return;
    std::vector<ItemChange> changes;
    std::vector<ItemChange>* const wanted = options_.on_change ? &changes : nullptr;
    std::vector<PulledQuery> before;
    if (run_.watch().hears(Event::Level::info)) {
        for (const auto& job : jobs_) before.push_back(job->result());
    }
    gathered_bytes_ = 0;
    gathering_since_.reset();
    const auto meanwhile = [this] { go_on(); };
    store::Transaction transaction(store_.database);
    for (const auto& job : jobs_) {
        job->write(store_, run_.environment(), misfits_, wanted, meanwhile);
    }
    const bool all_well =
        !run_.halt() && std::all_of(jobs_.begin(), jobs_.end(), [](const auto& job) {
            return job->is_written() && job->result().outcome == Status::ok;
        });
    if (all_well) {
        store_.settings.set(store::kLastPull, base::write_timestamp(run_.environment().now()));
    }
    transaction.commit();
    say_stored(before);
    for (const ItemChange& change : changes) options_.on_change(change);
}

PullResult Pull::result() {
    PullResult result;
    result.requests = run_.requests();
    result.hint = hint_;
    result.http_status = http_status_;
    for (const auto& job : jobs_) {
        const PulledQuery& query = job->result();
        for (std::string& warning : job->take_warnings())
            result.warnings.push_back(std::move(warning));
        result.outcome = worse(result.outcome, query.outcome);
        if (query.conflicts > 0) result.outcome = worse(result.outcome, Status::conflict);
        if (query.skipped > 0) result.outcome = worse(result.outcome, Status::partial);
        if (result.reason.empty()) result.reason = query.reason;
        result.queries.push_back(query);
    }
    const auto& contradictions = misfits_.sentences();
    result.warnings.insert(result.warnings.end(), contradictions.begin(), contradictions.end());
    if (const auto& halt = run_.halt()) {
        result.outcome = worse(result.outcome, halt->outcome);
        result.reason = halt->reason;
        result.hint = halt->hint;
        result.http_status = halt->http_status;
    }
    return result;
}

void add_stored(store::Store& store, const store::Table& table, std::vector<PullTarget>& targets) {
    const auto stored = store.tokens.all(table.table_id);
    for (const auto& query : stored) targets.push_back({table, query.query_id, query.filter});
    if (stored.empty()) targets.push_back({table, kDefaultQuery, ""});
}

/// A query id stands for one query: its token says how far *that* was pulled.
PullTarget named_target(store::Store& store,
                        const store::Table& table,
                        const PullOptions& options) {
    PullTarget target{table, options.query_id, std::string(base::trim(options.filter))};
    if (!target.filter.empty()) data::parse_filter(target.filter, &table.definition);
    if (target.query_id.empty()) return target;
    data::check_query_id(target.query_id);
    const auto stored = store.tokens.find(table.table_id, target.query_id);
    if (!stored) return target;
    if (target.filter.empty()) target.filter = stored->filter;
    if (target.filter != stored->filter) {
        throw UsageError("the query id \"" + target.query_id + "\" of table " + table.name() +
                             " stands for another filter (" +
                             (stored->filter.empty() ? "none" : stored->filter) + ")",
                         "use another --query-id, or forget it with: syncline purge " +
                             table.name() + " --query-id " + target.query_id);
    }
    return target;
}

}  // namespace

std::vector<PullTarget> pull_targets(store::Store& store,
                                     const PullOptions& options,
                                     bool by_stored) {
    std::vector<PullTarget> targets;
    std::vector<store::Table> tables;
    if (options.tables.empty()) tables = store.tables.all();
    for (const std::string& name : options.tables) tables.push_back(store.table(name));
    if (options.page_size && *options.page_size == 0) {
        throw UsageError("the page size must be at least 1");
    }
    const bool one_query = !options.query_id.empty() || !options.filter.empty();
    if (one_query && tables.size() != 1) {
        throw UsageError("a filter or a query id is for one table", "name one table");
    }
    for (const store::Table& table : tables) {
        if (by_stored && !one_query) {
            add_stored(store, table, targets);
        } else {
            targets.push_back(named_target(store, table, options));
        }
    }
    return targets;
}

PullResult pull(store::Store& store,
                Run& run,
                const std::vector<PullTarget>& targets,
                const PullOptions& options) {
    return Pull(store, run, options).pull(targets);
}

}  // namespace syncline::sync
