#include "sync/deciding.hpp"

#include "base/text.hpp"

#include <utility>

namespace syncline::sync {

namespace {

/// A server that keeps changing an item is given in to after this many decisions.
constexpr int kMaxDecisions = 3;

const char* name_of(Decision::Use use) {
    switch (use) {
        case Decision::Use::nothing:
            return "none yet";
        case Decision::Use::local:
            return "local";
        case Decision::Use::server:
            return "server";
        case Decision::Use::item:
            break;
    }
    return "an item";
}

}  // namespace

ConflictPolicy Deciding::policy_of(const store::Table& table) const {
    if (options_.conflict) return *options_.conflict;
    const std::string& own = table.definition.conflict;
    return own.empty() ? ConflictPolicy{} : read_policy(own);
}

void Deciding::say(const ConflictOf& conflict,
                   const std::string& words,
                   const Decision& decision) const {
    const Watch& watch = run_.watch();
    if (!watch.hears(Event::Level::info)) return;
    const char* const use = name_of(decision.use);
    const std::string name = conflict.table.name + "/" + base::one_line(conflict.id, 80);
    watch.event({Event::Level::info,
                 "push",
                 name + " is in conflict (" + words + "); the decision: " + use,
                 {{"table", Value::string(conflict.table.name)},
                  {"id", Value::string(conflict.id)},
                  {"decision", Value::string(use)}}});
}

Decision Deciding::met(const store::Table& table,
                       const Delivery& delivery,
                       const Conflicting& conflicting) {
    const ConflictPolicy policy = policy_of(table);
    Pending pending{delivery.operation(), delivery.item()};
    const int round = ++rounds_[pending.operation.sequence];
    if (round > kMaxDecisions) {
        const bool nobody = policy.kind == ConflictPolicy::Kind::ask;
        return {{}, {}, nobody ? "" : "the service changed the item at each of three attempts"};
    }
    pending.operation.newest = remembered(conflicting, pending.operation.item);
    ConflictOf conflict = conflict_of(table, pending, run_.clock_ahead());
    conflict.attempt = round;
    Decision decision = decide(policy, conflict, options_.conflict_timeout);
    say(conflict, conflicting.message, decision);
    return decision;
}

void Deciding::recorded(const store::Table& table, const store::Operation& operation) {
    const ConflictPolicy policy = policy_of(table);
    if (policy.kind == ConflictPolicy::Kind::ask) return;
    const auto before = find_pending(store_, table, operation.item);
    if (!before) return;
    ++rounds_[operation.sequence];
    const ConflictOf conflict = conflict_of(table, *before, run_.clock_ahead());
    const Decision decision = decide(policy, conflict, options_.conflict_timeout);
    say(conflict, operation.message.value_or(""), decision);
    store::Transaction transaction(store_.database);
    auto now = find_pending(store_, table, operation.item);
    const bool unchanged = now && now->operation.generation == before->operation.generation &&
                           now->operation.state == OperationState::conflict;
    if (unchanged) write(table, std::move(*now), decision);
    transaction.commit();
}

bool Deciding::write(const store::Table& table, Pending pending, const Decision& decision) {
    if (decision.use == Decision::Use::nothing) {
        if (decision.reason.empty()) return false;
        pending.operation.message = base::one_line(decision.reason);
        store_.queue.save(pending.operation);
        return false;
    }
    ++decided_;
    return resolve(store_, table, std::move(pending), decision);
}

}  // namespace syncline::sync
