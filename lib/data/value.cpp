#include "data/json_read.hpp"
#include "data/json_write.hpp"

#include <syncline/value.hpp>

namespace syncline {

const Value* find_member(const Members& members, std::string_view name) {
    for (const Member& member : members) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

std::string write_members(const Members& members) {
    std::string out;
    data::append_members(out, members);
    return out;
}

std::string write_value(const Value& value) {
    std::string out;
    data::append_value(out, value);
    return out;
}

std::string write_item(const Item& item) {
    std::string out = "{";
    const auto append_name = [&out](std::string_view name) {
        if (out.size() > 1) out += ',';
        data::append_string(out, name);
        out += ':';
    };
    const auto append_property = [&](const char* name, const std::string& value) {
        if (value.empty()) return;
        append_name(name);
        data::append_string(out, value);
    };
    append_property("id", item.id);
    for (const Member& member : item.members) {
        append_name(member.name);
        data::append_value(out, member.value);
    }
    append_property("createdAt", item.created_at);
    append_property("updatedAt", item.updated_at);
    append_property("version", item.version);
    if (item.deleted) out += out.size() > 1 ? ",\"deleted\":true" : "\"deleted\":true";
    out += '}';
    return out;
}

}  // namespace syncline
