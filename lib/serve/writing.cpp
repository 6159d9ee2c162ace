#include "serve/answers.hpp"
#include "serve/tables.hpp"

#include <algorithm>

namespace syncline::server {

void Writing::stamp(StoredItem& item, std::string version) {
    Stamps& stamps = item.stamps;
    const std::string now = stamp_text(stamped_ ? *stamped_ : tables_.now_());
    if (stamps.counter++ == 0) stamps.created_at = now;
    stamps.updated_at = std::max(stamps.updated_at, now);
    stamps.version = version.empty() ? version_of(stamps.counter) : std::move(version);
}

void Writing::insert(const Table& table, const StoredItem& item) {
    check_constraints(table, item);
    tables_.items_.insert(table, item);
}

void Writing::update(const Table& table, const StoredItem& item) {
    check_constraints(table, item);
    tables_.items_.update(table, item);
}

void Writing::erase(const Table& table, const StoredItem& item) {
    const std::string id = write_value(Value::string(item.id));
    for (const auto& [name, other] : tables_.tables_) {
        for (const MemberShape& member : other.definition.shape.members) {
            if (member.references == table.definition.name &&
                tables_.items_.has_value(other, member.name, id, "")) {
                throw Refusal(500, "items of " + name + " refer to this one");
            }
        }
    }
    tables_.items_.erase(table, item.id);
}

void Writing::check_constraints(const Table& table, const StoredItem& item) {
    const Shape& shape = table.definition.shape;
    if (!shape.declared()) return;
    for (const Member& one : read_members(item.own)) {
        const MemberShape* const member = shape.find(one.name);
        if (member == nullptr) continue;
        if (one.value.is_null()) {
            if (!member->nullable) throw Refusal(500, one.name + " may not be null");
            continue;
        }
        if (member->unique &&
            tables_.items_.has_value(table, member->name, write_value(one.value), item.id)) {
            throw Refusal(500, "another item has this value of " + one.name);
        }
        if (member->references.empty()) continue;
        const auto parent = tables_.tables_.find(member->references);
        if (parent == tables_.tables_.end() ||
            !tables_.items_.find(parent->second, one.value.text())) {
            throw Refusal(500, one.name + " refers to an item that is not there");
        }
    }
}

}  // namespace syncline::server
