#include "simulation/history.hpp"

#include <algorithm>

namespace syncline::simulation {

std::string text_of(const Name& name) {
    return name.first + "/" + name.second;
}

Value member_of(const Item& item, const std::string& member) {
    const Value* const value = find_member(item.members, member);
    return value == nullptr ? Value::null() : *value;
}

bool was_deleted_for_good(const std::vector<Version>& versions) {
    return std::any_of(
        versions.begin(), versions.end(), [](const Version& version) { return !version.present; });
}

const Version* find_version(const History& history, const Name& name, const std::string& version) {
    const auto found = history.find(name);
    if (found == history.end() || version.empty()) return nullptr;
    const auto& versions = found->second;
    const auto match = std::find_if(versions.rbegin(), versions.rend(), [&](const Version& one) {
        return one.present && one.item.version == version;
    });
    return match == versions.rend() ? nullptr : &*match;
}

}  // namespace syncline::simulation
