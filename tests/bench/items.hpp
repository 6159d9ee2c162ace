#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::bench {

/// One item of the data that every work uses: nine members, about 320 bytes of JSON.
struct Item {
    std::string id;            ///< a random GUID
    std::int64_t stamped = 0;  ///< createdAt and updatedAt, ms since 1970
    std::string version;       ///< as v2 servers write it: eight bytes in base64
    std::string text;          ///< 20 to 140 characters, some of which JSON and CSV escape
    bool complete = false;
    int priority = 0;
    std::int64_t due = 0;  ///< ms since 1970
};

/// Item `index` starts at this time and each next one a step later: no two share a millisecond, and
/// all lie so far in the past that a pull takes the service for quiet.
inline constexpr std::int64_t kFirstStamp = 1'577'836'800'000;  // 2020-01-01
inline constexpr std::int64_t kStampStep = 10;

/// The same item for the same index, in every program and every run.
Item item_at(std::size_t index);

/// As a v2 service shows it.
std::string server_json(const Item& item);

/// What a client may send: the declared members, without the id if `with_id` is false.
std::string own_json(const Item& item, bool with_id = true);

/// The same as a CSV line without its end; booleans are 1 and 0, as SQLite keeps them.
std::string csv_line(const Item& item);

/// RFC 3339 with milliseconds, in UTC.
std::string write_time(std::int64_t ms);

/// The reverse of write_time() for any number of decimals; false if `text` does not begin so.
bool read_time(std::string_view text, std::int64_t& ms);

/// A number as a version: eight bytes in base64.
std::string write_version(std::uint64_t number);

/// CRC-32 as zlib has it. Ids are compared by their sum, which does not depend on their order.
std::uint32_t crc32(std::string_view bytes);

}  // namespace syncline::bench
