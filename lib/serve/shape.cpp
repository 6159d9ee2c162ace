#include "serve/shape.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::server {

namespace {

/// The last one of this name.
const Value* find_given(const Members& given, std::string_view name) {
    const auto found = std::find_if(given.rbegin(), given.rend(), [name](const Member& one) {
        return base::same_ignoring_case(one.name, name);
    });
    return found == given.rend() ? nullptr : &found->value;
}

}  // namespace

const MemberShape* Shape::find(std::string_view name) const {
    const auto found = std::find_if(members.begin(), members.end(), [name](const auto& member) {
        return base::same_ignoring_case(member.name, name);
    });
    return found == members.end() ? nullptr : &*found;
}

Members read_own(const Shape& shape, const Members& given) {
    if (!shape.declared()) return given;
    Members own;
    own.reserve(shape.members.size());
    for (const MemberShape& member : shape.members) {
        const Value* const value = find_given(given, member.name);
        if (value == nullptr) {
            if (member.present) throw DataError("the member \"" + member.name + "\" must be there");
            own.push_back({member.name, member.initial});
            continue;
        }
        auto read = read_value(member, *value);
        if (!read) {
            throw DataError("this cannot be the value of \"" + member.name +
                            "\": " + base::one_line(write_value(*value), 60));
        }
        own.push_back({member.name, std::move(*read)});
    }
    return own;
}

}  // namespace syncline::server
