#pragma once

#include <syncline/sync.hpp>

#include <cstdint>
#include <optional>

namespace syncline::sync {

/// What becomes of a queued operation when its item is changed again. There is never more than one
/// operation of an item.
enum class Collapse : std::uint8_t {
    append,         ///< nothing was queued: a new operation
    keep,           ///< the queued one stays where it is; its body is read when it is pushed
    drop_both,      ///< an insert that never left and its deletion cancel out
    become_delete,  ///< the queued one becomes a delete, at the end of the queue
    become_update,  ///< a delete and the insert after it become an update, at the end of the queue
    become_insert,  ///< the same where the server's item was never seen
    refuse,         ///< the item is there already (insert), or is not (update, delete)
};

/// The rule. `may_be_there`: a request of the queued operation has left and its outcome is not
/// settled, or the service has shown an item of this id. `has_base`: the server's item is known,
/// and the changes started from it. Source: client-v2.md §3.3 with the decisions of the design
/// (§3): re-inserting a deleted item is an update, and an insert that was sent may have arrived, so
/// it must be deleted there.
constexpr Collapse collapse(std::optional<OperationKind> queued,
                            bool may_be_there,
                            bool has_base,
                            OperationKind incoming) {
    if (!queued) return Collapse::append;
    switch (*queued) {
        case OperationKind::insert:
            if (incoming == OperationKind::update) return Collapse::keep;
            if (incoming == OperationKind::insert) return Collapse::refuse;
            return may_be_there ? Collapse::become_delete : Collapse::drop_both;
        case OperationKind::update:
            if (incoming == OperationKind::update) return Collapse::keep;
            if (incoming == OperationKind::insert) return Collapse::refuse;
            return Collapse::become_delete;
        case OperationKind::remove:
            if (incoming != OperationKind::insert) return Collapse::refuse;
            return has_base ? Collapse::become_update : Collapse::become_insert;
    }
    return Collapse::refuse;
}

static_assert(collapse(OperationKind::insert, false, false, OperationKind::remove) ==
              Collapse::drop_both);
static_assert(collapse(OperationKind::insert, true, false, OperationKind::remove) ==
              Collapse::become_delete);
static_assert(collapse(OperationKind::remove, false, true, OperationKind::insert) ==
              Collapse::become_update);

}  // namespace syncline::sync
