#include "serve/item_text.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_write.hpp"
#include "data/names.hpp"

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

bool is_stored_property(std::string_view name) {
    return std::find(data::kSystemProperties.begin(), data::kSystemProperties.end(), name) !=
           data::kSystemProperties.end();
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

std::string write_stored(const Members& own, std::string_view id, const Stamps& stamps, bool soft) {
    std::string out;
    data::append_members(out, own);
    out.pop_back();
    if (!own.empty()) out += ',';
    out += "\"id\":";
    data::append_string(out, id);
    out += ",\"createdAt\":";
    append_time(out, stamps.created_at);
    out += ",\"updatedAt\":";
    append_time(out, stamps.updated_at);
    out += R"(,"version":")" + version_of(stamps.counter) + '"';
    if (soft) out += stamps.deleted ? ",\"deleted\":true" : ",\"deleted\":false";
    out += '}';
    return out;
}

Members own_members(std::string_view json) {
    Members members = read_members(json);
    members.erase(std::remove_if(members.begin(),
                                 members.end(),
                                 [](const Member& one) { return is_stored_property(one.name); }),
                  members.end());
    return members;
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
