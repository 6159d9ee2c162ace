#pragma once

#include <syncline/export.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace syncline {

/// Something that happened, for whoever watches. No secret is in it.
struct Event {
    /// From what must be seen to what only somebody who looks for a fault wants to see.
    enum class Level : std::uint8_t { error, warning, info, debug, trace };

    Level level = Level::info;
    std::string topic;    ///< "push", "pull", "sync", "http", "auth", "protocol", "store", "sql"
    std::string message;  ///< one sentence
    Members fields;       ///< the same for programs
};

SYNCLINE_EXPORT const char* name_of(Event::Level level);  ///< "warning"

/// How far a run, or a long local change, has come: in operations of a push, in items of anything
/// else, never in requests. A pull counts what it received, also an item that came twice.
struct Progress {
    std::string work;                    ///< "push", "pull", "insert", "update", "delete"
    std::string table;                   ///< empty: of all tables together
    std::uint64_t done = 0;              ///< never less than before
    std::optional<std::uint64_t> total;  ///< nothing where it is not known beforehand
};

/// Who watches a store at work. The functions are called between the steps of the work, on its
/// thread; they must not call the Client, nor throw.
struct Watch {
    std::function<void(const Event&)> event;
    Event::Level least = Event::Level::info;  ///< events of lesser weight are not even made
    bool http = false;  ///< whole requests and answers, secrets hidden, whatever `least` is
    bool sql = false;   ///< every statement that SQLite runs, whatever `least` is
    std::function<void(const Progress&)> progress;

    bool hears(Event::Level level) const { return event && level <= least; }
};

}  // namespace syncline
