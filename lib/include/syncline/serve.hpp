#pragma once

#include <syncline/export.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace syncline {

struct ServeOptions {
    std::uint16_t port = 0;           ///< 0 picks a free one
    std::vector<std::string> tables;  ///< `NAME[:soft|:hard]`; others are made on demand, soft
    std::string database;             ///< a SQLite file; empty keeps everything in memory
    std::string seed_file;            ///< NDJSON: one object a line, `table` beside its members
    std::string token_file;           ///< only requests with this token are answered
    std::uint32_t page_size = 50;     ///< items of a page when the request names no `$top`
    std::uint32_t max_top = 1000;     ///< the largest `$top`; a larger one is refused with 400
    std::vector<std::string> faults;  ///< see read_fault in lib/serve/fault.hpp
};

/// Serves protocol v2 on 127.0.0.1 until `stop_requested` says so; calls `listening` once with the
/// URL. For demos, tests and CI on one machine. Loads its library when called. Throws UsageError
/// for a bad option, StoreError if the port or the database cannot be used.
SYNCLINE_EXPORT void serve(const ServeOptions& options,
                           const std::function<void(const std::string& url)>& listening,
                           const std::function<bool()>& stop_requested);

}  // namespace syncline
