#include "real/v2_client.hpp"

namespace syncline::tests {
namespace {

constexpr std::size_t kPage = 1000;

Headers if_match(const std::string& version) {
    return version.empty() ? Headers() : Headers{{"if-match", "\"" + version + "\""}};
}

}  // namespace

V2Client::V2Client(const std::string& url, const std::string& table)
    : http_(url, {{"zumo-api-version", "2.0.0"}}), path_("/tables/" + table) {}

HttpAnswer V2Client::insert(const Json& item) {
    return http_.post(path_, item.dump());
}

HttpAnswer V2Client::update(const std::string& id, const Json& changes) {
    return update(id, changes, {});
}

HttpAnswer V2Client::remove(const std::string& id) {
    return remove(id, {});
}

HttpAnswer V2Client::undelete(const std::string& id) {
    return undelete(id, {});
}

HttpAnswer V2Client::read(const std::string& id) {
    return http_.get(item_path(id));
}

Json V2Client::all() {
    Json items = Json::array();
    std::string after;
    while (true) {
        std::vector<std::string> options = {"$orderby=id", "$top=" + std::to_string(kPage)};
        if (!after.empty()) options.push_back("$filter=id gt '" + after + "'");
        const Json page = body(list(options), 200);
        items.insert(items.end(), page.begin(), page.end());
        if (page.size() < kPage) return items;
        after = text(page.back(), "id");
    }
}

HttpAnswer V2Client::update(const std::string& id,
                            const Json& changes,
                            const std::string& version) {
    return http_.patch(item_path(id), changes.dump(), if_match(version));
}

HttpAnswer V2Client::remove(const std::string& id, const std::string& version) {
    return http_.del(item_path(id), if_match(version));
}

HttpAnswer V2Client::undelete(const std::string& id, const std::string& version) {
    return http_.post(item_path(id), {}, if_match(version));
}

HttpAnswer V2Client::list(const std::vector<std::string>& options) {
    return http_.get(target_with(path_, options));
}

std::string V2Client::item_path(const std::string& id) const {
    return path_ + "/" + percent_encoded(id);
}

}  // namespace syncline::tests
