#include "store/settings.hpp"

namespace syncline::store {

std::string Settings::get(std::string_view name) {
    auto row = database_.prepare("SELECT value FROM __settings WHERE name = ?");
    return row.bind(name).step() ? row.string(0) : std::string();
}

void Settings::set(std::string_view name, std::string_view value) {
    database_.prepare("INSERT OR REPLACE INTO __settings VALUES (?, ?)")
        .bind_all(name, value)
        .run();
}

}  // namespace syncline::store
