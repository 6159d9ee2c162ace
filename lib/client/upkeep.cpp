#include "client/body.hpp"
#include "client/exchange.hpp"
#include "store/check.hpp"
#include "store/new_file.hpp"
#include "sync/soundness.hpp"

#include <syncline/client.hpp>
#include <syncline/errors.hpp>

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

namespace syncline {

namespace {

void append(std::vector<Finding>& all, std::vector<Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// Everything that is wrong. Each step needs what the one before it has found sound.
std::vector<Finding> look(store::Store& store, bool quick) {
    std::vector<Finding> all = store::find_open_mode(store.path);
    append(all, store::find_damage(store.database, quick));
    try {
        if (!store::has_system_tables(store.database)) {
            for (Finding& finding : store::find_foreign_layout(store.database, {})) {
                if (finding.severity == Severity::fault) all.push_back(std::move(finding));
            }
            return all;
        }
        std::vector<Finding> unreadable = sync::find_unreadable_definitions(store.database);
        if (!unreadable.empty()) {
            append(all, std::move(unreadable));
            return all;
        }
        append(all, store::find_foreign_layout(store.database, store.tables.all()));
        append(all, sync::find_unsound(store, quick));
    } catch (const StoreError& error) {
        if (error.status() != Status::bad_store) throw;
        // The damage that was found, met again while reading.
        all.push_back({Severity::fault, "damaged", "", "", error.what(), false, false});
    }
    return all;
}

bool is_open_mode(const Finding& finding) {
    return finding.what == "open-mode";
}

bool is_same(const Finding& a, const Finding& b) {
    return a.what == b.what && a.table == b.table && a.id == b.id && a.sentence == b.sentence;
}

void repair(store::Store& store, const Environment& environment) {
    store::rebuild_indexes(store.database);
    if (!store::has_system_tables(store.database)) return;
    if (!sync::find_unreadable_definitions(store.database).empty()) return;
    sync::repair(store, environment);
    store::make_missing_indexes(store.database);
}

/// Marks what is gone, and adds what a repair has brought to light.
void settle(std::vector<Finding>& found, const std::vector<Finding>& left) {
    const auto is_left = [&left](const Finding& finding) {
        return std::any_of(left.begin(), left.end(), [&finding](const Finding& other) {
            return is_same(finding, other);
        });
    };
    for (Finding& finding : found) finding.fixed = !is_left(finding);
    for (const Finding& finding : left) {
        const bool known = std::any_of(found.begin(), found.end(), [&finding](const Finding& old) {
            return is_same(finding, old);
        });
        if (!known) found.push_back(finding);
    }
}

CheckResult counted(std::vector<Finding> findings) {
    CheckResult result;
    for (const Finding& finding : findings) {
        ++(finding.fixed                         ? result.fixed
           : finding.severity == Severity::fault ? result.faults
                                                 : result.notes);
    }
    result.findings = std::move(findings);
    return result;
}

std::uint64_t size_of(const std::string& path) {
    std::uint64_t bytes = 0;
    for (const char* suffix : {"", "-wal"}) {
        struct stat info {};
        if (stat((path + suffix).c_str(), &info) == 0) {
            bytes += static_cast<std::uint64_t>(info.st_size);
        }
    }
    return bytes;
}

bool is_same_file(const std::string& a, const std::string& b) {
    struct stat first {};
    struct stat second {};
    return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

[[noreturn]] void throw_exists(const std::string& path) {
    throw DataError("there is already a file at \"" + path + "\"", "--force replaces it");
}

}  // namespace

const char* name_of(Severity severity) {
    return severity == Severity::fault ? "fault" : "note";
}

CheckResult Client::check(const CheckOptions& options) {
    store::Store& store = body_->store;
    if (!options.fix) {
        const store::Snapshot snapshot(store.database);
        return counted(look(store, options.quick));
    }
    const sync::StoreLock lock = body_->lock(options.lock_wait);
    store::Transaction transaction(store.database);
    std::vector<Finding> findings = look(store, options.quick);
    repair(store, body_->environment);
    std::vector<Finding> left = look(store, options.quick);
    // No transaction undoes a mode: it is closed at the end, and in a rehearsal not at all.
    left.erase(std::remove_if(left.begin(), left.end(), is_open_mode), left.end());
    settle(findings, left);
    transaction.commit();
    if (!body_->options.rehearse) store::close_mode(store.path);
    return counted(std::move(findings));
}

BackupResult Client::backup(const std::string& path, const BackupOptions& options) {
    if (is_same_file(path, body_->store.path)) {
        throw UsageError("the backup would replace the store itself", "name another file");
    }
    if (!options.replace && access(path.c_str(), F_OK) == 0) throw_exists(path);
    store::NewFile file(path);
    body_->store.database.copy_to(file.path(), options.progress);
    if (!file.put_in_place(options.replace)) throw_exists(path);
    return {path, size_of(path)};
}

CompactResult Client::compact(std::chrono::milliseconds lock_wait) {
    store::Store& store = body_->store;
    const sync::StoreLock lock = body_->lock(lock_wait);
    CompactResult result;
    result.bytes_before = size_of(store.path);
    {
        store::Transaction transaction(store.database);
        result.runs = store.runs.trim();
        transaction.commit();
    }
    if (body_->options.rehearse) {
        const auto pages = store.database.integer("PRAGMA page_count") -
                           store.database.integer("PRAGMA freelist_count");
        result.bytes_after =
            static_cast<std::uint64_t>(pages * store.database.integer("PRAGMA page_size"));
        return result;
    }
    store.database.execute("VACUUM");
    // While another process reads, the log stays: the next process empties it.
    store.database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
    result.bytes_after = size_of(store.path);
    return result;
}

ExportResult Client::export_items(const ExportOptions& options,
                                  const std::function<bool(const std::string& line)>& sink) {
    const store::Snapshot snapshot(body_->store.database);
    return client::write_export(body_->store, options, sink);
}

ImportResult Client::import_items(const ImportOptions& options, const ItemSource& source) {
    // What comes as the service's own must not meet a pull that brings something newer.
    std::optional<sync::StoreLock> lock;
    if (options.as_server) lock.emplace(body_->store.path, options.lock_wait, body_->environment);
    store::Transaction transaction(body_->store.database);
    client::Importer importer(body_->store, options, body_->environment);
    std::string_view text;
    std::string where;
    while (source(text, where)) {
        try {
            importer.take(read_members(text));
        } catch (const DataError& error) {
            throw DataError((where.empty() ? "" : where + ": ") + error.what(),
                            error.hint().empty() ? "nothing was changed" : error.hint());
        }
    }
    const ImportResult& result = importer.finish();
    transaction.commit();
    return result;
}

}  // namespace syncline
