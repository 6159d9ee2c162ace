#include "serve/v2.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"
#include "serve/answers.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::server {

namespace {

constexpr const char* kMissing = "The item does not exist";

/// A version out of If-Match, quoted or not. `*` stays `*` and matches nothing.
std::optional<std::string> expected_version(const Request& request) {
    const std::string* const header = request.header("If-Match");
    if (header == nullptr || header->empty()) return std::nullopt;
    std::string_view version = *header;
    if (version.front() == '"') version.remove_prefix(1);
    if (!version.empty() && version.back() == '"') version.remove_suffix(1);
    return std::string(version);
}

bool is_json(const Request& request) {
    const std::string* const type = request.header("Content-Type");
    return type == nullptr || type->empty() ||
           base::lower(*type).find("application/json") != std::string::npos;
}

[[noreturn]] void refuse_name(const std::string& name) {
    throw Refusal(500,
                  name +
                      " is not a valid identifier. Identifiers must be under 128 characters in "
                      "length, start with a letter or underscore, and can contain only "
                      "alpha-numeric and underscore characters.");
}

Members read_body(const Request& request, const char* what) {
    if (request.body.size() > kLargestBody) throw Refusal(400, "request entity too large");
    if (!is_json(request))
        throw Refusal(500, std::string("An item to ") + what + " was not provided");
    const std::string_view body = base::trim(request.body);
    if (body.empty()) return {};
    try {
        if (body.front() == '[' && data::read_value(body).kind() == Value::Kind::nested) {
            refuse_name("0");
        }
        return read_members(body);
    } catch (const DataError& error) {
        throw Refusal(400, error.what());
    }
}

/// The members that the item itself has: no id, no version, nothing reserved, no bad names.
Members own_part(const Members& members) {
    Members own;
    own.reserve(members.size());
    for (const Member& member : members) {
        const std::string name = base::lower(member.name);
        if (name == "createdat" || name == "updatedat" || name == "deleted") {
            throw Refusal(
                400, "Cannot update item with property '" + member.name + "' as it is reserved");
        }
        if (member.name == "id" || name == "version") continue;
        if (name == "id") throw Refusal(500, "duplicate column name: " + member.name);
        if (!is_identifier(member.name)) refuse_name(base::one_line(member.name, 128));
        own.push_back(member);
    }
    return own;
}

/// The id of a body; empty if it has none.
std::string body_id(const Members& members) {
    const Value* const id = find_member(members, "id");
    return id == nullptr ? std::string() : id->text();
}

Answer not_there() {
    return error_answer(404, kMissing);
}

Answer written_answer(const Written& written, int done, int stale) {
    switch (written.outcome) {
        case Written::Outcome::done:
            return item_answer(done, written.item.json, written.item.version);
        case Written::Outcome::stale:
            return item_answer(stale, written.item.json, written.item.version);
        case Written::Outcome::missing:
        case Written::Outcome::duplicate:
            break;
    }
    return not_there();
}

/// The Link header of a full page, as Node sends it: without port, path and angle brackets.
std::string next_link(const Request& request, const Target& target, const Listing& listing) {
    std::vector<Parameter> parameters = target.parameters;
    const auto assign = [&parameters](const char* name, std::int64_t value) {
        const auto found = std::find_if(parameters.begin(),
                                        parameters.end(),
                                        [name](const auto& one) { return one.name == name; });
        if (found == parameters.end()) {
            parameters.push_back({name, std::to_string(value)});
        } else {
            found->value = std::to_string(value);
        }
    };
    assign("$top", listing.top);
    assign("$skip", listing.skip + listing.top);
    const std::string* const host = request.header("Host");
    const std::string name = host == nullptr ? "127.0.0.1" : host->substr(0, host->find(':'));
    return "http://" + name + "/?" + write_query(parameters) + "; rel=next";
}

bool is_accepted_version(std::string_view version) {
    constexpr std::string_view kStart = "2.0.";
    if (version.substr(0, kStart.size()) != kStart || version.size() == kStart.size()) return false;
    return version.find_first_not_of("0123456789", kStart.size()) == std::string_view::npos;
}

}  // namespace

struct V2::Call {
    const Request& request;
    const server::Target& target;
    Table table;
    std::string id;  ///< of the URL; empty if it has none
    std::optional<Timestamp> stamped;

    Place place(std::string_view item_id) const {
        return {table, item_id, expected_version(request)};
    }
};

bool V2::speaks(const Request& request, const Target& target) {
    const std::string* const header = request.header("ZUMO-API-VERSION");
    if (header != nullptr && !header->empty()) return is_accepted_version(*header);
    for (const Parameter& parameter : target.parameters) {
        if (base::same_ignoring_case(parameter.name, "zumo-api-version")) {
            return is_accepted_version(parameter.value);
        }
    }
    return false;
}

Answer V2::answer(const Request& request, const Target& target, std::optional<Timestamp> stamped) {
    const std::string& method = request.method;
    const bool known = method == "GET" || method == "POST" || method == "PATCH" ||
                       method == "DELETE" || method == "HEAD";
    const std::size_t parts = target.segments.size();
    if (!known || parts < 2 || parts > 3 || !is_identifier(target.segments[1])) {
        return not_found_page(method, target.path);
    }
    const Call call{request,
                    target,
                    tables_.open(target.segments[1]),
                    parts == 3 ? target.segments[2] : std::string(),
                    stamped};
    const bool one = parts == 3;
    if (method == "GET") return one ? read(call) : list(call);
    if (method == "POST") return one ? undelete(call) : insert(call);
    if (method == "PATCH") return update(call);
    if (method == "DELETE") return one ? remove(call) : remove_matching(call);
    return error_answer(500, "HEAD is not supported");
}

Answer V2::read(const Call& call) {
    const auto item = tables_.find(call.table, call.id);
    return item ? item_answer(200, item->json, item->version) : not_there();
}

Answer V2::list(const Call& call) {
    const Listing listing = read_listing(call.target, limits_);
    ListPage page = tables_.list(call.table, listing);
    std::string body;
    body.reserve(page.items.size() + 64);
    if (page.count) body += "{\"results\":";
    body += '[';
    body += page.items;
    body += ']';
    if (page.count) body += ",\"count\":" + std::to_string(*page.count) + '}';
    Answer answer = json_answer(200, std::move(body));
    if (page.size == listing.top) {
        answer.headers.push_back({"Link", next_link(call.request, call.target, listing)});
    }
    return answer;
}

Answer V2::insert(const Call& call) {
    const Members members = read_body(call.request, "insert");
    NewItem item{body_id(members), own_part(members), std::nullopt};
    if (item.id.empty()) item.id = new_id_();
    const Written written = tables_.insert(call.table, item, call.stamped);
    if (written.outcome == Written::Outcome::duplicate) {
        return json_answer(409, write_members(members));
    }
    return written_answer(written, 201, 409);
}

Answer V2::update(const Call& call) {
    const Members members = read_body(call.request, "update");
    const std::string id = body_id(members);
    if (!call.id.empty() && find_member(members, "id") != nullptr && id != call.id) {
        throw Refusal(400, "The item ID and querystring ID did not match");
    }
    const Members changes = own_part(members);
    if (changes.empty()) throw Refusal(500, "SQLITE_ERROR: near \"WHERE\": syntax error");
    Place place = call.place(call.id.empty() ? id : call.id);
    const int stale = place.expected_version ? 412 : 409;
    const Value* const version = find_member(members, "version");
    if (!place.expected_version && version != nullptr && !version->text().empty()) {
        place.expected_version = version->text();
    }
    return written_answer(tables_.update(place, changes, call.stamped), 200, stale);
}

Answer V2::remove(const Call& call) {
    return written_answer(tables_.remove(call.place(call.id), call.stamped), 200, 412);
}

Answer V2::remove_matching(const Call& call) {
    const Listing listing = read_listing(call.target, limits_);
    if (!listing.filter) throw Refusal(500, "SQLITE_ERROR: near \"AND\": syntax error");
    const auto removed = tables_.remove_matching(call.table, listing, call.stamped);
    if (removed.empty()) return not_there();
    if (removed.size() == 1) return item_answer(200, removed[0].json, removed[0].version);
    std::vector<std::string> texts;
    texts.reserve(removed.size());
    for (const StoredItem& item : removed) texts.push_back(item.json);
    return item_answer(200, '[' + base::join(texts, ",") + ']', removed[0].version);
}

Answer V2::undelete(const Call& call) {
    if (!call.table.soft) throw Refusal(500, "SQLITE_ERROR: no such column: deleted");
    return written_answer(tables_.undelete(call.place(call.id), call.stamped), 201, 412);
}

}  // namespace syncline::server
