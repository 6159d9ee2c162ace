#include "serve/item_text.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_write.hpp"

#include <algorithm>
#include <cstddef>

namespace syncline::server {

namespace {

constexpr std::size_t kThroughMilliseconds = 23;  // of "2026-01-02T03:04:05.678Z"

void append_time(std::string& out, std::string_view stamp) {
    if (stamp.empty()) {
        out += "null";
        return;
    }
    out += '"';
    out += stamp.substr(0, kThroughMilliseconds);
    out += "Z\"";
}

/// Takes the brace off the end, so that members can follow.
void open_end(std::string& object) {
    object.pop_back();
    if (object.size() > 1) object += ',';
}

void append_deleted(std::string& out, const Stamps& stamps) {
    out += stamps.deleted ? ",\"deleted\":true" : ",\"deleted\":false";
}

std::string without_member(const std::string& object, std::string_view name) {
    Members members = read_members(object);
    members.erase(
        std::remove_if(
            members.begin(), members.end(), [name](const Member& one) { return one.name == name; }),
        members.end());
    return write_members(members);
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

std::string version_of(std::int64_t counter) {
    return base::base64_encode(std::to_string(counter));
}

std::string stamp_text(Timestamp time) {
    std::string text = base::write_timestamp(time);
    text.replace(kThroughMilliseconds, 1, "0000Z");
    return text;
}

std::optional<std::string> stamp_text(std::string_view text) {
    const auto instant = base::read_instant(text);
    if (!instant) return std::nullopt;
    std::string out = stamp_text(Timestamp(instant->milliseconds));
    const std::string finer = std::to_string(10'000 + instant->nanoseconds / 100);
    out.replace(kThroughMilliseconds, 4, finer, 1, 4);
    return out;
}

std::string write_v2_item(const StoredItem& item, bool soft) {
    // The name is v2's own; in v3 it is like any other.
    constexpr const char* kCreatedAt = "createdAt";
    std::string out = item.own.find(kCreatedAt) == std::string::npos
                          ? item.own
                          : without_member(item.own, kCreatedAt);
    open_end(out);
    out += "\"id\":";
    data::append_string(out, item.id);
    out += ",\"createdAt\":";
    append_time(out, item.stamps.created_at);
    out += ",\"updatedAt\":";
    append_time(out, item.stamps.updated_at);
    out += R"(,"version":")" + item.stamps.version + '"';
    if (soft) append_deleted(out, item.stamps);
    out += '}';
    return out;
}

std::string write_v3_item(const StoredItem& item) {
    std::string out = item.own;
    open_end(out);
    out += "\"updatedAt\":";
    append_time(out, item.stamps.updated_at);
    out += R"(,"version":")" + item.stamps.version + R"(","id":)";
    data::append_string(out, item.id);
    append_deleted(out, item.stamps);
    out += '}';
    return out;
}

std::string pick_members(std::string_view json, const std::vector<std::string>& names) {
    const Members all = read_members(json);
    Members picked;
    picked.reserve(names.size());
    for (const std::string& name : names) {
        const Value* const value = find_member(all, name);
        picked.push_back({name, value == nullptr ? Value::null() : *value});
    }
    return write_members(picked);
}

bool is_identifier(std::string_view name) {
    return !name.empty() && name.size() <= 128 && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_letter(c) || (c >= '0' && c <= '9');
           });
}

}  // namespace syncline::server
