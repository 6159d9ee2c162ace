#include "simulation/replica.hpp"

#include "simulation/commits.hpp"
#include "sync/soundness.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::simulation {

namespace {

using std::chrono::milliseconds;

/// No power is cut here: a flush may cost nothing.
const bool stores_in_memory = tests::prefer_memory();

TableDefinition definition_of(const std::string& table) {
    TableDefinition definition;
    definition.name = table;
    definition.columns = {
        {"text", Type::string}, {"complete", Type::boolean}, {"rank", Type::integer}};
    return definition;
}

/// Errors that tell the user of something that he did, or of the service. Anything else is a fault.
bool is_expected(const Error& error) {
    switch (error.status()) {
        case Status::no:
        case Status::bad_data:
        case Status::auth:
        case Status::retry:
        case Status::refused:
        case Status::conflict:
        case Status::limit:
        case Status::interrupted:
            return true;
        case Status::locked:
            // By the store's own lock; SQLite's would mean that a transaction was left open.
            return dynamic_cast<const StoreError&>(error).sqlite_code() == 0;
        default:
            return false;
    }
}

}  // namespace

Replica::Replica(World& world, Author number, const Story& story)
    : world_(world), number_(number), story_(story), path_((folder_ / "store.db").string()) {
    static_cast<void>(stores_in_memory);
    InitOptions options;
    options.url = "http://service";
    options.protocol = story.service.protocol;
    Client::create(path_, options);
    for (Hand& hand : hands_) open(hand);
    for (const auto& [table, soft] : story.service.soft) {
        hands_[0].client->define_table(definition_of(table));
    }
    store_ = std::make_unique<store::Store>(path_, store::OpenMode::read_only, milliseconds(0));
}

void Replica::open(Hand& hand) {
    OpenOptions options;
    options.busy_timeout = milliseconds(0);
    options.watch.event = [this](const Event& event) { note_decision(event); };
    count_commits(hand.commits, [&] {
        hand.client = std::make_unique<Client>(path_, options, environment(hand));
    });
}

Environment Replica::environment(Hand& hand) {
    Environment environment;
    Scheduler& scheduler = world_.scheduler;
    environment.now = [this, &hand] {
        step(hand);
        const journey::Clock start;
        return start.wall + (world_.scheduler.now() - start.steady) + clock_off_;
    };
    environment.ticks = [this, &hand] {
        step(hand);
        return world_.scheduler.now();
    };
    environment.sleep_until = [&scheduler](Ticks until) {
        if (until > scheduler.now()) scheduler.sleep(until);
    };
    environment.new_id = [this] {
        return "r" + std::to_string(number_) + "-" + std::to_string(++last_id_);
    };
    environment.random = [&hand] { return static_cast<double>(hand.random.below(1'000)) / 1'000; };
    environment.transport = [this, &hand](const RemoteOptions&) -> std::unique_ptr<Transport> {
        return std::make_unique<Network>(
            world_, number_, hand.weather, [this, &hand] { step(hand); });
    };
    return environment;
}

/// Every question to the outside world is a moment at which the process may die: some are asked
/// within a transaction, some after its commit.
void Replica::step(Hand& hand) {
    if (!hand.death) return;
    if (hand.death->steps == 0 && hand.death->commits <= hand.commits) {
        hand.death.reset();
        throw Killed{};
    }
    if (hand.death->steps > 0) --hand.death->steps;
}

void Replica::note_decision(const Event& event) {
    const Value* const decision = find_member(event.fields, "decision");
    if (decision == nullptr) return;
    const Name name{find_member(event.fields, "table")->text(),
                    find_member(event.fields, "id")->text()};
    if (world_.trace) world_.say("  decided: " + event.message);
    if (decision->text() == "server") world_.ledger.excuse(number_, name);
    if (decision->text() == "local") world_.ledger.let_overwrite(number_, name);
    if (decision->text() == "an item") world_.ledger.let_repeat(number_, name);
    if (decision->text() != "none yet") ++world_.counts.conflicts;
}

void Replica::attempt(Hand& hand, const std::string& name, const std::function<void()>& deed) {
    if (world_.trace) world_.say(name);
    try {
        deed();
        hand.death.reset();
    } catch (const Killed&) {
        if (world_.scheduler.stopped()) throw;
        ++world_.counts.deaths;
        world_.say("  the process died");
        hand.client.reset();
        open(hand);
        judge_findings(hand.client->check({}).findings);
    } catch (const Error& error) {
        hand.death.reset();
        if (world_.trace) world_.say(std::string("  refused: ") + error.what());
        if (!is_expected(error)) world_.fail({"error", name + ": " + error.what()});
    } catch (const std::exception& error) {
        world_.fail({"exception", name + ": " + error.what()});
    }
    inspect();
}

void Replica::play(const Act& act) {
    Hand& hand = hands_.at(static_cast<std::size_t>(act.process));
    hand.random = Random(act.seed);
    hand.weather = {Random(Random::derive(act.seed, "weather")), story_.faults};
    Random death(Random::derive(act.seed, "death"));
    if (death.chance(story_.deaths)) {
        if (death.chance(50)) {
            hand.death = Death{0, hand.commits + 1 + death.below(3)};
        } else {
            hand.death = Death{death.below(death.chance(50) ? 8 : 60), 0};
        }
    }
    ++world_.counts.acts;
    attempt(hand, text_of(act), [&] { perform(hand, act.deed); });
}

/// All but the layout of the file, which no act changes but a death.
void Replica::inspect() {
    judge_findings(sync::find_unsound(*store_, true));
    world_.judge(judge_items(*store_, world_.service, excused_));
    world_.judge(judge_conflicts(*store_, world_.service, number_, excused_));
    world_.judge(judge_tokens(*store_, world_.service, number_, excused_));
}

void Replica::judge_findings(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::fault) world_.fail({"unsound", finding.sentence});
    }
}

bool Replica::settle(std::uint64_t seed) {
    Hand& hand = hands_[0];
    hand.random = Random(seed);
    hand.weather = {Random(seed), 0};
    bool busy = false;
    attempt(hand, "replica " + std::to_string(number_) + " settles", [&] {
        hand.client->release({});
        hand.client->retry({});
        for (int i = 0; i < 20 && hand.client->status().conflicts > 0; ++i) resolve(hand);
        const auto queued = [&] { return store_->queue.counts().total(); };
        busy = queued() > 0;
        RemoteOptions remote;
        remote.allow_http = true;
        hand.client->push({}, remote);
        for (const Wanted& wanted : story_.replicas.at(static_cast<std::size_t>(number_))) {
            PullOptions options;
            options.tables = {wanted.table};
            options.query_id = wanted.query_id;
            options.filter = wanted.filter;
            options.no_push = true;
            options.full = excused_.tables.count(wanted.table) > 0 || !excused_.items.empty();
            const PullResult result = hand.client->pull(options, remote);
            if (result.outcome != Status::ok && result.outcome != Status::conflict) {
                world_.fail({"stuck", "a pull on a good network ended early: " + result.reason});
            }
        }
        busy = busy || queued() > 0;
    });
    return busy;
}

void Replica::judge_end() {
    // All of it takes long, and most stories would tell the same.
    if (story_.seed % 4 == 0) judge_findings(hands_[0].client->check({}).findings);
    world_.judge(judge_convergence(
        *store_, world_.service, story_.replicas.at(static_cast<std::size_t>(number_))));
}

}  // namespace syncline::simulation
