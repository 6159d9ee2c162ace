#include "serve/shape.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace syncline::server {

const MemberShape* Shape::find(std::string_view name) const {
    const auto found = std::find_if(members.begin(), members.end(), [name](const auto& member) {
        return base::same_ignoring_case(member.name, name);
    });
    return found == members.end() ? nullptr : &*found;
}

}  // namespace syncline::server
