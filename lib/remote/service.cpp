#include "remote/service.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_write.hpp"
#include "data/names.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncline::remote {

namespace {

constexpr const char* kProgram = "syncline/" SYNCLINE_VERSION;

// Telemetry codes of the SDK's requests (client-v2.md §1.3); servers only log them.
constexpr const char* kPushFeatures = "TU,OL";
constexpr const char* kPullFeatures = "QS,OL";

/// The members that may be sent: system properties belong to the server, and this one's POST takes
/// a sent version for the stored one (server-v2.md T25).
Members sendable(const Members& members) {
    Members out;
    for (const Member& member : members) {
        if (!data::is_system_property(member.name)) out.push_back(member);
    }
    return out;
}

Members body_of(const Item& item) {
    Members body{{"id", Value::string(item.id)}};
    for (Member& member : sendable(item.members)) body.push_back(std::move(member));
    return body;
}

void append_parameter(std::string& query, std::string_view name, std::string_view value) {
    query += query.empty() ? '?' : '&';
    query += name;
    query += '=';
    query += base::percent_encode(value);
}

void set_json_body(Request& request, std::string body) {
    request.headers.emplace_back("content-type", "application/json; charset=utf-8");
    request.body = std::move(body);
}

void set_if_match(Request& request, const std::string& version) {
    if (!version.empty()) request.headers.emplace_back("if-match", quote_version(version));
}

const char* meaning_of(int status) {
    switch (status) {
        case 400:
            return "bad request";
        case 401:
            return "not logged in";
        case 403:
            return "not allowed";
        case 404:
            return "not found";
        case 405:
            return "method not allowed";
        case 408:
            return "request timed out";
        case 409:
            return "conflict";
        case 410:
            return "gone";
        case 412:
            return "precondition failed";
        case 413:
            return "too large";
        case 429:
            return "too many requests";
        case 500:
            return "internal server error";
        case 502:
            return "bad gateway";
        case 503:
            return "service unavailable";
        case 504:
            return "gateway timed out";
        default:
            return "";
    }
}

}  // namespace

Service::Service(const Protocol& protocol,
                 Url root,
                 std::string api_root,
                 std::string installation_id,
                 Headers extra_headers,
                 std::string user_agent)
    : protocol_(&protocol),
      root_(std::move(root)),
      api_root_(std::move(api_root)),
      installation_id_(std::move(installation_id)),
      extra_headers_(std::move(extra_headers)),
      user_agent_(user_agent.empty() ? kProgram : std::move(user_agent)) {}

bool Service::is_extra(std::string_view header) const {
    return std::any_of(extra_headers_.begin(), extra_headers_.end(), [header](const auto& extra) {
        return extra.first == header;
    });
}

std::string Service::table_url(const TableDefinition& table) const {
    if (!table.path.empty()) return join_path(root_, encode_path(table.path));
    const std::string& name = table.remote_name.empty() ? table.name : table.remote_name;
    const std::string prefix = api_root_.empty() ? "tables" : api_root_;
    return join_path(root_, encode_path(prefix + "/" + name));
}

std::string Service::item_url(const TableDefinition& table, const std::string& id) const {
    return table_url(table) + "/" + base::percent_encode(id);
}

Request Service::make(std::string method, std::string url, const char* features) const {
    Request request;
    request.method = std::move(method);
    request.url = std::move(url);
    request.headers = {{"accept", "application/json"},
                       {"zumo-api-version", std::string(protocol_->api_version)},
                       {"x-zumo-installation-id", installation_id_},
                       {"x-zumo-version", kProgram},
                       {"x-zumo-features", features},
                       {"user-agent", user_agent_}};
    // What the user gives takes the place of ours.
    const auto is_replaced = [this](const auto& header) { return is_extra(header.first); };
    request.headers.erase(
        std::remove_if(request.headers.begin(), request.headers.end(), is_replaced),
        request.headers.end());
    for (const auto& header : extra_headers_) request.headers.push_back(header);
    return request;
}

Request Service::insert(const TableDefinition& table, const Item& item) const {
    Request request = make("POST", table_url(table), kPushFeatures);
    set_json_body(request, write_members(body_of(item)));
    return request;
}

std::string Service::update_body(const Item& item, bool undelete) const {
    Members body = body_of(item);
    // Where createdAt is a member like any other, a replacement without it would reset it.
    if (protocol_->replaces && !item.created_at.empty()) {
        body.push_back({"createdAt", Value::string(item.created_at)});
    }
    if (undelete) body.push_back({"deleted", Value::boolean(false)});
    return write_members(body);
}

Request Service::update(const TableDefinition& table,
                        const Item& item,
                        const std::string& version) const {
    Request request =
        make(std::string(protocol_->update_method), item_url(table, item.id), kPushFeatures);
    set_if_match(request, version);
    set_json_body(request, update_body(item, false));
    return request;
}

Request Service::remove(const TableDefinition& table,
                        const std::string& id,
                        const std::string& version) const {
    Request request = make("DELETE", item_url(table, id), kPushFeatures);
    set_if_match(request, version);
    return request;
}

Request Service::undelete(const TableDefinition& table,
                          const Item& item,
                          const std::string& version) const {
    if (!protocol_->update_undeletes) {
        Request request = make("POST", item_url(table, item.id), kPushFeatures);
        set_if_match(request, version);
        return request;
    }
    std::string query;
    append_parameter(query, protocol_->include_deleted, "true");
    Request request = make(
        std::string(protocol_->update_method), item_url(table, item.id) + query, kPushFeatures);
    set_if_match(request, version);
    set_json_body(request, update_body(item, true));
    return request;
}

Request Service::fetch(const TableDefinition& table, const std::string& id) const {
    return make("GET", item_url(table, id), kPullFeatures);
}

Request Service::look(const TableDefinition& table, const std::string& id) const {
    PageQuery query;
    query.filter = "id eq " + data::write_string(id);
    query.top = 1;
    return page(table, query);
}

Request Service::probe(const TableDefinition& table) const {
    PageQuery query;
    query.top = 1;
    return page(table, query);
}

Request Service::page(const TableDefinition& table, const PageQuery& query) const {
    if (!query.link.empty()) return make("GET", table_url(table) + '?' + query.link, kPullFeatures);
    std::string text;
    if (!query.filter.empty()) append_parameter(text, "$filter", query.filter);
    if (!query.orderby.empty()) append_parameter(text, "$orderby", query.orderby);
    if (query.skip > 0) append_parameter(text, "$skip", std::to_string(query.skip));
    append_parameter(text, "$top", std::to_string(query.top));
    if (!query.select.empty()) append_parameter(text, "$select", query.select);
    append_parameter(text, protocol_->include_deleted, "true");
    return make("GET", table_url(table) + text, kPullFeatures);
}

Request Service::any(std::string method, const std::string& target) const {
    return make(std::move(method), join_path(root_, target), "AJ");
}

Answer read_answer(const Response& response) {
    Answer answer;
    answer.status = response.status;
    answer.empty_body = base::trim(response.body).empty();
    answer.json_object = data::is_json_object(response.body);
    answer.etag = version_of_etag(response.header("etag"));
    if (answer.json_object) {
        answer.item = data::read_item(response.body);
        if (answer.item && !answer.etag.empty()) answer.item->version = answer.etag;
    }
    if (!answer.ok()) answer.message = words_of(response);
    return answer;
}

Answer read_look(const Response& response, const Protocol& protocol) {
    Answer answer;
    answer.status = response.status;
    if (!answer.ok()) {
        answer.message = words_of(response);
        return answer;
    }
    try {
        data::Page page = data::read_page(response.body);
        answer.page = protocol.has_form(page.form);
        answer.other_protocol = !answer.page;
        if (!page.items.empty()) answer.item = std::move(page.items.front());
    } catch (const DataError& error) {
        answer.message = error.what();
    }
    return answer;
}

namespace {

/// What no URL has is escaped, and what comes after the query left out.
std::string only_query(std::string_view link) {
    std::string out;
    for (const char c : link.substr(0, link.find('#'))) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F) {
            out += c;
        } else {
            out += base::percent_encode({&c, 1});
        }
    }
    return out;
}

}  // namespace

std::string next_query(const Response& response, const data::Page& page) {
    std::string link = page.next_link;
    const std::string_view header = response.header("link");
    const bool links = header.find("rel=next") != std::string_view::npos ||
                       header.find("rel=\"next\"") != std::string_view::npos;
    if (link.empty() && links) {
        // The Node server writes its links without angle brackets.
        const std::size_t start = header.find('<') == std::string_view::npos ? 0 : 1;
        link = header.substr(start, header.find_first_of(">;", start) - start);
    }
    const std::size_t query = link.find('?');
    if (query != std::string::npos) return only_query(std::string_view(link).substr(query + 1));
    const bool has_place = link.find("://") != std::string::npos || link.substr(0, 1) == "/";
    return has_place ? std::string() : only_query(link);
}

std::string quote_version(std::string_view version) {
    std::string out = "\"";
    for (std::size_t i = 0; i < version.size(); ++i) {
        const auto byte = static_cast<unsigned char>(version[i]);
        if (byte < 0x20 || byte == 0x7F) continue;
        if (version[i] == '"' && (i == 0 || version[i - 1] != '\\')) out += '\\';
        out += version[i];
    }
    out += '"';
    return out;
}

std::string version_of_etag(std::string_view etag) {
    etag = base::trim(etag);
    if (etag.size() < 2 || etag.front() != '"' || etag.back() != '"') return {};
    etag = etag.substr(1, etag.size() - 2);
    std::string version;
    for (std::size_t i = 0; i < etag.size(); ++i) {
        if (etag[i] == '\\' && i + 1 < etag.size() && etag[i + 1] == '"') continue;
        version += etag[i];
    }
    return version;
}

std::optional<std::uint32_t> page_limit_in(const Response& response) {
    if (response.status != 400) return std::nullopt;
    const std::string words = words_of(response);
    for (const std::string_view sign : {"more than ", "The limit of '"}) {
        const std::size_t at = words.find(sign);
        if (at == std::string::npos) continue;
        std::uint32_t limit = 0;
        const char* const start = words.data() + at + sign.size();
        const auto [end, error] = std::from_chars(start, words.data() + words.size(), limit);
        if (error == std::errc{} && end != start && limit > 0) return limit;
    }
    return std::nullopt;
}

std::string words_of(const Response& response) {
    std::string words = data::error_text(response.body, response.header("content-type"));
    if (!words.empty()) return words;
    const std::string meaning = meaning_of(response.status);
    return "HTTP " + std::to_string(response.status) + (meaning.empty() ? "" : " " + meaning);
}

std::optional<Timestamp> date_of(const Response& response) {
    return base::read_http_date(response.header("date"));
}

}  // namespace syncline::remote
