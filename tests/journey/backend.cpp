#include "journey/backend.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"
#include "serve/router.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

namespace syncline::journey {

namespace {

std::string http_date(Timestamp time) {
    const auto seconds = static_cast<std::time_t>(time.count() / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t size =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), size};
}

/// The path and query of an absolute URL.
std::string target_of(const std::string& url) {
    const std::size_t host = url.find("://") + 3;
    return url.substr(url.find('/', host));
}

/// The same list request for at most `most` items.
std::string cut_page(const std::string& target, std::uint32_t most) {
    server::Target parts = server::read_target(target);
    for (server::Parameter& parameter : parts.parameters) {
        if (parameter.name != "$top") continue;
        const auto top = static_cast<std::uint32_t>(std::stoul(parameter.value));
        parameter.value = std::to_string(std::min(top, most));
    }
    return parts.path + '?' + server::write_query(parts.parameters);
}

std::string numbered(const std::string& prefix, int number) {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%05d", number);
    return prefix + digits.data();
}

}  // namespace

Members members(std::string json) {
    std::replace(json.begin(), json.end(), '\'', '"');
    return read_members(json);
}

Backend::Backend(Clock& clock) : clock_(clock), tables_("", [&clock] { return clock.wall; }) {}

void Backend::define(const std::string& table, bool soft) {
    define(table + (soft ? ":soft" : ":hard"));
}

void Backend::define(const std::string& definition) {
    tables_.define(server::read_definitions(definition)[0]);
}

Response Backend::call(const Request& request, From from) {
    server::Request asked;
    asked.method = request.method;
    asked.target = target_of(request.url);
    asked.body = request.body;
    for (const auto& [name, value] : request.headers) asked.headers.push_back({name, value});
    const std::string* const version = asked.header("zumo-api-version");
    const bool is_v2 = version != nullptr && version->substr(0, 2) == "2.";
    if (is_v2 && asked.method == "GET" && page_cut)
        asked.target = cut_page(asked.target, *page_cut);
    const auto make_id = [this] { return "server-" + std::to_string(++last_id_); };
    const auto make_version = [this] {
        return base::base64_encode("version " + std::to_string(++last_version_));
    };
    const server::V2 v2(tables_, {50, max_top}, make_id);
    const server::V3 v3(tables_, {{page_cut.value_or(100), max_top}, true, make_id, make_version});
    const bool both = from == From::inside;
    server::Router router(both || speaks_v2 ? std::optional(v2) : std::nullopt,
                          both || speaks_v3 ? std::optional(v3) : std::nullopt,
                          both ? std::string() : token);
    const server::Answer answer = router.answer(asked, stamped);
    Response response;
    response.status = answer.status;
    response.body = answer.body;
    response.headers.emplace_back("content-type", answer.content_type);
    for (const server::Header& header : answer.headers) {
        const std::string name = base::lower(header.name);
        if (name != "link" || links) response.headers.emplace_back(name, header.value);
    }
    return response;
}

/// Whether a page shows the members of an item that cannot be shown.
bool Backend::is_poisoned(const Request& request, const Response& response) const {
    if (request.method != "GET" || request.url.find("$select") != std::string::npos) return false;
    return std::any_of(poisoned.begin(), poisoned.end(), [&response](const std::string& id) {
        return response.body.find("\"id\":\"" + id + "\"") != std::string::npos;
    });
}

Response Backend::answer(const Request& request) {
    Response response = call(request, From::network);
    if (is_poisoned(request, response)) response = {500, {}, ""};
    if (dates) response.headers.emplace_back("date", http_date(clock_.wall + date_ahead));
    return response;
}

Response Backend::must(const std::string& method,
                       const std::string& target,
                       const std::string& body) {
    Request request;
    request.method = method;
    request.url = "http://service/tables/" + target;
    request.headers = {{"zumo-api-version", "2.0.0"}};
    request.body = body;
    Response response = call(request, From::inside);
    if (response.status >= 300) {
        throw std::runtime_error(method + " " + target + ": " + response.body);
    }
    return response;
}

Item Backend::insert(const std::string& table, const std::string& json) {
    return *data::read_item(must("POST", table, write_members(members(json))).body);
}

Item Backend::update(const std::string& table, const std::string& id, const std::string& json) {
    const std::string target = table + "/" + base::percent_encode(id);
    return *data::read_item(must("PATCH", target, write_members(members(json))).body);
}

void Backend::remove(const std::string& table, const std::string& id) {
    must("DELETE", table + "/" + base::percent_encode(id), "");
}

void Backend::undelete(const std::string& table, const std::string& id) {
    must("POST", table + "/" + base::percent_encode(id), "");
}

void Backend::seed(const std::string& table,
                   const std::string& prefix,
                   int count,
                   const std::string& updated_at) {
    const std::string stamp =
        updated_at.empty() ? std::string() : server::stamp_text(updated_at).value();
    int next = 0;
    tables_.insert_all([&]() -> std::optional<server::Tables::Seed> {
        if (next == count) return std::nullopt;
        const std::string id = numbered(prefix, next++);
        return server::Tables::Seed{table,
                                    id,
                                    {{"text", Value::string("seeded " + id)}},
                                    {1, server::version_of(1), stamp, stamp, false}};
    });
}

std::vector<Item> Backend::list(const std::string& table, const std::string& options) {
    const auto cut = std::exchange(page_cut, std::nullopt);
    Response response = must("GET", table + "?$top=-1&" + options, "");
    page_cut = cut;
    return data::read_page(response.body).items;
}

std::optional<Item> Backend::item(const std::string& table, const std::string& id) {
    const std::string filter = base::percent_encode("id eq '" + id + "'");
    const auto items = list(table, "__includeDeleted=true&$filter=" + filter);
    if (items.empty()) return std::nullopt;
    return items.front();
}

std::string Backend::shown(const std::string& table) {
    std::string lines;
    for (const Item& item : list(table, "$orderby=id")) lines += shown_line(item);
    return lines;
}

std::size_t Backend::count(const std::string& table) {
    return list(table, "").size();
}

std::string shown_line(const Item& item) {
    std::string line = item.id;
    for (const char* name : {"text", "complete", "rank"}) {
        const Value* value = find_member(item.members, name);
        line += " " + write_value(value != nullptr ? *value : Value::null());
    }
    return line + "\n";
}

}  // namespace syncline::journey
