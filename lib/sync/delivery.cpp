#include "sync/delivery.hpp"

#include "base/text.hpp"
#include "sync/items.hpp"

#include <syncline/errors.hpp>

#include <utility>

namespace syncline::sync {

namespace {

/// More requests than any course of events needs; a service that leads us round in circles ends
/// here.
constexpr int kMaxRequests = 12;

std::optional<Item> parse(const std::optional<std::string>& json) {
    if (!json) return std::nullopt;
    return parse_item(*json);
}

/// Statuses that say something about the service, not about the operation.
bool is_unusable(int status) {
    return (status >= 300 && status < 400) || status == 405 || status == 501 || status == 505;
}

/// Whether an item that a write refused to touch is the one that the write was for: then nobody
/// else's change stands in the way, the service just will not have it.
bool is_unchanged(const std::optional<Item>& base, const Item& stored) {
    return base && !base->version.empty() && base->deleted == stored.deleted &&
           base->version == stored.version;
}

}  // namespace

Delivery::Delivery(TableDefinition table,
                   const remote::Protocol& protocol,
                   store::Operation operation,
                   std::optional<Item> item,
                   bool learn_deletes)
    : table_(std::move(table)),
      protocol_(protocol),
      learn_deletes_(learn_deletes && protocol.tells_gone),
      operation_(std::move(operation)),
      item_(std::move(item)),
      base_(parse(operation_.base)),
      last_sent_(parse(operation_.last_sent)) {
    // What was sent and not settled goes again as it was; later edits wait as an update on top.
    const bool again = operation_.sent == operation_.kind && last_sent_;
    body_ = again ? *last_sent_ : item_.value_or(Item{});
    body_.id = operation_.item;
    if (operation_.kind == OperationKind::update) write_ = Ask::What::update;
    if (operation_.kind == OperationKind::remove) write_ = Ask::What::remove;
}

bool Delivery::is_blind() const {
    return base_ && base_->version.empty() && !base_->deleted;
}

bool Delivery::looks_first() const {
    return operation_.kind == OperationKind::remove &&
           operation_.sent.value_or(OperationKind::remove) != OperationKind::remove;
}

OperationKind Delivery::sends() const {
    return looks_first() ? *operation_.sent : operation_.kind;
}

Next Delivery::begin() {
    switch (operation_.kind) {
        case OperationKind::insert:
            // An id may have been made before the protocol was known.
            try {
                data::check_id(operation_.item, protocol_.ids);
            } catch (const DataError& error) {
                return Verdict{Rejected{0, error.what(), false}};
            }
            return ask(Ask::What::insert);
        case OperationKind::update:
            // Decided against a deletion: the tombstone is brought back with its version.
            if (base_ && base_->deleted) return bring_back(base_);
            if (is_blind()) break;
            return send_update(base_, base_ ? base_->version : std::string());
        case OperationKind::remove:
            if (looks_first() || is_blind()) break;
            return ask(Ask::What::remove);
    }
    looks_before_ = is_blind();
    return ask(Ask::What::look);
}

Next Delivery::conclude() {
    concludes_ = true;
    return begin();
}

Next Delivery::confirm(Rejected rejected) {
    remote::Answer answer;
    answer.status = rejected.status;
    answer.message = std::move(rejected.message);
    refusal_ = std::move(answer);
    Next next = ask(Ask::What::look);
    stage_ = Stage::confirm;
    return next;
}

Next Delivery::ask(Ask::What what) {
    if (++requests_ > kMaxRequests) {
        return Verdict{Rejected{0, "the service keeps changing the item", true}};
    }
    Ask next;
    next.what = what;
    next.item = body_;
    switch (what) {
        case Ask::What::look:
            stage_ = Stage::look;
            return next;
        case Ask::What::probe:
            stage_ = Stage::probe;
            return next;
        case Ask::What::undelete:
            stage_ = Stage::undelete;
            return next;
        case Ask::What::fetch:
            stage_ = Stage::fetch;
            return next;
        default:
            break;
    }
    stage_ = Stage::write;
    write_ = what;
    if (what == Ask::What::remove && base_) next.version = base_->version;
    return next;
}

Next Delivery::send_update(const std::optional<Item>& from, const std::string& version) {
    const Members changes = differing(table_, from.value_or(Item{}), body_);
    write_ = Ask::What::update;
    // An empty PATCH is an error on the real server (server-v2.md T9): look what is there.
    if (changes.empty()) return ask(Ask::What::look);
    Next next = ask(Ask::What::update);
    if (auto* request = std::get_if<Ask>(&next)) {
        if (protocol_.replaces) {
            if (from) request->item.created_at = from->created_at;
        } else {
            request->item.members = changes;
        }
        request->version = version;
    }
    return next;
}

/// Only an insert may be given another id; services may write one in another case.
bool Delivery::is_about_another(const remote::Answer& answer) const {
    const bool inserted = stage_ == Stage::write && write_ == Ask::What::insert && answer.ok();
    if (!answer.item || inserted || stage_ == Stage::probe) return false;
    return !base::same_ignoring_case(answer.item->id, operation_.item);
}

Next Delivery::answered(const remote::Answer& answer, bool table_known) {
    if (is_unusable(answer.status)) return Verdict{Unusable{answer.status, answer.message}};
    if (is_about_another(answer)) {
        return Verdict{Unusable{answer.status, "the answer is about another item"}};
    }
    switch (stage_) {
        case Stage::write:
            return after_write(answer, table_known);
        case Stage::undelete:
            return after_undelete(answer);
        case Stage::look:
        case Stage::confirm:
            return after_look(answer);
        case Stage::fetch:
            if (answer.status == 410) return Verdict{Removed{Deletes::soft}};
            if (answer.status == 404) return Verdict{Removed{Deletes::hard}};
            return Verdict{Removed{}};
        case Stage::probe:
            break;
    }
    if (answer.other_protocol) {
        return Verdict{Unusable{refusal_->status,
                                "it does not speak protocol " + std::string(protocol_.name)}};
    }
    if (!answer.ok() || !answer.page) {
        return Verdict{Unusable{refusal_->status, refusal_->message}};
    }
    const bool missing = refusal_->status == 404;
    if (!missing) return reject();
    if (write_ == Ask::What::remove) return removed();
    return ask(Ask::What::look);
}

Next Delivery::removed() {
    if (!learn_deletes_) return Verdict{Removed{}};
    return ask(Ask::What::fetch);
}

Next Delivery::after_write(const remote::Answer& answer, bool table_known) {
    if (answer.ok()) return after_success(answer);
    refusal_ = answer;
    const bool missing = answer.status == 404 || answer.status == 410;
    if (answer.status == 409 || answer.status == 412) {
        return answer.has_stored_item() ? found(answer.item) : ask(Ask::What::look);
    }
    if (answer.status == 400 && !table_known && protocol_.is_bad_request_elsewhere) {
        return ask(Ask::What::probe);
    }
    if (!missing) return reject();
    // Nothing but the table itself can be missing for an insert.
    if (write_ == Ask::What::insert) return Verdict{Unusable{answer.status, answer.message}};
    const bool proven = table_known || answer.status == 410;
    if (!proven) return ask(Ask::What::probe);
    if (write_ == Ask::What::remove) return removed();
    return ask(Ask::What::look);
}

Next Delivery::after_success(const remote::Answer& answer) {
    if (!answer.empty_body && !answer.json_object) return unreadable(answer);
    if (write_ == Ask::What::remove) return removed();
    if (answer.item) return Verdict{Accepted{*answer.item}};
    refusal_.reset();
    body_.version = answer.etag;
    return ask(Ask::What::look);
}

/// A success in words that are not the service's, or were cut: it may have done what it was asked.
Next Delivery::unreadable(const remote::Answer& answer) {
    return Verdict{Unusable{answer.status, "the answer is not JSON of the protocol"}};
}

Next Delivery::after_look(const remote::Answer& answer) {
    if (!answer.ok() || !answer.page) {
        if (answer.status == 404) return Verdict{Unusable{answer.status, answer.message}};
        const remote::Answer& cause = refusal_ ? *refusal_ : answer;
        return Verdict{Rejected{cause.status, cause.message, true}};
    }
    if (stage_ == Stage::confirm) {
        const bool alive = answer.item && !answer.item->deleted;
        const bool done = write_ == Ask::What::remove
                              ? !alive
                              : alive && (is_ours(*answer.item) ||
                                          (write_ == Ask::What::insert && operation_.own_id));
        // It is not there: that settles what a 500 left open.
        if (!done) return Verdict{Rejected{refusal_->status, refusal_->message, looks_first()}};
        if (write_ == Ask::What::remove) return Verdict{Removed{}};
        return Verdict{Accepted{*answer.item}};
    }
    return tombstone_ ? found_undeleted(answer.item) : found(answer.item);
}

Next Delivery::after_undelete(const remote::Answer& answer) {
    if (answer.ok()) {
        if (!answer.empty_body && !answer.json_object) return unreadable(answer);
        refusal_.reset();
        if (!answer.item) return ask(Ask::What::look);
        if (protocol_.update_undeletes) return Verdict{Accepted{*answer.item}};
        return go_on_from(*answer.item);
    }
    refusal_ = answer;
    if (answer.status == 404) return found_undeleted(std::nullopt);
    if (answer.has_stored_item()) return found_undeleted(answer.item);
    // Somebody on the way may have kept the item from us.
    const bool changed = answer.status == 409 || answer.status == 412;
    return changed ? ask(Ask::What::look) : reject();
}

/// What stands where the service did not bring the tombstone back.
Next Delivery::found_undeleted(const std::optional<Item>& stored) {
    if (!stored) {
        // The tombstone is gone: the table deletes hard, or was cleaned up.
        tombstone_.reset();
        base_.reset();
        return ask(Ask::What::insert);
    }
    // An earlier try may have arrived and its answer been lost: all of it, or the undelete alone.
    if (!stored->deleted && is_ours(*stored)) return Verdict{Accepted{*stored}};
    if (is_unchanged(tombstone_, *stored)) return reject();
    const bool done = !protocol_.update_undeletes && !stored->deleted && tombstone_ &&
                      differing(table_, *tombstone_, *stored).empty();
    return done ? go_on_from(*stored) : conflict(stored);
}

/// It is back; now the write.
Next Delivery::go_on_from(const Item& stored) {
    tombstone_.reset();
    base_ = stored;
    if (differing(table_, stored, body_).empty()) return Verdict{Accepted{stored}};
    return send_update(base_, stored.version);
}

Next Delivery::found(const std::optional<Item>& stored) {
    if (std::exchange(looks_before_, false)) return found_before(stored);
    if (!refusal_ && write_ != Ask::What::remove) {
        // The write succeeded without telling the item, or there was nothing to write.
        if (stored && !stored->deleted) return Verdict{Accepted{*stored}};
        if (operation_.kind == OperationKind::insert) return Verdict{Accepted{body_}};
    }
    switch (write_) {
        case Ask::What::insert:
            return found_for_insert(stored);
        case Ask::What::update:
            return found_for_update(stored);
        default:
            return found_for_remove(stored);
    }
}

Next Delivery::found_before(const std::optional<Item>& stored) {
    const bool removes = write_ == Ask::What::remove;
    if (stored && !stored->deleted && differing(table_, *base_, *stored).empty()) {
        base_ = stored;
        return removes ? ask(Ask::What::remove) : send_update(base_, base_->version);
    }
    // An item that no service ever gave us is new to this one.
    const bool is_new = base_->created_at.empty() && base_->updated_at.empty();
    if (!stored && is_new && !removes) {
        base_.reset();
        return ask(Ask::What::insert);
    }
    return removes ? found_for_remove(stored) : found_for_update(stored);
}

Next Delivery::found_for_insert(const std::optional<Item>& stored) {
    if (!stored) return reject();
    if (stored->deleted) return operation_.own_delete ? bring_back(stored) : conflict(stored);
    if (operation_.own_id || is_ours(*stored)) return Verdict{Accepted{*stored}};
    return conflict(stored);
}

Next Delivery::found_for_update(const std::optional<Item>& stored) {
    if (!stored || stored->deleted) {
        if (!operation_.own_delete) return conflict(stored);
        if (stored) return bring_back(stored);
        base_.reset();
        return ask(Ask::What::insert);
    }
    if (is_unchanged(base_, *stored)) return reject();
    if (is_ours(*stored)) return Verdict{Accepted{*stored}};
    if (is_brought_back(*stored)) {
        base_ = stored;
        return send_update(base_, base_->version);
    }
    return conflict(stored);
}

Next Delivery::found_for_remove(const std::optional<Item>& stored) {
    const bool may_come = !stored && operation_.sent == OperationKind::insert;
    if (may_come && !concludes_) return Verdict{Unsettled{}};
    if (!stored || stored->deleted) return Verdict{Removed{}};
    // The write before it never arrived; or the service will not have the delete.
    if (is_unchanged(base_, *stored)) return refusal_ ? reject() : ask(Ask::What::remove);
    const bool ours = last_sent_ && holds_changes(table_, base_, *last_sent_, *stored);
    const bool new_version = !base_ || base_->version != stored->version;
    if (!(ours || is_brought_back(*stored)) || !new_version) return conflict(stored);
    // Our own write, whose answer was lost, is what stands there: it may go.
    base_ = stored;
    return ask(Ask::What::remove);
}

Next Delivery::bring_back(const std::optional<Item>& stored) {
    tombstone_ = stored;
    Next next = ask(Ask::What::undelete);
    if (auto* request = std::get_if<Ask>(&next)) request->version = stored->version;
    return next;
}

Next Delivery::conflict(const std::optional<Item>& stored) const {
    Conflicting verdict{stored, 0, "the item was changed by somebody else"};
    if (refusal_) verdict.status = refusal_->status;
    if (!stored || stored->deleted) verdict.message = "the item was deleted by somebody else";
    return Verdict{verdict};
}

Next Delivery::reject() const {
    if (!refusal_) return Verdict{Rejected{0, "the item is not on the service", false}};
    // The refused delete says nothing of the write before it.
    const bool unknown = refusal_->status >= 500 || looks_first();
    return Verdict{Rejected{refusal_->status, refusal_->message, unknown}};
}

/// Whether the stored item differs from the base by its version only, after a delete of ours: then
/// an undelete whose answer was lost is all that happened to it.
bool Delivery::is_brought_back(const Item& stored) const {
    return operation_.own_delete && base_ && base_->version != stored.version &&
           differing(table_, *base_, stored).empty();
}

bool Delivery::is_ours(const Item& stored) const {
    return holds_changes(table_, base_, body_, stored);
}

}  // namespace syncline::sync
