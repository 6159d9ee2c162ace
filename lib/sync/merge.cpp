#include "sync/merge.hpp"

#include "data/types.hpp"
#include "sync/items.hpp"

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

/// A member of one side: absent is something else than null, but changes nothing where the other is
/// null.
using Side = const Value*;

struct Merging {
    const TableDefinition& table;
    Merge result;

    bool same(const std::string& name, Side a, Side b) const {
        return same_member(table, name, a, b);
    }
};

bool is_object(Side side) {
    return side != nullptr && side->kind() == Value::Kind::nested && side->text().front() == '{';
}

void put(Members& members, const std::string& name, Side value) {
    if (value != nullptr) members.push_back({name, *value});
}

std::optional<Value> merge_objects(Side base, const Value& local, const Value& server);

/// The names of all three, in the order of the server's, then ours.
std::vector<std::string> names_of(const Members& server, const Members& local) {
    std::vector<std::string> names;
    for (const Members* members : {&server, &local}) {
        for (const Member& member : *members) {
            const bool known = std::find(names.begin(), names.end(), member.name) != names.end();
            if (!known) names.push_back(member.name);
        }
    }
    return names;
}

/// The members of two objects combined; nothing if they clash anywhere.
std::optional<Value> merge_objects(Side base, const Value& local, const Value& server) {
    const Members ours = read_members(local.text());
    const Members theirs = read_members(server.text());
    const Members before = is_object(base) ? read_members(base->text()) : Members{};
    const auto same = [](Side a, Side b) {
        if (a == nullptr || b == nullptr) return a == b;
        return data::same_value(*a, *b);
    };
    Members merged;
    for (const std::string& name : names_of(theirs, ours)) {
        const Side l = find_member(ours, name);
        const Side s = find_member(theirs, name);
        const Side b = find_member(before, name);
        if (same(l, b) || same(l, s)) {
            put(merged, name, s);
        } else if (same(s, b)) {
            put(merged, name, l);
        } else if (is_object(l) && is_object(s)) {
            auto inner = merge_objects(b, *l, *s);
            if (!inner) return std::nullopt;
            merged.push_back({name, std::move(*inner)});
        } else {
            return std::nullopt;
        }
    }
    return Value::nested(write_members(merged));
}

void merge_member(Merging& merging, const std::string& name, Side base, Side local, Side server) {
    Members& out = merging.result.item.members;
    if (merging.same(name, local, base)) {
        put(out, name, server);
        return;
    }
    if (merging.same(name, server, base)) {
        put(out, name, local);
        return;
    }
    if (merging.same(name, local, server)) {
        put(out, name, server != nullptr ? server : local);
        return;
    }
    if (is_object(local) && is_object(server)) {
        if (auto inner = merge_objects(base, *local, *server)) {
            out.push_back({name, std::move(*inner)});
            return;
        }
    }
    merging.result.clashes.push_back(name);
    put(out, name, local);
}

}  // namespace

Merge merge_items(const TableDefinition& table,
                  const std::optional<Item>& base,
                  const Item& local,
                  const Item& server) {
    Merging merging{table, {}};
    Item& item = merging.result.item;
    item.id = server.id;
    item.version = server.version;
    item.created_at = server.created_at;
    item.updated_at = server.updated_at;
    for (const std::string& name : names_of(server.members, local.members)) {
        merge_member(merging,
                     name,
                     base ? member_of(*base, name) : nullptr,
                     member_of(local, name),
                     member_of(server, name));
    }
    return std::move(merging.result);
}

}  // namespace syncline::sync
