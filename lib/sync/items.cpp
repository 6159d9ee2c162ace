#include "sync/items.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"
#include "data/types.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <unordered_map>

namespace syncline::sync {

namespace {

/// Finds members as member_of does, also among thousands.
class Finder {
  public:
    explicit Finder(const Item& item) : item_(item) {
        constexpr std::size_t kFew = 64;  // so few are looked through
        if (item.members.size() <= kFew) return;
        // The first of those that are the same but for case.
        for (const Member& member : item.members) {
            exact_.emplace(member.name, &member.value);
            folded_.emplace(base::lower(member.name), &member.value);
        }
    }

    const Value* find(const std::string& name) const {
        if (exact_.empty()) return member_of(item_, name);
        if (const auto found = exact_.find(name); found != exact_.end()) return found->second;
        const auto found = folded_.find(base::lower(name));
        return found == folded_.end() ? nullptr : found->second;
    }

  private:
    const Item& item_;
    std::unordered_map<std::string_view, const Value*> exact_;
    std::unordered_map<std::string, const Value*> folded_;
};

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
    return same_member(table, name, member_of(a, name), member_of(b, name));
}

bool same_member(const TableDefinition& table,
                 const std::string& name,
                 const Value* a,
                 const Value* b) {
    static const Value kNull;
    const Value& left = a != nullptr ? *a : kNull;
    const Value& right = b != nullptr ? *b : kNull;
    const Column* const column = table.column(name);
    return column != nullptr ? data::same_value(column->type, left, right)
                             : data::same_value(left, right);
}

Members differing(const TableDefinition& table, const Item& from, const Item& changed) {
    Members members;
    const Finder before(from);
    const Finder after(changed);
    for (const Member& member : changed.members) {
        if (!same_member(table, member.name, before.find(member.name), &member.value)) {
            members.push_back(member);
        }
    }
    for (const Member& member : from.members) {
        if (!member.value.is_null() && after.find(member.name) == nullptr) {
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
    const Finder there(stored);
    return std::all_of(changes.begin(), changes.end(), [&](const Member& member) {
        return same_member(table, member.name, &member.value, there.find(member.name));
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
