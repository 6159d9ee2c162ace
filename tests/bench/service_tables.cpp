#include "bench/service_tables.hpp"

#include "bench/items.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace syncline::bench {

namespace {

constexpr std::size_t kSmall = 10;
/// No work changes more of the items that are there already.
constexpr std::size_t kIndexed = 100'000;

struct RawMember {
    std::string name;
    std::string json;
};

/// The members of an object but those that are the server's.
std::vector<RawMember> own_members(std::string_view json) {
    simdjson::padded_string padded(json);
    simdjson::ondemand::parser parser;
    auto document = parser.iterate(padded);
    std::vector<RawMember> members;
    for (auto field : document.get_object()) {
        const std::string name(std::string_view(field.unescaped_key()));
        const std::string_view value = simdjson::to_json_string(field.value());
        const bool is_system = name == "id" || name == "createdAt" || name == "updatedAt" ||
                               name == "version" || name == "deleted";
        if (!is_system) members.push_back({name, std::string(value)});
    }
    return members;
}

/// A member that is a text; empty if it is not there.
std::string text_in(std::string_view json, std::string_view name) {
    simdjson::padded_string padded(json);
    simdjson::ondemand::parser parser;
    auto document = parser.iterate(padded);
    std::string_view text;
    if (document[name].get_string().get(text) != simdjson::SUCCESS) return {};
    return std::string(text);
}

std::string now() {
    using namespace std::chrono;
    return write_time(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

std::string write_item(const std::string& id,
                       const std::string& created,
                       const std::string& updated,
                       const std::string& version,
                       bool deleted,
                       const std::vector<RawMember>& members) {
    std::string out = R"({"id":")" + id + R"(","createdAt":")" + created + R"(","updatedAt":")" +
                      updated + R"(","version":")" + version + R"(","deleted":)" +
                      (deleted ? "true" : "false");
    for (const RawMember& member : members) out += ",\"" + member.name + "\":" + member.json;
    out += '}';
    return out;
}

void merge(std::vector<RawMember>& members, std::vector<RawMember> changes) {
    for (RawMember& change : changes) {
        const auto found =
            std::find_if(members.begin(), members.end(), [&change](const RawMember& member) {
                return member.name == change.name;
            });
        if (found == members.end()) {
            members.push_back(std::move(change));
        } else {
            found->json = std::move(change.json);
        }
    }
}

HttpAnswer problem(int status, const std::string& words) {
    HttpAnswer answer;
    answer.status = status;
    answer.before = R"({"error":")" + words + "\"}";
    return answer;
}

bool matches(std::string_view if_match, const std::string& version) {
    return if_match.empty() || if_match == '"' + version + '"';
}

}  // namespace

Dataset::Dataset(std::size_t items) {
    constexpr std::size_t kUsualSize = 330;
    text_.reserve(items * kUsualSize);
    offsets_.reserve(items + 1);
    for (std::size_t i = 0; i < items; ++i) {
        offsets_.push_back(text_.size());
        text_ += server_json(item_at(i));
        text_ += ',';
    }
    offsets_.push_back(text_.size());
}

std::string_view Dataset::slice(std::size_t first, std::size_t last) const {
    if (first >= last) return {};
    const std::size_t start = offsets_[first];
    return std::string_view(text_).substr(start, offsets_[last] - 1 - start);
}

Tables::Tables(std::size_t items) : data_(items) {
    for (std::size_t i = 0; i < std::min(kIndexed, items); ++i) index_.emplace(item_at(i).id, i);
}

std::size_t Tables::base_size(const std::string& name) const {
    if (name.rfind("small", 0) == 0) return std::min(kSmall, data_.size());
    if (name.rfind("items", 0) != 0 && name.rfind("edits", 0) != 0) return 0;
    std::size_t size = 0;
    std::from_chars(name.data() + 5, name.data() + name.size(), size);
    return std::min(size, data_.size());
}

HttpAnswer Tables::page(const std::string& name, const PageQuery& query, bool v3) const {
    if (written_.count(name) != 0) return problem(501, "a changed table has no pages here");
    const auto position = [this](std::int64_t time) -> std::size_t {
        if (time <= kFirstStamp) return 0;
        const auto steps = static_cast<std::uint64_t>(time - kFirstStamp + kStampStep - 1);
        return std::min(static_cast<std::size_t>(steps / kStampStep), data_.size());
    };
    std::size_t last = std::min(position(query.before), base_size(name));
    std::size_t first = std::min(position(query.since) + query.skip, last);
    if (query.unstamped) first = last;
    // Ids are compared only within a millisecond, where there is one item.
    if (!query.after_id.empty()) {
        if (last - first > 1) return problem(501, "items are not ordered by id here");
        if (first < last && item_at(first).id <= query.after_id) first = last;
    }
    const bool more = last - first > query.top;
    last = std::min(last, first + query.top);
    HttpAnswer answer;
    answer.slice = data_.slice(first, last);
    if (!v3) {
        answer.before = "[";
        answer.after = "]";
        return answer;
    }
    answer.before = "{\"items\":[";
    answer.after = R"(],"count":null,"nextLink":)";
    answer.after += more ? "\"$skip=" + std::to_string(query.skip + query.top) + "\"}" : "null}";
    return answer;
}

std::optional<Tables::Stored> Tables::original(const std::string& name,
                                               const std::string& id) const {
    const auto found = index_.find(id);
    if (found == index_.end() || found->second >= base_size(name)) return std::nullopt;
    return Stored{std::string(data_.slice(found->second, found->second + 1)),
                  item_at(found->second).version};
}

std::optional<Tables::Stored> Tables::find(const std::string& name, const std::string& id) const {
    const auto changes = written_.find(name);
    if (changes != written_.end()) {
        const auto found = changes->second.find(id);
        if (found != changes->second.end()) return found->second;
    }
    return original(name, id);
}

HttpAnswer Tables::store(const std::string& name,
                         const std::string& id,
                         int status,
                         Stored stored) {
    HttpAnswer answer;
    answer.status = status;
    answer.headers = "ETag: \"" + stored.version + "\"\r\n";
    answer.before = stored.json;
    written_[name][id] = std::move(stored);
    return answer;
}

HttpAnswer Tables::insert(const std::string& name, std::string_view body) {
    const std::string id = text_in(body, "id");
    if (id.empty()) return problem(400, "an item has to have an id here");
    if (find(name, id)) return problem(409, "the item is there");
    const std::string time = now();
    const std::string version = next_version();
    return store(
        name, id, 201, {write_item(id, time, time, version, false, own_members(body)), version});
}

HttpAnswer Tables::update(const std::string& name,
                          const std::string& id,
                          std::string_view body,
                          std::string_view if_match,
                          bool replaces) {
    const auto found = find(name, id);
    if (!found || found->deleted) return problem(404, "the item is not there");
    if (!matches(if_match, found->version)) return problem(412, "another version is there");
    std::vector<RawMember> members;
    if (!replaces) members = own_members(found->json);
    merge(members, own_members(body));
    const std::string version = next_version();
    const std::string created = text_in(found->json, "createdAt");
    return store(name, id, 200, {write_item(id, created, now(), version, false, members), version});
}

HttpAnswer Tables::remove(const std::string& name,
                          const std::string& id,
                          std::string_view if_match) {
    const auto found = find(name, id);
    if (!found || found->deleted) return problem(404, "the item is not there");
    if (!matches(if_match, found->version)) return problem(412, "another version is there");
    const std::string version = next_version();
    const std::string created = text_in(found->json, "createdAt");
    return store(
        name,
        id,
        200,
        {write_item(id, created, now(), version, true, own_members(found->json)), version, true});
}

std::string Tables::summary(const std::string& name) const {
    std::size_t deleted = 0;
    std::uint64_t deleted_ids = 0;
    std::size_t written = 0;
    std::uint64_t written_ids = 0;
    const auto changes = written_.find(name);
    if (changes != written_.end()) {
        for (const auto& [id, stored] : changes->second) {
            (stored.deleted ? deleted : written) += 1;
            (stored.deleted ? deleted_ids : written_ids) += crc32(id);
        }
    }
    return "{\"written\":" + std::to_string(written) +
           ",\"written_ids\":" + std::to_string(written_ids) +
           ",\"deleted\":" + std::to_string(deleted) +
           ",\"deleted_ids\":" + std::to_string(deleted_ids) + "}";
}

std::string Tables::next_version() {
    return write_version(++last_version_);
}

}  // namespace syncline::bench
