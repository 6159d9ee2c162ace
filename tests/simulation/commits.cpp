#include "simulation/commits.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace syncline::simulation {

namespace {

std::uint64_t* count_of_next = nullptr;

/// Called by SQLite for each connection that is opened.
int watch(sqlite3* database, char** /*message*/, const void* /*unused*/) {
    if (count_of_next == nullptr) return SQLITE_OK;
    sqlite3_commit_hook(
        database,
        [](void* count) {
            ++*static_cast<std::uint64_t*>(count);
            return 0;  // so be it
        },
        count_of_next);
    return SQLITE_OK;
}

}  // namespace

void count_commits(std::uint64_t& count, const std::function<void()>& open) {
    // SQLite takes a function of any kind, and calls it as one of this.
    if (sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch)) != SQLITE_OK) {
        throw std::runtime_error("SQLite takes no extension");
    }
    const struct Counting {
        explicit Counting(std::uint64_t* count) { count_of_next = count; }
        ~Counting() { count_of_next = nullptr; }
    } counting(&count);
    open();
}

}  // namespace syncline::simulation
