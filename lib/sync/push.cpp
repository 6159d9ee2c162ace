#include "sync/push.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "store/settings.hpp"
#include "sync/deciding.hpp"
#include "sync/issue.hpp"
#include "sync/misfits.hpp"
#include "sync/push_order.hpp"
#include "sync/push_task.hpp"
#include "sync/push_turn.hpp"
#include "sync/push_watch.hpp"
#include "sync/service_of.hpp"
#include "sync/write_back.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace syncline::sync {

namespace {

using std::chrono::milliseconds;

/// Answers are written in groups: one flush a group, not one an operation.
constexpr std::size_t kGroup = 64;
constexpr milliseconds kGroupPause{50};

class Push {
  public:
    Push(store::Store& store, Run& run, const PushOptions& options)
        : store_(store),
          run_(run),
          options_(options),
          watch_(run.watch()),
          deciding_(store, run, options) {
        for (store::Table& table : store.tables.all()) {
            if (table.definition.independent) independent_.insert(table.table_id);
            tables_.emplace(table.table_id, std::move(table));
        }
    }

    PushResult push();

  private:
    store::Table& table_of(std::int64_t table_id);
    void decide_recorded();
    std::vector<store::Table> queued_tables();
    void rounds(std::vector<store::QueueEntry> failed_before);
    void conclude();
    void pass(const std::vector<store::QueueEntry>& entries, std::size_t width, Turn turn);
    void send_all(const std::vector<store::QueueEntry>& entries, std::size_t width, Turn turn);
    void refill(PushOrder& order, Turn turn);
    TaskPtr mark(const store::QueueEntry& entry, Turn turn);
    bool learns_deletes(const store::Table& table, OperationKind kind);
    void launch(std::size_t width);
    void send(TaskPtr task);
    void receive(PushOrder& order);
    void write_group_if_due();
    void take_answer(Finished finished, PushOrder& order);
    void proceed(TaskPtr task, Next next, PushOrder& order);
    void settle(TaskPtr task, Verdict verdict, PushOrder& order);
    void write_settled();
    void write(const Settled& settled);
    void decide_written(const Settled& settled);
    void note_waited(const Task& task);
    void unmark_unsent();
    PushResult result();

    store::Store& store_;
    Run& run_;
    const PushOptions& options_;
    std::unordered_map<std::int64_t, store::Table> tables_;
    std::unordered_set<std::int64_t> independent_;
    std::unordered_set<std::int64_t> known_tables_;  ///< have shown that they are there
    std::unordered_set<std::int64_t> learning_;      ///< one of their deletes shows how they delete

    std::deque<TaskPtr> ready_;  ///< marked as sent, waiting for a place
    std::unordered_map<std::uint64_t, TaskPtr> flying_;
    std::vector<Settled> settled_;  ///< answered, not yet written
    Ticks oldest_settled_{0};
    std::vector<store::QueueEntry> waited_;  ///< may leave now that an earlier sending is settled

    std::vector<store::QueueEntry> unsettled_;
    Ticks look_again_{0};  ///< at them

    PushWatch watch_;
    Deciding deciding_;
    Misfits misfits_;  ///< of the answers
    std::uint64_t accepted_ = 0;
    std::uint64_t tried_ = 0;
    bool limited_ = false;
    std::vector<std::pair<store::QueueEntry, Rejected>> rejected_;  ///< of the pass in hand
};

store::Table& Push::table_of(std::int64_t table_id) {
    const auto found = tables_.find(table_id);
    if (found == tables_.end()) store::throw_no_table();
    return found->second;
}

PushResult Push::push() {
    decide_recorded();
    const auto pending = entries_of(store_, OperationState::pending, options_.tables);
    const auto failed_before = entries_of(store_, OperationState::failed, options_.tables);
    if (pending.empty() && failed_before.empty()) return result();
    meet_service(store_, run_, queued_tables());
    if (run_.halt()) return result();
    watch_.begin(pending, failed_before, options_.max_operations);
    pass(pending, run_.parallel(), Turn::first);
    rounds(failed_before);
    conclude();
    return result();
}

/// What was refused is tried again, one at a time, as long as a pass accepts something: a child may
/// have come before its parent. What ended in a 500 all the same is looked at once: it may be
/// there.
void Push::rounds(std::vector<store::QueueEntry> failed_before) {
    std::uint64_t accepted_before = 0;
    auto refused = std::exchange(rejected_, {});
    std::vector<store::QueueEntry> again = std::move(failed_before);
    while (!run_.halt() && (!again.empty() || (accepted_ > accepted_before && !refused.empty()))) {
        if (accepted_ > accepted_before) {
            for (const auto& entry : refused) again.push_back(entry.first);
            refused.clear();
        }
        std::sort(again.begin(), again.end(), [](const auto& a, const auto& b) {
            return a.sequence < b.sequence;
        });
        accepted_before = accepted_;
        pass(again, 1, Turn::first);
        again.clear();
        refused.insert(refused.end(), rejected_.begin(), rejected_.end());
        rejected_.clear();
    }
    std::vector<store::QueueEntry> doubtful;
    for (const auto& [entry, verdict] : refused) {
        if (verdict.outcome_unknown) doubtful.push_back(entry);
    }
    watch_.resending(true);
    if (!doubtful.empty() && !run_.halt()) pass(doubtful, run_.parallel(), Turn::confirm);
}

/// What was not there may have been on its way, as long as a service may take.
void Push::conclude() {
    if (unsettled_.empty() || run_.halt()) return;
    watch_.waits(unsettled_.size());
    const Environment& environment = run_.environment();
    for (Ticks now = environment.ticks(); now < look_again_ && !run_.halt();
         now = environment.ticks()) {
        environment.sleep_until(std::min(look_again_, now + milliseconds(100)));
    }
    pass(std::exchange(unsettled_, {}), run_.parallel(), Turn::conclude);
}

/// Conflicts of earlier runs that a policy decides by now.
void Push::decide_recorded() {
    const auto recorded = entries_of(store_, OperationState::conflict, options_.tables);
    for (const store::QueueEntry& entry : recorded) {
        const auto operation = store_.queue.find(entry.sequence);
        if (operation && !run_.halt()) deciding_.recorded(table_of(entry.table_id), *operation);
    }
}

/// Those that the push is about.
std::vector<store::Table> Push::queued_tables() {
    std::vector<store::Table> tables;
    for (store::Table& table : store_.tables.all()) {
        if (store_.queue.has_any(table.table_id)) tables.push_back(std::move(table));
    }
    return tables;
}

/// Sends them, and then the edits that had to wait until an earlier sending of their item was
/// settled.
void Push::pass(const std::vector<store::QueueEntry>& entries, std::size_t width, Turn turn) {
    send_all(entries, width, turn);
    while (!waited_.empty() && !run_.halt()) {
        watch_.resending(true);
        send_all(std::exchange(waited_, {}), run_.parallel(), Turn::first);
        watch_.resending(false);
    }
}

void Push::send_all(const std::vector<store::QueueEntry>& entries, std::size_t width, Turn turn) {
    PushOrder order(entries, independent_);
    while (true) {
        const bool halted = run_.halt().has_value();
        if (!halted) {
            // The places that answers left are taken before anything is written.
            launch(width);
            const bool low = ready_.size() < width && !limited_ && order.can_take();
            if (low) refill(order, turn);
            launch(width);
        }
        write_group_if_due();
        if (flying_.empty() && (halted || (ready_.empty() && (order.empty() || limited_)))) break;
        if (flying_.empty()) continue;
        receive(order);
    }
    unmark_unsent();
}

/// One transaction: writes what is settled, and marks and reads what goes next. The bodies leave
/// only after the commit, so that a crash never forgets that they may have left.
void Push::refill(PushOrder& order, Turn turn) {
    store::Transaction transaction(store_.database);
    write_settled();
    while (ready_.size() < kGroup && !limited_) {
        const auto entry = order.take();
        if (!entry) break;
        if (options_.max_operations && tried_ >= *options_.max_operations) {
            limited_ = true;
            break;
        }
        if (TaskPtr task = mark(*entry, turn)) {
            ++tried_;
            if (task->at_once) {
                Verdict verdict = *std::move(task->at_once);
                settle(std::move(task), std::move(verdict), order);
            } else {
                ready_.push_back(std::move(task));
            }
        } else {
            order.finished(entry->table_id);
            watch_.finished(entry->sequence, OperationState::pending);
        }
    }
    transaction.commit();
}

/// Marks an operation as sent and prepares its first request; nothing if it is gone meanwhile.
TaskPtr Push::mark(const store::QueueEntry& entry, Turn turn) {
    auto operation = store_.queue.find(entry.sequence);
    if (!operation || operation->held || operation->state == OperationState::conflict)
        return nullptr;
    const store::Table& table = table_of(operation->table_id);
    std::optional<Item> item;
    if (operation->kind != OperationKind::remove) {
        auto row = store_.rows.find(table, operation->item);
        if (!row) return nullptr;
        item = std::move(row->item);
    }
    auto task = std::make_unique<Task>(Task{Delivery(table.definition,
                                                     run_.service().protocol(),
                                                     *operation,
                                                     std::move(item),
                                                     learns_deletes(table, operation->kind)),
                                            &table,
                                            {},
                                            {},
                                            0});
    const Timestamp now = run_.environment().now();
    Next next = begin(task->delivery, turn, now);
    if (auto* verdict = std::get_if<Verdict>(&next)) {
        task->at_once = std::move(*verdict);
        return task;
    }
    task->ask = std::get<Ask>(std::move(next));
    operation->sent = task->delivery.sends();
    // It asks for the item first, but may go on to delete it in this push.
    if (operation->kind == OperationKind::remove && operation->sent != operation->kind) {
        operation->own_delete = true;
    }
    operation->last_attempt = base::write_timestamp(now);
    ++operation->attempts;
    store_.queue.save(*operation);
    return task;
}

/// One delete of a table whose way of deleting is unknown.
bool Push::learns_deletes(const store::Table& table, OperationKind kind) {
    return kind == OperationKind::remove && table.deletes == Deletes::unknown &&
           learning_.insert(table.table_id).second;
}

void Push::launch(std::size_t width) {
    while (!ready_.empty() && flying_.size() < width) {
        TaskPtr task = std::move(ready_.front());
        ready_.pop_front();
        send(std::move(task));
    }
}

void Push::send(TaskPtr task) {
    const store::Operation& operation = task->delivery.operation();
    Request request =
        write_request(run_.service(), task->table->definition, operation.item, task->ask);
    ++task->requests;
    const std::uint64_t ticket = run_.start(std::move(request));
    flying_.emplace(ticket, std::move(task));
}

/// Waits for answers, and takes all that came together.
void Push::receive(PushOrder& order) {
    const Ticks now = run_.environment().ticks();
    const Ticks until =
        settled_.empty() ? now + milliseconds(1'000) : oldest_settled_ + kGroupPause;
    if (auto finished = run_.wait(until)) {
        take_answer(std::move(*finished), order);
        while (auto more = run_.wait(Ticks(0))) take_answer(std::move(*more), order);
    }
}

void Push::write_group_if_due() {
    if (settled_.empty()) return;
    const bool idle = flying_.empty() && ready_.empty();
    const bool late = run_.environment().ticks() >= oldest_settled_ + kGroupPause;
    if (!idle && !late && settled_.size() < kGroup) return;
    store::Transaction transaction(store_.database);
    write_settled();
    transaction.commit();
}

void Push::take_answer(Finished finished, PushOrder& order) {
    const auto found = flying_.find(finished.ticket);
    TaskPtr task = std::move(found->second);
    flying_.erase(found);
    std::optional<Halt> halt = finished.response
                                   ? halt_of(*finished.response, run_.service().root())
                                   : halt_of(finished.failure, run_.service().root());
    if (halt) {
        run_.stop(std::move(*halt));
        order.finished(task->table->table_id);
        // Otherwise it stays marked as sent: whether it was carried out is settled next time.
        const bool never_left = !finished.response && task->requests == 1 &&
                                finished.failure.reason == NoAnswer::Reason::unreachable;
        if (never_left) ready_.push_front(std::move(task));
        return;
    }
    const remote::Answer answer =
        read_answer_to(task->ask, *finished.response, run_.service().protocol());
    const std::int64_t table_id = task->table->table_id;
    if (proves_table(task->ask, answer)) known_tables_.insert(table_id);
    Next next = task->delivery.answered(answer, known_tables_.count(table_id) != 0);
    proceed(std::move(task), std::move(next), order);
}

void Push::proceed(TaskPtr task, Next next, PushOrder& order) {
    if (auto* ask = std::get_if<Ask>(&next)) {
        if (run_.halt()) {
            order.finished(task->table->table_id);
            return;
        }
        task->ask = std::move(*ask);
        send(std::move(task));
        return;
    }
    settle(std::move(task), std::get<Verdict>(std::move(next)), order);
}

void Push::settle(TaskPtr task, Verdict verdict, PushOrder& order) {
    const store::Operation& operation = task->delivery.operation();
    const std::string name = task->table->name() + "/" + base::one_line(operation.item, 80);
    order.finished(operation.table_id);
    if (const auto* unusable = std::get_if<Unusable>(&verdict)) {
        run_.stop({PushStatus::internal_error,
                   Status::refused,
                   name + ": " + run_.service().root().origin + " answered " +
                       std::to_string(unusable->status) + ": " + unusable->message,
                   "nothing is lost; check the URL, the table's name and its path, and that the "
                   "service speaks protocol " +
                       std::string(run_.service().protocol().name),
                   unusable->status});
        return;
    }
    if (std::holds_alternative<Unsettled>(verdict)) {
        unsettled_.push_back({operation.sequence, operation.table_id});
        look_again_ = run_.environment().ticks() + kSettlingTime;
        return;
    }
    watch_.finished(operation.sequence, operation.state);
    if (takes_anothers_place(store_, *task->table, operation, verdict)) {
        verdict =
            Rejected{0, "the service answered with the id of another item changed here", false};
    }
    const auto* rejected = std::get_if<Rejected>(&verdict);
    Decision decision;
    if (const auto* met = std::get_if<Conflicting>(&verdict)) {
        decision = deciding_.met(*task->table, task->delivery, *met);
    }
    const bool conflicting =
        std::holds_alternative<Conflicting>(verdict) && decision.use == Decision::Use::nothing;
    if (rejected != nullptr) {
        watch_.rejected(name, rejected->status, rejected->message);
        rejected_.push_back({{operation.sequence, operation.table_id}, *rejected});
    } else if (!std::holds_alternative<Conflicting>(verdict)) {
        ++accepted_;
    }
    if (options_.stop_on_error && (rejected != nullptr || conflicting)) {
        run_.stop({PushStatus::cancelled_by_operation,
                   conflicting ? Status::conflict : Status::partial,
                   name + (conflicting ? " is in conflict" : " was rejected"),
                   "",
                   0});
    }
    if (settled_.empty()) oldest_settled_ = run_.environment().ticks();
    settled_.push_back({std::move(task), std::move(verdict), std::move(decision)});
}

void Push::write_settled() {
    for (const Settled& settled : settled_) write(settled);
    settled_.clear();
}

void Push::write(const Settled& settled) {
    const Task& task = *settled.task;
    if (const auto* removed = std::get_if<Removed>(&settled.verdict);
        removed != nullptr && removed->deletes != Deletes::unknown) {
        store::Table& table = table_of(task.table->table_id);
        table.deletes = removed->deletes;
        store_.tables.save_learned(table);
    }
    auto pending = find_pending(store_, *task.table, task.delivery.operation().item);
    if (!pending) return;
    if (const auto* accepted = std::get_if<Accepted>(&settled.verdict)) {
        misfits_.look_at(task.table->definition, accepted->server);
    }
    write_verdict(store_, *task.table, std::move(*pending), settled.verdict, task.generation());
    if (std::holds_alternative<Conflicting>(settled.verdict)) decide_written(settled);
    if (task.delivery.operation().last_sent) note_waited(task);
}

/// Decides a conflict that was just recorded; what is left to send leaves in this push.
void Push::decide_written(const Settled& settled) {
    const store::Table& table = *settled.task->table;
    auto pending = find_pending(store_, table, settled.task->delivery.operation().item);
    // An edit came in between: it is another conflict, to be met by another push.
    if (!pending || pending->operation.state != OperationState::conflict) return;
    const std::int64_t sequence = pending->operation.sequence;
    if (deciding_.write(table, std::move(*pending), settled.decision)) {
        waited_.push_back({sequence, table.table_id});
    }
}

/// Edits made before this push that are still there: they waited for the outcome that is settled
/// now.
void Push::note_waited(const Task& task) {
    const auto rest = find_pending(store_, *task.table, task.delivery.operation().item);
    if (!rest) return;
    const store::Operation& operation = rest->operation;
    const bool edited_since = operation.generation != task.generation();
    if (edited_since || operation.sent || operation.state != OperationState::pending) return;
    waited_.push_back({operation.sequence, operation.table_id});
}

/// Operations that were marked but never left are as they were; and what was settled last is
/// written.
void Push::unmark_unsent() {
    if (ready_.empty() && settled_.empty()) return;
    store::Transaction transaction(store_.database);
    write_settled();
    for (const TaskPtr& task : ready_) {
        const store::Operation& before = task->delivery.operation();
        auto pending = find_pending(store_, *task->table, before.item);
        // Edited meanwhile: what would have left is kept as last sent, and may stay so.
        if (!pending || pending->operation.generation != before.generation) continue;
        store_.queue.save(before);
    }
    ready_.clear();
    transaction.commit();
}

PushResult Push::result() {
    PushResult result;
    const store::QueueCounts counts = store_.queue.counts();
    result.pushed = accepted_;
    result.decided = deciding_.decided();
    result.requests = run_.requests();
    result.failed = counts.failed;
    result.conflicts = counts.conflicts;
    result.pending = counts.pending;
    for (const store::Operation& operation : store_.queue.issues(kMostIssues)) {
        result.issues.push_back(issue_of(operation, table_of(operation.table_id).name()));
    }
    result.warnings = misfits_.sentences();
    if (counts.failed > 0) result.outcome = worse(result.outcome, Status::partial);
    if (counts.conflicts > 0) result.outcome = worse(result.outcome, Status::conflict);
    if (const auto& halt = run_.halt()) {
        result.status = halt->status;
        result.outcome = worse(result.outcome, halt->outcome);
        result.reason = halt->reason;
        result.hint = halt->hint;
        result.http_status = halt->http_status;
    } else if (limited_) {
        result.status = PushStatus::cancelled_by_token;
        result.outcome = worse(result.outcome, Status::limit);
        result.reason = "stopped after " + std::to_string(tried_) +
                        (tried_ == 1 ? " operation, as asked" : " operations, as asked");
    } else {
        store_.settings.set(store::kLastPush, base::write_timestamp(run_.environment().now()));
    }
    return result;
}

}  // namespace

PushResult push(store::Store& store, Run& run, const PushOptions& options) {
    return Push(store, run, options).push();
}

}  // namespace syncline::sync
