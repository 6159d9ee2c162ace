#pragma once

#include "store/store.hpp"
#include "sync/delivery.hpp"

#include <syncline/environment.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::sync {

/// What the service said is written into the store here, by push and by pull alike. The caller
/// holds the transaction.

/// The operation of an item as it is now; its row if the item is here. Found by the item, since a
/// local edit may have moved the operation to the end of the queue meanwhile.
struct Pending {
    store::Operation operation;
    std::optional<Item> item;
};
std::optional<Pending> find_pending(store::Store& store,
                                    const store::Table& table,
                                    std::string_view id);

/// Whether an insert was answered with the id of another item that has an operation here.
bool takes_anothers_place(store::Store& store,
                          const store::Table& table,
                          const store::Operation& operation,
                          const Verdict& verdict);

/// The service has the change and shows `server`. The item becomes the server's, overlaid with the
/// fields that were edited after it was sent; without any the operation is gone. A delete that came
/// after stays queued, now on the server's item.
void write_accepted(store::Store& store,
                    const store::Table& table,
                    Pending pending,
                    const Item& server);

/// The item is gone on the service, as this operation wanted when it left.
void write_removed(store::Store& store, const Pending& pending);

/// The service's item of a conflict as an operation keeps it; a tombstone where nothing is there.
std::string remembered(const Conflicting& conflict, const std::string& id);

/// The service has something else (`stored`; empty or deleted: nothing). Recorded; values stay.
/// `generation`: that of the operation when it left; an operation edited since stays pending.
void write_conflict(store::Store& store,
                    Pending pending,
                    const Conflicting& conflict,
                    std::int64_t generation);

/// How a delivery ended, each as above. Refused: as for a conflict, an operation edited since stays
/// pending.
void write_verdict(store::Store& store,
                   const store::Table& table,
                   Pending pending,
                   const Verdict& verdict,
                   std::int64_t generation);

}  // namespace syncline::sync
