#include "three_way.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

const Value* member_of(const std::optional<Item>& item, const std::string& name) {
    return item ? find_member(item->members, name) : nullptr;
}

/// A member that is not there is as good as null.
bool same(const Value* a, const Value* b) {
    return (a == nullptr ? Value::null() : *a) == (b == nullptr ? Value::null() : *b);
}

bool differs(const OperationDetail& operation, const ThreeWay& member) {
    std::vector<const Value*> sides;
    if (operation.base) sides.push_back(member.base);
    if (operation.local) sides.push_back(member.local);
    if (operation.server) sides.push_back(member.server);
    return std::any_of(sides.begin(), sides.end(), [&sides](const Value* side) {
        return !same(side, sides.front());
    });
}

}  // namespace

std::vector<ThreeWay> three_ways(const OperationDetail& operation) {
    std::vector<ThreeWay> out;
    const auto add = [&](const std::optional<Item>& item) {
        if (!item) return;
        for (const Member& member : item->members) {
            const bool known = std::any_of(out.begin(), out.end(), [&](const ThreeWay& each) {
                return each.name == member.name;
            });
            if (known) continue;
            ThreeWay way;
            way.name = member.name;
            way.base = member_of(operation.base, way.name);
            way.local = member_of(operation.local, way.name);
            way.server = member_of(operation.server, way.name);
            way.differs = differs(operation, way);
            out.push_back(std::move(way));
        }
    };
    add(operation.base);
    add(operation.local);
    add(operation.server);
    return out;
}

}  // namespace syncline::cmd
