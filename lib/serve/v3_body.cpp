#include "serve/v3_body.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"
#include "serve/item_text.hpp"
#include "serve/json_body.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline::server {

namespace {

constexpr const char* kEpoch = "1970-01-01T00:00:00Z";

bool is_json(const Request& request) {
    const std::string* const header = request.header("Content-Type");
    if (header == nullptr) return false;
    const std::string type(base::trim(base::lower(header->substr(0, header->find(';')))));
    constexpr std::string_view kSuffix = "+json";
    const bool has_suffix =
        type.size() > kSuffix.size() &&
        type.compare(type.size() - kSuffix.size(), kSuffix.size(), kSuffix) == 0;
    return type == "application/json" || has_suffix;
}

[[noreturn]] void refuse(const Member& member) {
    throw DataError("this cannot be the value of \"" + member.name + '"');
}

std::string read_id(const Member& member) {
    if (!member.value.is_null() && !is_text(member.value)) refuse(member);
    return member.value.text();
}

bool read_deleted(const Member& member) {
    if (member.value.kind() != Value::Kind::boolean) refuse(member);
    return member.value.is_true();
}

std::string read_version(const Member& member) {
    std::string bytes;
    if (member.value.is_null()) return {};
    if (!member.value.is_string() || !base::base64_decode(member.value.text(), bytes)) {
        refuse(member);
    }
    return member.value.text();
}

std::string read_updated_at(const Member& member) {
    if (member.value.is_null()) return {};
    auto stamp = member.value.is_string() ? stamp_text(member.value.text()) : std::nullopt;
    if (!stamp) refuse(member);
    return *stamp;
}

/// Without declared members everything is taken; a text must be one all the same.
void check_text(const Member& member) {
    if (member.value.is_string() && !is_text(member.value)) refuse(member);
}

SentItem read_item(const Members& members, const Definition& definition) {
    SentItem item;
    item.updated_at = *stamp_text(std::string_view(kEpoch));
    Members own;
    for (const Member& member : members) {
        const std::string name = base::lower(member.name);
        if (name == "id") {
            item.id = read_id(member);
        } else if (name == "deleted") {
            item.deleted = read_deleted(member);
        } else if (name == "version") {
            item.version = read_version(member);
        } else if (name == "updatedat") {
            item.updated_at = read_updated_at(member);
        } else if (definition.shape.declared()) {
            own.push_back(member);
        } else {
            check_text(member);
            const auto same = std::find_if(own.begin(), own.end(), [&member](const Member& one) {
                return one.name == member.name;
            });
            if (same == own.end()) {
                own.push_back(member);
            } else {
                same->value = member.value;
            }
        }
    }
    item.own = read_own(definition.shape, own);
    return item;
}

}  // namespace

SentItem read_v3_body(const Request& request, const Definition& definition) {
    if (!is_json(request)) throw Refusal(415, "");
    try {
        const auto members = read_json_body(request.body);
        if (!members) throw Refusal(400, "");
        return read_item(*members, definition);
    } catch (const DataError& error) {
        throw Refusal(500, error.what());
    }
}

}  // namespace syncline::server
