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

bool may_be_json(const Request& request) {
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
    if (!may_be_json(request))
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

bool is_gone(const std::optional<StoredItem>& item, const Table& table) {
    return !item || (item->stamps.deleted && table.definition.soft);
}

void merge(Members& own, const Members& changes) {
    for (const Member& change : changes) {
        const auto found = std::find_if(own.begin(), own.end(), [&change](const Member& one) {
            return one.name == change.name;
        });
        if (found == own.end()) {
            own.push_back(change);
        } else {
            found->value = change.value;
        }
    }
}

/// As the table keeps them.
std::string write_own(const Table& table, const Members& own) {
    if (!table.definition.shape.declared()) return write_members(own);
    try {
        return write_members(read_own(table.definition.shape, own));
    } catch (const DataError& error) {
        throw Refusal(400, error.what());
    }
}

/// Marks the item, or takes it out. `item` is as the answer shows it then.
void remove_item(Writing& writing, const Table& table, StoredItem& item) {
    if (!table.definition.soft) {
        writing.erase(table, item);
        return;
    }
    item.stamps.deleted = true;
    writing.stamp(item);
    writing.update(table, item);
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

/// As header or parameter; empty if neither is there.
std::string_view named_version(const Request& request, const Target& target) {
    const std::string* const header = request.header("ZUMO-API-VERSION");
    if (header != nullptr && !header->empty()) return *header;
    for (const Parameter& parameter : target.parameters) {
        if (base::same_ignoring_case(parameter.name, "zumo-api-version")) return parameter.value;
    }
    return {};
}

}  // namespace

struct V2::Call {
    const Request& request;
    const server::Target& target;
    const Table& table;
    std::string id;  ///< of the URL; empty if it has none
    std::optional<Timestamp> stamped;

    Answer answer(int status, const StoredItem& item) const {
        return item_answer(status, write_v2_item(item, table.definition.soft), item.stamps.version);
    }
};

bool V2::names_version(const Request& request, const Target& target) {
    return base::trim(named_version(request, target)).substr(0, 2) == "2.";
}

bool V2::speaks(const Request& request, const Target& target) {
    return is_accepted_version(named_version(request, target));
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
    if (call.table.definition.is_for_v3_only()) {
        throw Refusal(403, "The table is guarded by settings of protocol v3");
    }
    const bool one = parts == 3;
    if (method == "GET") return one ? read(call) : list(call);
    if (method == "POST") return one ? undelete(call) : insert(call);
    if (method == "PATCH") return update(call);
    if (method == "DELETE") return one ? remove(call) : remove_matching(call);
    return error_answer(500, "HEAD is not supported");
}

Answer V2::read(const Call& call) {
    const auto item = tables_.find_item(call.table, call.id);
    return is_gone(item, call.table) ? not_there() : call.answer(200, *item);
}

Answer V2::list(const Call& call) {
    const Listing listing = read_listing(call.target, limits_for(call.table.definition, limits_));
    const ListPage page = tables_.list(
        call.table, listing, [&call, &listing](std::string& out, const StoredItem& item) {
            const std::string text = write_v2_item(item, call.table.definition.soft);
            out += listing.select.empty() ? text : pick_members(text, listing.select);
        });
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
    StoredItem item{body_id(members), write_own(call.table, own_part(members)), {}};
    if (item.id.empty()) item.id = new_id_();
    Writing writing(tables_, call.stamped);
    if (writing.find(call.table, item.id)) return json_answer(409, write_members(members));
    writing.stamp(item);
    writing.insert(call.table, item);
    writing.commit();
    return call.answer(201, item);
}

Answer V2::update(const Call& call) {
    const Members members = read_body(call.request, "update");
    const std::string id = body_id(members);
    if (!call.id.empty() && find_member(members, "id") != nullptr && id != call.id) {
        throw Refusal(400, "The item ID and querystring ID did not match");
    }
    const Members changes = own_part(members);
    if (changes.empty()) throw Refusal(500, "SQLITE_ERROR: near \"WHERE\": syntax error");
    auto expected = expected_version(call.request);
    const int stale = expected ? 412 : 409;
    const Value* const version = find_member(members, "version");
    if (!expected && version != nullptr && !version->text().empty()) expected = version->text();

    Writing writing(tables_, call.stamped);
    auto item = writing.find(call.table, call.id.empty() ? id : call.id);
    if (is_gone(item, call.table)) return not_there();
    if (expected && *expected != item->stamps.version) return call.answer(stale, *item);
    Members own = read_members(item->own);
    merge(own, changes);
    item->own = write_own(call.table, own);
    writing.stamp(*item);
    writing.update(call.table, *item);
    writing.commit();
    return call.answer(200, *item);
}

Answer V2::remove(const Call& call) {
    const auto expected = expected_version(call.request);
    Writing writing(tables_, call.stamped);
    auto item = writing.find(call.table, call.id);
    if (is_gone(item, call.table)) return not_there();
    if (expected && *expected != item->stamps.version) return call.answer(412, *item);
    remove_item(writing, call.table, *item);
    writing.commit();
    return call.answer(200, *item);
}

Answer V2::remove_matching(const Call& call) {
    const Listing listing = read_listing(call.target, limits_for(call.table.definition, limits_));
    if (!listing.filter) throw Refusal(500, "SQLITE_ERROR: near \"AND\": syntax error");
    Writing writing(tables_, call.stamped);
    std::vector<StoredItem> removed;
    for (const std::string& id : writing.find_ids(call.table, listing)) {
        removed.push_back(*writing.find(call.table, id));
        remove_item(writing, call.table, removed.back());
    }
    writing.commit();
    if (removed.empty()) return not_there();
    if (removed.size() == 1) return call.answer(200, removed[0]);
    std::vector<std::string> texts;
    texts.reserve(removed.size());
    for (const StoredItem& item : removed) {
        texts.push_back(write_v2_item(item, call.table.definition.soft));
    }
    return item_answer(200, '[' + base::join(texts, ",") + ']', removed[0].stamps.version);
}

Answer V2::undelete(const Call& call) {
    if (!call.table.definition.soft) {
        throw Refusal(500, "SQLITE_ERROR: no such column: deleted");
    }
    const auto expected = expected_version(call.request);
    Writing writing(tables_, call.stamped);
    auto item = writing.find(call.table, call.id);
    if (!item) return not_there();
    if (expected && *expected != item->stamps.version) return call.answer(412, *item);
    item->stamps.deleted = false;
    writing.stamp(*item);
    writing.update(call.table, *item);
    writing.commit();
    return call.answer(201, *item);
}

}  // namespace syncline::server
