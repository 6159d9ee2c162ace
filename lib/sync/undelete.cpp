#include "sync/undelete.hpp"

#include "base/text.hpp"
#include "sync/errand.hpp"
#include "sync/resolve.hpp"

#include <syncline/errors.hpp>

#include <utility>

namespace syncline::sync {

namespace {

/// More rounds than somebody else's changes in between need.
constexpr int kMaxRounds = 4;

std::string name_of_item(const store::Table& table, const std::string& id) {
    return table.name() + "/" + base::one_line(id, 80);
}

[[noreturn]] void throw_gone(const store::Table& table, const std::string& id) {
    const char* const hint = "an item that is gone for good has to be inserted again";
    if (table.deletes == Deletes::hard) {
        throw NotFoundError(name_of_item(table, id) +
                                " cannot come back: the service keeps no deleted items of table " +
                                table.name(),
                            hint);
    }
    throw NotFoundError(
        "the service has no item " + name_of_item(table, id) + ", not even a deleted one", hint);
}

/// Stores the item of the service, unless somebody made it anew here meanwhile.
void take(store::Store& store, const store::Table& table, const Item& item) {
    store::Transaction transaction(store.database);
    if (const auto operation = store.queue.find_delete(table.table_id, item.id)) {
        store.queue.remove(operation->sequence);
    }
    store.rows.upsert(table, item);
    transaction.commit();
}

}  // namespace

bool undelete_here(store::Store& store, const store::Table& table, const std::string& id) {
    if (store.rows.find(table, id)) {
        throw DataError("the item " + name_of_item(table, id) + " is not deleted",
                        "nothing was changed");
    }
    auto operation = store.queue.find_delete(table.table_id, id);
    if (!operation || operation->sent || !server_side(*operation)) return false;
    resolve(store, table, {std::move(*operation), std::nullopt}, {Decision::Use::server, {}, {}});
    return true;
}

Undeleted undelete_there(store::Store& store,
                         Run& run,
                         const store::Table& table,
                         const std::string& id) {
    const remote::Service& service = run.service();
    bool sent = false;
    for (int round = 0; round < kMaxRounds; ++round) {
        const auto stored = look_at(run, table, id);
        if (!stored) throw_gone(table, id);
        if (!stored->deleted) {
            // Nothing of ours is on its way: it was never deleted.
            if (!sent && !store.queue.find_delete(table.table_id, id)) {
                throw DataError(
                    "the item " + name_of_item(table, id) + " is not deleted on the service",
                    "a pull brings it");
            }
            take(store, table, *stored);
            return sent ? Undeleted::service : Undeleted::here;
        }
        sent = true;
        const Response response =
            must_ask(run, service.undelete(table.definition, *stored, stored->version));
        const remote::Answer answer = remote::read_answer(response);
        if (answer.ok() && answer.item && !answer.item->deleted) {
            take(store, table, *answer.item);
            return Undeleted::service;
        }
        if (answer.status == 404 || answer.status == 410) throw_gone(table, id);
        const bool changed_meanwhile = answer.status == 409 || answer.status == 412;
        if (!answer.ok() && !changed_meanwhile) {
            throw_refused(response, service.root(), name_of_item(table, id));
        }
    }
    throw ServiceError(Status::retry,
                       name_of_item(table, id) + ": the service keeps changing the item",
                       412,
                       "run it again");
}

}  // namespace syncline::sync
