#pragma once

#include "store/store.hpp"
#include "sync/decide.hpp"
#include "sync/write_back.hpp"

#include <optional>

namespace syncline::sync {

/// The service's item as an operation remembers it (`newest`, else the base); nothing where it is
/// deleted.
std::optional<Item> server_side(const store::Operation& operation);

/// The conflict that a recorded operation is in. `ahead`: how far our clock is before the
/// service's.
ConflictOf conflict_of(const store::Table& table,
                       const Pending& pending,
                       std::chrono::milliseconds ahead);

/// Carries out a decision, here and at once: the item and its operation start from the server's
/// item now, so that the next push sends it with the server's version; where nothing is left to
/// send, the operation is gone. Returns whether an operation is left. The caller holds the
/// transaction; `decision` is not `nothing`.
bool resolve(store::Store& store,
             const store::Table& table,
             Pending pending,
             const Decision& decision);

}  // namespace syncline::sync
