#include "serve/v3.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_write.hpp"
#include "serve/answers.hpp"
#include "serve/conditions.hpp"
#include "serve/http_date.hpp"
#include "serve/rules.hpp"
#include "serve/v3_listing.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::server {

namespace {

constexpr std::size_t kLongestRequestLine = 8192;

Answer empty_answer(int status) {
    Answer answer;
    answer.status = status;
    return answer;
}

Answer body_answer(int status, std::string json) {
    Answer answer = empty_answer(status);
    answer.content_type = kJson;
    answer.body = std::move(json);
    return answer;
}

/// A write that ends with the answer of a rule or of the annotations.
class Refused {
  public:
    explicit Refused(Answer answer) : answer_(std::move(answer)) {}
    const Answer& answer() const { return answer_; }

  private:
    Answer answer_;
};

Answer item_answer(int status, const Table& table, const StoredItem& item) {
    if (table.definition.shape.declared() && holds_infinity(item.own)) return empty_answer(500);
    Answer answer = body_answer(status, write_v3_item(item));
    const Stamps& stamps = item.stamps;
    if (!stamps.version.empty()) answer.headers.push_back({"ETag", '"' + stamps.version + '"'});
    if (const auto updated_at = base::read_instant(stamps.updated_at)) {
        answer.headers.push_back(
            {"Last-Modified", write_http_date(Timestamp(updated_at->milliseconds))});
    }
    return answer;
}

Answer not_allowed(const char* allowed) {
    Answer answer = empty_answer(405);
    answer.headers.push_back({"Allow", allowed});
    return answer;
}

/// What the OData part of the real server says of an option.
Answer option_answer(int status, std::string_view message) {
    return body_answer(status,
                       R"({"code":")" + std::to_string(status) + R"(","message":)" +
                           data::quoted(message) +
                           R"(,"target":null,"details":null,"innerError":null,)"
                           R"("instanceAnnotations":[],"typeAnnotation":null})");
}

void set_member(Members& members, const std::string& name, Value value) {
    const auto found = std::find_if(
        members.begin(), members.end(), [&name](const Member& one) { return one.name == name; });
    if (found == members.end()) {
        members.push_back({name, std::move(value)});
    } else {
        found->value = std::move(value);
    }
}

/// Whether a header can hold the text; a Location with another one fails after the commit.
bool fits_header(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string location(const Request& request, const std::string& id) {
    const std::string* const host = request.header("Host");
    return "http://" + (host == nullptr ? std::string("127.0.0.1") : *host) + request.target + '/' +
           id;
}

bool is_too_long(const Request& request) {
    constexpr std::string_view kAround = "  HTTP/1.1";
    return request.method.size() + request.target.size() + kAround.size() > kLongestRequestLine;
}

}  // namespace

struct V3::Call {
    const Request& request;
    const server::Target& target;
    const Table& table;
    std::string id;  ///< of the URL; empty if it has none
    std::optional<Timestamp> stamped;
    std::string user;  ///< empty: nobody said who he is

    const Access& access() const { return table.definition.access; }

    /// Nobody sees more than somebody: who he is is asked for later.
    bool sees(const StoredItem& item) const {
        if (access().owner.empty() || user.empty()) return true;
        const Members own = read_members(item.own);
        const Value* const owner = find_member(own, access().owner);
        return owner != nullptr && owner->is_string() && owner->text() == user;
    }

    /// The status that the table has for this user; 0: he may go on.
    int refusal(bool writes) const {
        if (!access().header.empty() && user.empty()) return access().status;
        return writes ? table.definition.refuse_writes : 0;
    }

    /// What stands against going on with the item, in the order in which the real server looks.
    std::optional<Answer> objection(const std::optional<StoredItem>& item,
                                    bool writes,
                                    bool with_deleted) const {
        // An id with a slash is in no URL: there it stays encoded.
        if (!item || !sees(*item) || id.find('/') != std::string::npos) return empty_answer(404);
        if (const int status = refusal(writes)) return empty_answer(status);
        if (table.definition.soft && item->stamps.deleted && !with_deleted) {
            return empty_answer(410);
        }
        switch (check_conditions(request, item->stamps, !writes)) {
            case Condition::met:
                return std::nullopt;
            case Condition::not_modified:
                return empty_answer(304);
            case Condition::failed:
                return item_answer(412, table, *item);
            case Condition::ambiguous:
                break;
        }
        return empty_answer(500);
    }

    SentItem read_body() const {
        SentItem sent = read_v3_body(request, table.definition);
        if (auto violations = find_violations(table.definition.shape, sent.own)) {
            throw Refused(body_answer(400, std::move(*violations)));
        }
        return sent;
    }
};

Answer V3::answer(const Request& request, const Target& target, std::optional<Timestamp> stamped) {
    if (is_too_long(request)) return empty_answer(414);
    try {
        return route(request, target, stamped);
    } catch (const Refused& refused) {
        return refused.answer();
    } catch (const Refusal& refusal) {
        const std::string_view message = refusal.what();
        return refusal.status() == 400 && !message.empty() ? option_answer(400, message)
                                                           : empty_answer(refusal.status());
    } catch (const std::exception&) {
        return empty_answer(500);
    }
}

const Table* V3::find_table(const Request& request, const Target& target) {
    const std::size_t parts = target.segments.size();
    if (parts < 2 || parts > 3 || !base::same_ignoring_case(target.segments[0], "tables") ||
        target.path.find("//") != std::string::npos) {
        return nullptr;
    }
    const std::string& name = target.segments[1];
    const bool uses = parts == 2 && (request.method == "GET" || request.method == "POST");
    if (settings_.on_demand && uses && is_identifier(name)) return &tables_.open(name);
    return tables_.find(name);
}

Answer V3::route(const Request& request, const Target& target, std::optional<Timestamp> stamped) {
    const Table* const table = find_table(request, target);
    if (table == nullptr) return empty_answer(404);
    Call call{request, target, *table, {}, stamped, {}};
    const std::string& header = call.access().header;
    const std::string* const user = header.empty() ? nullptr : request.header(header);
    if (user != nullptr) call.user = *user;
    const std::string& method = request.method;
    if (target.segments.size() == 2) {
        if (method == "GET") return list(call);
        if (method == "POST") return create(call);
        return not_allowed("GET, POST");
    }
    call.id = target.segments[2];
    if (method == "GET") return read(call);
    if (method == "PUT") return replace(call);
    if (method == "DELETE") return remove(call);
    return not_allowed("DELETE, GET, PUT");
}

Answer V3::list(const Call& call) {
    if (const int status = call.refusal(false)) return empty_answer(status);
    const Definition& definition = call.table.definition;
    Listing listing =
        read_v3_listing(call.target, definition.shape, limits_for(definition, settings_.limits));
    if (!call.access().owner.empty()) listing.owner = Owner{call.access().owner, call.user};
    const auto append = [&definition, &listing](std::string& out, const StoredItem& item) {
        std::string text = write_v3_item(item);
        if (!listing.select.empty()) text = pick_members(text, listing.select);
        if (definition.shape.declared() && holds_infinity(text)) throw Refusal(500, "");
        out += text;
    };
    const ListPage page = tables_.list(call.table, listing, append);
    const auto next = page.more ? write_next_link(call.target, page.size) : std::nullopt;
    return body_answer(200,
                       "{\"items\":[" + page.items +
                           "],\"count\":" + (page.count ? std::to_string(*page.count) : "null") +
                           ",\"nextLink\":" + (next ? data::quoted(*next) : "null") + '}');
}

Answer V3::read(const Call& call) {
    const auto item = tables_.find_item(call.table, call.id);
    if (auto objection = call.objection(item, false, wants_deleted(call.target))) {
        return *objection;
    }
    return item_answer(200, call.table, *item);
}

void V3::stamp(Writing& writing, const Call& call, StoredItem& item) {
    if (call.table.definition.stamping == Stamping::server) {
        writing.stamp(item, settings_.new_version());
    }
}

/// Makes of the item what was sent.
void V3::take(Writing& writing, const Call& call, SentItem sent, StoredItem& item) {
    const Access& access = call.access();
    if (!access.owner.empty()) set_member(sent.own, access.owner, Value::string(call.user));
    if (const Rule* const rule = apply_rules(call.table.definition, sent.own)) {
        throw Refused(rule->body.empty() ? empty_answer(rule->status)
                                         : body_answer(rule->status, rule->body));
    }
    item.own = write_members(sent.own);
    item.stamps.deleted = sent.deleted;
    if (call.table.definition.stamping == Stamping::client) {
        item.stamps.version = std::move(sent.version);
        item.stamps.updated_at = std::move(sent.updated_at);
    }
    stamp(writing, call, item);
}

Answer V3::create(const Call& call) {
    SentItem sent = call.read_body();
    if (const int status = call.refusal(true)) return empty_answer(status);
    StoredItem item;
    item.id = sent.id.empty() ? settings_.new_id() : sent.id;
    Writing writing(tables_, call.stamped);
    take(writing, call, std::move(sent), item);
    if (const auto other = writing.find(call.table, item.id)) {
        return call.sees(*other) ? item_answer(409, call.table, *other) : empty_answer(400);
    }
    writing.insert(call.table, item);
    writing.commit();
    if (!fits_header(item.id)) return empty_answer(500);
    Answer answer = item_answer(201, call.table, item);
    if (answer.status == 201) {
        answer.headers.push_back({"Location", location(call.request, item.id)});
    }
    return answer;
}

Answer V3::replace(const Call& call) {
    SentItem sent = call.read_body();
    if (sent.id != call.id) return empty_answer(400);
    Writing writing(tables_, call.stamped);
    auto item = writing.find(call.table, call.id);
    if (auto objection = call.objection(item, true, wants_deleted(call.target))) {
        return *objection;
    }
    take(writing, call, std::move(sent), *item);
    writing.update(call.table, *item);
    writing.commit();
    return item_answer(200, call.table, *item);
}

Answer V3::remove(const Call& call) {
    Writing writing(tables_, call.stamped);
    auto item = writing.find(call.table, call.id);
    if (auto objection = call.objection(item, true, false)) return *objection;
    if (call.table.definition.soft) {
        item->stamps.deleted = true;
        stamp(writing, call, *item);
        writing.update(call.table, *item);
    } else {
        writing.erase(call.table, *item);
    }
    writing.commit();
    return empty_answer(204);
}

}  // namespace syncline::server
