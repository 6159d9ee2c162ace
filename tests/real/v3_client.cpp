#include "real/v3_client.hpp"

namespace syncline::tests {
namespace {

const std::string kWithDeleted = "?__includedeleted=true";

}  // namespace

V3Client::V3Client(const std::string& url, const std::string& table)
    : http_(url, {{"zumo-api-version", "3.0.0"}}), path_("/tables/" + table) {}

HttpAnswer V3Client::insert(const Json& item) {
    return http_.post(path_, item.dump());
}

HttpAnswer V3Client::update(const std::string& id, const Json& changes) {
    return replace(id, changes, {});
}

HttpAnswer V3Client::remove(const std::string& id) {
    return http_.del(item_path(id));
}

HttpAnswer V3Client::undelete(const std::string& id) {
    return replace(id, {{"deleted", false}}, kWithDeleted);
}

HttpAnswer V3Client::read(const std::string& id) {
    return http_.get(item_path(id));
}

Json V3Client::all() {
    Json items = Json::array();
    std::string after;
    while (true) {
        std::vector<std::string> options = {"$orderby=id"};
        if (!after.empty()) options.push_back("$filter=id gt '" + after + "'");
        const Json page = body(http_.get(target_with(path_, options)), 200);
        for (const Json& item : page.at("items")) items.push_back(item);
        if (page.at("nextLink").is_null()) return items;
        after = text(items.back(), "id");
    }
}

HttpAnswer V3Client::replace(const std::string& id,
                             const Json& changes,
                             const std::string& options) {
    HttpAnswer stored = http_.get(item_path(id) + options);
    if (stored.status != 200) return stored;
    Json item = Json::parse(stored.body);
    for (const char* name : {"version", "updatedAt"}) item.erase(name);
    item.update(changes);
    return http_.put(item_path(id) + options, item.dump());
}

std::string V3Client::item_path(const std::string& id) const {
    return path_ + "/" + percent_encoded(id);
}

}  // namespace syncline::tests
