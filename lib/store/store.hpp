#pragma once

#include "store/database.hpp"
#include "store/queue.hpp"
#include "store/rows.hpp"
#include "store/runs.hpp"
#include "store/settings.hpp"
#include "store/tables.hpp"
#include "store/tokens.hpp"

#include <syncline/watch.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::store {

/// The store: one database and its rooms.
struct Store {
    Store(const std::string& file,
          OpenMode mode,
          std::chrono::milliseconds busy_timeout,
          const Watch& watch = {});
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// What a new store remembers from the beginning.
    using FirstSettings = std::vector<std::pair<std::string_view, std::string>>;

    /// Makes a new store file with mode 0600: complete, or not at all. `replace`: of the store that
    /// is there, after `fold`. Throws DataError if a file is there already.
    static void create(const std::string& file, const FirstSettings& settings, bool replace);

    /// Makes a new store file out of a backup. Throws as `create`, and StoreError (`bad_store`) if
    /// the backup is no store.
    static void check_backup(const std::string& backup);
    static void restore(const std::string& backup,
                        const std::string& file,
                        const FirstSettings& settings,
                        bool replace);

    /// From here on one file is all of the store, until a process opens it again. Throws StoreError
    /// (`locked`) while another has it open.
    void fold();

    /// Throws what `create` would, as far as that can be seen before.
    static void rehearse_create(const std::string& file);

    std::string path;
    Database database;
    Settings settings{database};
    Tables tables{database};
    Rows rows{database};
    Queue queue{database};
    Tokens tokens{database};
    Runs runs{database};

    /// The table of this name. Throws DataError naming the nearest one.
    Table table(std::string_view name);

    /// The table of this number. Throws StoreError if it is not there.
    Table table(std::int64_t table_id);
};

/// An operation of a table that is not there: throws StoreError.
[[noreturn]] void throw_no_table();

}  // namespace syncline::store
