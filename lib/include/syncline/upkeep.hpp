#pragma once

#include <syncline/export.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace syncline {

struct CheckOptions {
    bool quick = false;  ///< leave out what takes reading every value
    bool fix = false;    ///< repair what can be repaired without losing a change
    std::chrono::milliseconds lock_wait{0};  ///< of a repair, which takes the store's lock
};

enum class Severity : std::uint8_t {
    note,   ///< worth knowing; the store works
    fault,  ///< the store is not what it should be
};

SYNCLINE_EXPORT const char* name_of(Severity severity);

/// One thing that a check found.
struct Finding {
    Severity severity = Severity::fault;
    std::string what;      ///< its kind, for programs: "update-without-base"
    std::string table;     ///< whose it is; empty: the store's
    std::string id;        ///< of an item; empty: none
    std::string sentence;  ///< for people
    bool fixable = false;
    bool fixed = false;
};

struct CheckResult {
    std::vector<Finding> findings;  ///< of each kind and table the first hundred
    std::uint64_t faults = 0;       ///< that are left
    std::uint64_t notes = 0;        ///< that are left
    std::uint64_t fixed = 0;
};

struct BackupOptions {
    bool replace = false;  ///< an existing file
    /// Called now and then with the pages copied and all pages.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct BackupResult {
    std::string path;
    std::uint64_t bytes = 0;
};

struct CompactResult {
    std::uint64_t bytes_before = 0;  ///< of the file and its log
    std::uint64_t bytes_after = 0;   ///< of a rehearsal: about
    std::uint64_t runs = 0;          ///< runs forgotten
};

}  // namespace syncline
