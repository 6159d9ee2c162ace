#pragma once

#include <syncline/export.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace syncline {

/// What to write. Items come by table and id, so that two exports of the same items are the same.
struct ExportOptions {
    std::string table;  ///< empty: all
    /// Also what was not declared, how far each query was pulled, and the queue: what another store
    /// of the same service needs to go on in this one's place.
    bool with_state = false;
};

struct ExportResult {
    std::uint64_t tables = 0;
    std::uint64_t items = 0;
    std::uint64_t operations = 0;
};

struct ImportOptions {
    std::string table;       ///< of plain items; empty: each line says what it is
    bool as_server = false;  ///< the items are the service's own; else they are changes to be sent
    std::chrono::milliseconds lock_wait{0};
};

struct ImportResult {
    std::uint64_t tables = 0;      ///< defined
    std::uint64_t inserted = 0;    ///< items that were not there
    std::uint64_t updated = 0;     ///< items that were there and differed
    std::uint64_t unchanged = 0;   ///< items that were there like this
    std::uint64_t operations = 0;  ///< taken over from the other store's queue
};

}  // namespace syncline
