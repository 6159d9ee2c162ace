#pragma once

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace syncline::sync {

/// Pure rules about items: what differs, what holds what, what one becomes under another.

/// Reads an item as the store keeps it in the queue. Throws StoreError (`bad_store`) if it is none.
Item parse_item(std::string_view json);

/// Whether the value of a member is the same in both by the rule of its column; a member that one
/// lacks counts as null.
bool same_member(const TableDefinition& table,
                 const Item& a,
                 const Item& b,
                 const std::string& name);

/// The same for two values of a member; nullptr for one that is not there.
bool same_member(const TableDefinition& table,
                 const std::string& name,
                 const Value* a,
                 const Value* b);

/// The members of `changed` that are not the same in `from`, with the values of `changed`; members
/// that only `from` has come as null.
Members differing(const TableDefinition& table, const Item& from, const Item& changed);

/// Whether `stored` holds everything that turning `base` into `sent` changed: without a base every
/// member of `sent`. This is how an answer that was lost is recognised.
bool holds_changes(const TableDefinition& table,
                   const std::optional<Item>& base,
                   const Item& sent,
                   const Item& stored);

/// `server` with `changes` put over it.
Item overlay(Item server, const Members& changes);

/// The value of a member of an item, found by exact name, else ASCII case ignored; nullptr if none.
const Value* member_of(const Item& item, std::string_view name);

}  // namespace syncline::sync
