#include "sync/items.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"
#include "data/types.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::sync {

namespace {

const Value kNull;

bool same(const TableDefinition& table, const std::string& name, const Value& a, const Value& b) {
    const Column* column = table.column(name);
    return column != nullptr ? data::same_value(column->type, a, b) : data::same_value(a, b);
}

const Value& value_or_null(const Item& item, std::string_view name) {
    const Value* value = member_of(item, name);
    return value != nullptr ? *value : kNull;
}

}  // namespace

Item parse_item(std::string_view json) {
    try {
        return data::item_of(read_members(json));
    } catch (const DataError& error) {
        throw StoreError(Status::bad_store,
                         std::string("an item in the queue cannot be read: ") + error.what());
    }
}

const Value* member_of(const Item& item, std::string_view name) {
    if (const Value* exact = find_member(item.members, name)) return exact;
    for (const Member& member : item.members) {
        if (base::same_ignoring_case(member.name, name)) return &member.value;
    }
    return nullptr;
}

bool same_member(const TableDefinition& table,
                 const Item& a,
                 const Item& b,
                 const std::string& name) {
    return same(table, name, value_or_null(a, name), value_or_null(b, name));
}

Members differing(const TableDefinition& table, const Item& from, const Item& changed) {
    Members members;
    for (const Member& member : changed.members) {
        if (!same(table, member.name, value_or_null(from, member.name), member.value)) {
            members.push_back(member);
        }
    }
    for (const Member& member : from.members) {
        if (!member.value.is_null() && member_of(changed, member.name) == nullptr) {
            members.push_back({member.name, Value::null()});
        }
    }
    return members;
}

bool holds_changes(const TableDefinition& table,
                   const std::optional<Item>& base,
                   const Item& sent,
                   const Item& stored) {
    const Members changes = base ? differing(table, *base, sent) : sent.members;
    return std::all_of(changes.begin(), changes.end(), [&](const Member& member) {
        return same(table, member.name, member.value, value_or_null(stored, member.name));
    });
}

Item overlay(Item server, const Members& changes) {
    for (const Member& change : changes) {
        auto found = std::find_if(
            server.members.begin(), server.members.end(), [&change](const Member& member) {
                return base::same_ignoring_case(member.name, change.name);
            });
        if (found == server.members.end()) {
            server.members.push_back(change);
        } else {
            found->value = change.value;
        }
    }
    return server;
}

}  // namespace syncline::sync
