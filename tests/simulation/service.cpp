#include "simulation/service.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <utility>

namespace syncline::simulation {

namespace {

constexpr std::string_view kRoot = "http://service/tables/";

/// The table and the id that a URL of the tables names; no id in the URL of a table.
Name name_in(const std::string& url) {
    const std::string path = url.substr(0, url.find('?')).substr(kRoot.size());
    const std::size_t slash = path.find('/');
    if (slash == std::string::npos) return {path, ""};
    return {path.substr(0, slash), base::percent_decode(path.substr(slash + 1))};
}

std::string id_in(const std::string& body) {
    const Members members = read_members(body);
    const Value* const id = find_member(members, "id");
    return id == nullptr ? std::string() : id->text();
}

}  // namespace

Service::Service(const Scheduler& scheduler, const ServiceKind& kind)
    : scheduler_(scheduler), kind_(kind) {
    backend_.page_cut = kind.page_cut;
    for (const auto& [table, soft] : kind.soft) backend_.define(table, soft);
}

Timestamp Service::time() const {
    const journey::Clock start;
    return start.wall + (scheduler_.now() - start.steady) + clock_off;
}

void Service::set_time() {
    clock_.wall = time();
    clock_.steady = scheduler_.now();
}

bool Service::refuses(const Request& request) const {
    return strict && request.method != "GET" &&
           request.body.find("\"text\":\"no ") != std::string::npos;
}

Response Service::answer(const Request& request, Author author, std::optional<Timestamp> stamped) {
    if (request.method == "GET" && request.url.find("$skip=") != std::string::npos) {
        if (auto act = meanwhile.extract(name_in(request.url).first)) act.mapped()();
    }
    set_time();
    if (refuses(request)) return {400, {{"content-type", "text/plain"}}, "no such words here"};
    backend_.stamped = stamped;
    Response response = backend_.answer(request);
    backend_.stamped.reset();
    if (request.method != "GET" && response.status < 300) remember(request, response, author);
    return response;
}

void Service::remember(const Request& request, const Response& response, Author author) {
    Name name = name_in(request.url);
    if (name.second.empty()) name.second = id_in(response.body);
    std::vector<Version>& versions = history_[name];
    Version version;
    if (auto item = backend_.item(name.first, name.second)) {
        version.item = std::move(*item);
    } else {
        if (!versions.empty()) version.item = versions.back().item;
        version.present = false;
        version.item.deleted = true;
        version.item.version.clear();
    }
    version.author = author;
    version.time = scheduler_.now();
    versions.push_back(std::move(version));
    if (on_write) on_write(name, versions);
}

bool Service::write(const std::string& method,
                    const Name& name,
                    const Members& members,
                    std::optional<Timestamp> stamped) {
    Request request;
    request.method = method;
    request.url = std::string(kRoot) + name.first;
    if (!name.second.empty()) request.url += "/" + base::percent_encode(name.second);
    request.headers = {{"zumo-api-version", "2.0.0"}, {"content-type", "application/json"}};
    if (!members.empty()) request.body = write_members(members);
    return answer(request, kSomebody, stamped).status < 300;
}

bool Service::insert(const Name& name, const Members& members, std::optional<Timestamp> stamped) {
    Members body = {{"id", Value::string(name.second)}};
    body.insert(body.end(), members.begin(), members.end());
    return write("POST", {name.first, ""}, body, stamped);
}

bool Service::update(const Name& name, const Members& members, std::optional<Timestamp> stamped) {
    return write("PATCH", name, members, stamped);
}

bool Service::remove(const Name& name) {
    return write("DELETE", name, {}, {});
}

bool Service::undelete(const Name& name) {
    return write("POST", name, {}, {});
}

std::vector<Item> Service::items(const std::string& table) const {
    std::vector<Item> items;
    for (const auto& [name, versions] : history_) {
        const Version& last = versions.back();
        if (name.first == table && last.present) items.push_back(last.item);
    }
    return items;
}

}  // namespace syncline::simulation
