#include "serve/seed.hpp"

#include "base/text.hpp"

#include <syncline/errors.hpp>

#include <fstream>

namespace syncline::server {

namespace {

std::string read_stamp(const Value& value, std::string_view name) {
    if (value.is_null()) return {};
    auto stamp = value.is_string() ? stamp_text(value.text()) : std::nullopt;
    if (!stamp) throw DataError(std::string(name) + " must be a date-time or null");
    return *stamp;
}

Tables::Seed read_seed(std::string_view line,
                       const std::string& now,
                       const std::function<std::string()>& new_id) {
    Tables::Seed seed;
    Stamps& stamps = seed.stamps;
    stamps = {1, version_of(1), now, now, false};
    for (Member& member : read_members(line)) {
        if (member.name == "table") {
            seed.table = member.value.text();
        } else if (member.name == "id") {
            seed.id = member.value.text();
        } else if (member.name == "createdAt") {
            stamps.created_at = read_stamp(member.value, member.name);
        } else if (member.name == "updatedAt") {
            stamps.updated_at = read_stamp(member.value, member.name);
        } else if (member.name == "deleted") {
            stamps.deleted = member.value.is_true();
        } else if (!is_identifier(member.name)) {
            throw DataError('"' + base::one_line(member.name, 60) +
                            "\" cannot be the name of a member");
        } else if (member.name != "version") {
            seed.own.push_back(std::move(member));
        }
    }
    if (!is_identifier(seed.table)) throw DataError("\"table\" must name the table of the item");
    if (seed.id.empty()) seed.id = new_id();
    return seed;
}

}  // namespace

void insert_seed(Tables& tables,
                 const std::string& file,
                 const std::function<Timestamp()>& now,
                 const std::function<std::string()>& new_id) {
    std::ifstream input(file);
    if (!input) throw StoreError(Status::io, "the seed file \"" + file + "\" cannot be read");
    const std::string stamp = stamp_text(now());
    std::string line;
    std::uint64_t number = 0;
    try {
        tables.insert_all([&]() -> std::optional<Tables::Seed> {
            while (std::getline(input, line)) {
                ++number;
                if (!base::trim(line).empty()) return read_seed(line, stamp, new_id);
            }
            return std::nullopt;
        });
    } catch (const DataError& error) {
        throw DataError(file + ", line " + std::to_string(number) + ": " + error.what());
    }
    if (input.bad()) throw StoreError(Status::io, "the seed file \"" + file + "\" cannot be read");
}

}  // namespace syncline::server
