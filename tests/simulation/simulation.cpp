#include "simulation/simulation.hpp"

#include "simulation/random.hpp"
#include "simulation/replica.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace syncline::simulation {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

/// After so many rounds on a good network everything has to be settled.
constexpr int kRounds = 12;

/// The clock of the service is off by at most this, to both sides, and a write is committed at most
/// 4 s after it arrived: together less than the settling time.
constexpr std::int64_t kServiceClock = 2'000;

/// Somebody who writes to the service and is not under test.
class Somebody {
  public:
    explicit Somebody(World& world) : world_(world) {}

    void play(const Act& act) {
        ++world_.counts.acts;
        if (world_.trace) world_.say(text_of(act));
        Random random(act.seed);
        const std::string table = random.chance(70) ? "todo" : "tag";
        Service& service = world_.service;
        switch (act.deed) {
            case Deed::others_insert:
                insert(random, table, 1);
                break;
            case Deed::others_burst:
                insert(random, table, static_cast<int>(random.between(5, 25)));
                break;
            case Deed::others_update:
                if (const auto name = any(random, table)) service.update(*name, values(random));
                break;
            case Deed::others_remove:
                if (const auto name = any(random, table)) service.remove(*name);
                break;
            case Deed::others_undelete:
                if (const auto name = any(random, table)) service.undelete(*name);
                break;
            case Deed::others_meanwhile:
                service.meanwhile[table] = [this, random, table]() mutable {
                    update_some(random, table);
                };
                break;
            default:
                service.clock_off = milliseconds(random.between(-kServiceClock, kServiceClock));
                break;
        }
    }

  private:
    /// All in one millisecond.
    void insert(Random& random, const std::string& table, int count) {
        for (int i = 0; i < count; ++i) {
            const bool shared = random.chance(10) && world_.service.kind().soft.at(table);
            const std::string id =
                shared ? "g" + std::to_string(random.below(8)) : "o" + std::to_string(++last_id_);
            world_.service.insert({table, id}, values(random));
        }
    }

    /// Enough of them that the items behind move by more than one place.
    void update_some(Random& random, const std::string& table) {
        for (auto left = random.between(2, 8); left > 0; --left) {
            if (const auto name = any(random, table)) {
                world_.service.update(*name, values(random));
            }
        }
    }

    Members values(Random& random) {
        const auto mark = static_cast<std::int64_t>(world_.ledger.next_mark());
        const std::string text = std::to_string(mark);
        Members all = {{"text", Value::string("s" + text)},
                       {"note", Value::string("n" + text)},
                       {"complete", Value::boolean(random.chance(50))},
                       {"rank", Value::integer(random.chance(50) ? mark + 1'000 : -mark)}};
        Members some;
        for (Member& member : all) {
            if (random.chance(50)) some.push_back(std::move(member));
        }
        if (some.empty()) some.push_back({"note", Value::string("n" + text)});
        return some;
    }

    std::optional<Name> any(Random& random, const std::string& table) const {
        std::vector<Name> names;
        for (const auto& [name, versions] : world_.service.history()) {
            if (name.first == table && versions.back().present) names.push_back(name);
        }
        if (names.empty()) return std::nullopt;
        return random.pick(names);
    }

    World& world_;
    std::uint64_t last_id_ = 0;
};

/// One simulation.
class Simulation {
  public:
    Simulation(const Story& story, const Trace& trace)
        : story_(story), world_(story.service, trace), somebody_(world_) {
        for (std::size_t i = 0; i < story.replicas.size(); ++i) {
            replicas_.push_back(std::make_unique<Replica>(world_, static_cast<Author>(i), story));
        }
    }

    /// While all that they use is there.
    ~Simulation() { world_.scheduler.kill_all(); }
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    Outcome play() {
        begin_acts();
        world_.scheduler.run();
        if (!world_.violation) settle();
        if (!world_.violation) judge_end();
        world_.counts.edits = world_.ledger.edits();
        return {world_.violation, world_.counts};
    }

  private:
    void begin_acts() {
        const Ticks begin = world_.scheduler.now();
        for (const Act& act : story_.acts) {
            if (act.who != kSomebody) continue;
            world_.scheduler.at(begin + act.at, [this, &act] { somebody_.play(act); });
        }
        for (std::size_t i = 0; i < replicas_.size(); ++i) {
            begin_process(begin, static_cast<Author>(i), 0);
            begin_process(begin, static_cast<Author>(i), 1);
        }
    }

    void begin_process(Ticks begin, Author who, int number) {
        std::vector<const Act*> acts;
        for (const Act& act : story_.acts) {
            if (act.who == who && act.process == number) acts.push_back(&act);
        }
        if (acts.empty()) return;
        Replica& replica = *replicas_.at(static_cast<std::size_t>(who));
        world_.scheduler.start([this, begin, acts = std::move(acts), &replica] {
            for (const Act* const act : acts) {
                if (world_.scheduler.now() < begin + act->at) {
                    world_.scheduler.sleep(begin + act->at);
                }
                replica.play(*act);
                if (world_.scheduler.stopped()) return;
            }
        });
    }

    void settle() {
        world_.say("from here on all is well");
        world_.service.strict = false;
        world_.service.meanwhile.clear();
        world_.scheduler.start([this] {
            bool busy = true;
            for (int round = 0; busy && round < kRounds && !world_.scheduler.stopped(); ++round) {
                world_.scheduler.sleep(world_.scheduler.now() + minutes(5));
                busy = false;
                for (const auto& replica : replicas_) {
                    const std::string part = "settle" + std::to_string(round);
                    busy = replica->settle(Random::derive(story_.seed, part)) || busy;
                }
            }
        });
        world_.scheduler.run();
    }

    void judge_end() {
        for (const auto& replica : replicas_) replica->judge_end();
        world_.judge(world_.ledger.judge_end(world_.service.history()));
    }

    const Story& story_;
    World world_;
    Somebody somebody_;
    std::vector<std::unique_ptr<Replica>> replicas_;
};

}  // namespace

World::World(const ServiceKind& kind, Trace sink)
    : service(scheduler, kind), trace(std::move(sink)) {
    service.on_write = [this](const Name& name, const std::vector<Version>& versions) {
        if (trace) {
            const Version& version = versions.back();
            say("    " + text_of(name) + " is now " +
                (version.present ? write_item(version.item) : "gone"));
        }
        judge(ledger.judge_write(name, versions));
    };
}

void World::fail(Violation found) {
    if (!violation) violation = std::move(found);
    scheduler.end();
}

void World::say(const std::string& line) const {
    if (trace) trace(std::to_string(scheduler.now().count() - 1'000'000) + " " + line);
}

void Counts::add(const Counts& other) {
    acts += other.acts;
    edits += other.edits;
    deaths += other.deaths;
    conflicts += other.conflicts;
    requests += other.requests;
    faults += other.faults;
}

Outcome play(const Story& story, const Trace& trace) {
    return Simulation(story, trace).play();
}

Story shrink(const Story& story, const Violation& violation, std::chrono::seconds limit) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + limit;
    const auto fails = [&violation](const Story& candidate) {
        const auto found = play(candidate).violation;
        return found && found->kind == violation.kind;
    };
    Story shortest = story;
    bool shrunk = true;
    for (std::size_t size = shortest.acts.size() / 2; size > 0; size = shrunk ? size : size / 2) {
        shrunk = false;
        for (std::size_t from = 0; from < shortest.acts.size();) {
            if (Clock::now() > until) return shortest;
            Story candidate = shortest;
            const auto begin = candidate.acts.begin() + static_cast<std::ptrdiff_t>(from);
            const auto left = static_cast<std::size_t>(candidate.acts.end() - begin);
            candidate.acts.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, left)));
            if (fails(candidate)) {
                shortest = std::move(candidate);
                shrunk = true;
            } else {
                from += size;
            }
        }
    }
    return shortest;
}

}  // namespace syncline::simulation
