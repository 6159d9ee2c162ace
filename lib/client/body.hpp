#pragma once

#include "store/store.hpp"
#include "sync/local.hpp"
#include "sync/lock.hpp"
#include "sync/pull.hpp"
#include "sync/run.hpp"

#include <syncline/client.hpp>

#include <string>
#include <utility>
#include <vector>

namespace syncline {

/// What a Client holds.
struct Client::Body {
    Body(const std::string& path, OpenOptions open_options, Environment world)
        : options(std::move(open_options)),
          environment(std::move(world)),
          store(path,
                options.read_only ? store::OpenMode::read_only : store::OpenMode::read_write,
                options.busy_timeout,
                options.watch) {
        if (options.rehearse) store.database.rehearse();
    }

    sync::StoreLock lock(std::chrono::milliseconds wait) const {
        return {store.path, wait, environment};
    }

    /// One local change or a batch of them, in one transaction.
    template <typename Act>
    auto change(const std::string& table_name, const Act& act) {
        const store::Table table = store.table(table_name);
        store::Transaction transaction(store.database);
        sync::LocalChanges changes(store, table, environment);
        auto result = act(changes);
        changes.finish();
        transaction.commit();
        return result;
    }

    std::vector<std::string> matching_ids(const std::string& table, const std::string& filter);
    /// Takes the store's lock and gets the database ready for writing results back.
    sync::StoreLock begin_run(std::chrono::milliseconds wait);
    /// A run that will send something; says first what the user should hear of its options.
    sync::Run run_to(const RemoteOptions& remote);
    void warn(const std::vector<std::string>& warnings) const {
        if (!options.warn) return;
        for (const std::string& warning : warnings) options.warn(warning);
    }
    /// A run begins; ends with `record`.
    RunRecord begin(const char* command);
    void record(RunRecord run);
    PushResult push_in_run(sync::Run& run, const PushOptions& push_options);
    PullResult pull_in_run(sync::Run& run,
                           const std::vector<sync::PullTarget>& targets,
                           const PullOptions& pull_options);

    OpenOptions options;
    Environment environment;
    store::Store store;
    Ticks run_began{0};
};

}  // namespace syncline
