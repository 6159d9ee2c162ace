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
#include <deque>
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

constexpr const char* kDefaultQuery = "default";

class Pull {
  public:
    Pull(store::Store& store, Run& run, const PullOptions& options)
        : store_(store), run_(run), options_(options) {}

    PullResult pull(const std::vector<PullTarget>& targets);

  private:
    struct Flight {
        PullJob* job;
        Ticks asked;
    };

    void ask(PullJob& job);
    void receive();
    void take(const Flight& flight, Finished finished);
    void commit_if_due();
    void commit();
    PullResult result();

    store::Store& store_;
    Run& run_;
    const PullOptions& options_;
    std::vector<std::unique_ptr<PullJob>> jobs_;
    std::deque<PullJob*> waiting_;
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
        jobs_.push_back(std::make_unique<PullJob>(store_, target, options_));
        waiting_.push_back(jobs_.back().get());
    }
    while (true) {
        while (!run_.halt() && !waiting_.empty() && flying_.size() < run_.parallel()) {
            PullJob* const job = waiting_.front();
            waiting_.pop_front();
            ask(*job);
        }
        if (flying_.empty()) break;
        receive();
        commit_if_due();
    }
    commit();
    return result();
}

void Pull::ask(PullJob& job) {
    const Ticks asked = run_.environment().ticks();
    flying_.emplace(run_.start(job.request(run_.service())), Flight{&job, asked});
}

void Pull::receive() {
    auto finished = run_.wait(run_.environment().ticks() + milliseconds(1'000));
    if (!finished) return;
    const auto found = flying_.find(finished->ticket);
    const Flight flight = found->second;
    flying_.erase(found);
    take(flight, std::move(*finished));
}

void Pull::take(const Flight& flight, Finished finished) {
    PullJob& job = *flight.job;
    if (!finished.response) {
        const bool too_large = finished.failure.reason == NoAnswer::Reason::too_large;
        if (too_large && !run_.halt() && job.shrink_page()) {
            ask(job);
            return;
        }
        run_.stop(halt_of(finished.failure, run_.service().root()));
        return;
    }
    const Response& response = *finished.response;
    if (auto halt = halt_of(response, run_.service().root())) {
        run_.stop(std::move(*halt));
        return;
    }
    const Ticks now = run_.environment().ticks();
    try {
        const PullJob::Step step = job.take(response, flight.asked, now, run_.service());
        // The next page is asked for before this one is stored.
        if (step == PullJob::Step::go_on && !run_.halt()) ask(job);
    } catch (const ServiceError& error) {
        job.fail(error.status(), error.what());
        hint_ = error.hint();
        http_status_ = error.http_status();
    } catch (const DataError& error) {
        job.fail(Status::refused,
                 job.result().table + ": " + run_.service().root().origin + ": " + error.what());
        hint_ = "check the URL, the table's name and its path";
        http_status_ = response.status;
    }
    if (!gathering_since_) gathering_since_ = now;
    gathered_bytes_ += response.body.size();
}

void Pull::commit_if_due() {
    std::size_t items = 0;
    for (const auto& job : jobs_) items += job->gathered();
    const bool late = gathering_since_ && items > 0 &&
                      run_.environment().ticks() - *gathering_since_ >= kCommitPause;
    if (items >= kCommitItems || gathered_bytes_ >= kCommitBytes || late) commit();
}

/// Items and tokens move together: a killed pull goes on at the last commit.
void Pull::commit() {
    if (jobs_.empty()) return;
    std::vector<ItemChange> changes;
    std::vector<ItemChange>* const wanted = options_.on_change ? &changes : nullptr;
    store::Transaction transaction(store_.database);
    for (const auto& job : jobs_) job->write(store_, run_.environment(), misfits_, wanted);
    const bool all_well =
        !run_.halt() && std::all_of(jobs_.begin(), jobs_.end(), [](const auto& job) {
            return job->is_done() && job->result().outcome == Status::ok;
        });
    if (all_well) {
        store_.settings.set(store::kLastPull, base::write_timestamp(run_.environment().now()));
    }
    transaction.commit();
    gathered_bytes_ = 0;
    gathering_since_.reset();
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
