#pragma once

#include <syncline/export.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncline {

/// Which protocols `serve` speaks. With both, a request that names a version 2 is v2's.
enum class ServeProtocols : std::uint8_t { both, v2, v3 };

struct ServeOptions {
    std::uint16_t port = 0;  ///< 0 picks a free one
    ServeProtocols protocols = ServeProtocols::both;
    /// `NAME[:soft|:hard]`, a JSON object or `@FILE` with one or an array of them, see
    /// read_definitions in lib/serve/definition.hpp. Other tables are made on demand, soft, by
    /// protocol v2 always, by v3 if there is neither a table here nor a seed file.
    std::vector<std::string> tables;
    std::string database;    ///< a SQLite file; empty keeps everything in memory
    std::string seed_file;   ///< NDJSON: one object a line, `table` beside its members
    std::string token_file;  ///< only requests with this token are answered
    std::optional<std::uint32_t> page_size;  ///< items of a page; absent: 50 in v2, 100 in v3
    std::uint32_t max_top = 1000;  ///< the largest `$top` of v2; a larger one is refused with 400
    std::vector<std::string> faults;  ///< see read_fault in lib/serve/fault.hpp
};

/// Serves protocols v2 and v3 on 127.0.0.1 until `stop_requested` says so; calls `listening` once
/// with the URL. For demos, tests and CI on one machine. Loads its library when called. Throws
/// UsageError for a bad option, StoreError if the port or the database cannot be used.
SYNCLINE_EXPORT void serve(const ServeOptions& options,
                           const std::function<void(const std::string& url)>& listening,
                           const std::function<bool()>& stop_requested);

}  // namespace syncline
