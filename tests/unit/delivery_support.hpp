#pragma once

#include "sync/delivery.hpp"

#include <optional>
#include <utility>
#include <variant>

namespace syncline::sync {

using What = Ask::What;

/// An operation on the item `a`, made on top of `base`.
inline store::Operation operation(OperationKind kind, std::optional<Item> base = {}) {
    store::Operation made;
    made.item = "a";
    made.kind = kind;
    if (base) made.base = write_item(*base);
    return made;
}

/// An answer that holds an item, or nothing.
inline remote::Answer answer(int status, std::optional<Item> stored = {}) {
    remote::Answer made;
    made.status = status;
    made.json_object = stored.has_value();
    made.empty_body = !stored;
    made.item = std::move(stored);
    return made;
}

/// A list of one item, or of none.
inline remote::Answer page(std::optional<Item> stored) {
    remote::Answer made;
    made.status = 200;
    made.page = true;
    made.item = std::move(stored);
    return made;
}

/// How a delivery ended; nullptr if not so, or not yet.
template <typename V>
const V* verdict(const Next& next) {
    const auto* end = std::get_if<Verdict>(&next);
    return end != nullptr ? std::get_if<V>(end) : nullptr;
}

}  // namespace syncline::sync
