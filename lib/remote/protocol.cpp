#include "remote/protocol.hpp"

#include <algorithm>

namespace syncline::remote {

Deletes Protocol::evidence(const data::Page& page) const {
    const bool shows = marks_every_item ? std::any_of(page.items.begin(),
                                                      page.items.end(),
                                                      [](const Item& item) { return item.deleted; })
                                        : page.shows_deleted;
    if (shows) return Deletes::soft;
    return marks_every_item || page.items.empty() ? Deletes::unknown : Deletes::hard;
}

const Protocol* find_protocol(std::string_view name) {
    const auto found = std::find_if(kProtocols.begin(),
                                    kProtocols.end(),
                                    [name](const Protocol* one) { return one->name == name; });
    return found == kProtocols.end() ? nullptr : *found;
}

}  // namespace syncline::remote
