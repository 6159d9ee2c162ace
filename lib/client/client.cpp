#include "base/text.hpp"
#include "client/body.hpp"
#include "client/define.hpp"
#include "client/status.hpp"
#include "data/odata.hpp"
#include "remote/url.hpp"
#include "store/columns.hpp"
#include "store/settings.hpp"
#include "sync/purge.hpp"

#include <syncline/client.hpp>
#include <syncline/errors.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <unistd.h>
#include <utility>

namespace syncline {

namespace {

void add_place(std::string& message, const std::string& where) {
    if (!where.empty()) message = where + ": " + message;
}

/// A long local change says how far it is after so many objects.
constexpr std::uint64_t kProgressStep = 256;

/// Calls `act` for each object of a source; an error names the place it came from. `progress`: of
/// what and of which table whoever watches is told.
template <typename Act>
std::uint64_t for_each_object(const ItemSource& source,
                              const Watch& watch,
                              Progress progress,
                              const Act& act) {
    std::string_view text;
    std::string where;
    std::uint64_t count = 0;
    while (source(text, where)) {
        try {
            act(read_members(text));
        } catch (const DataError& error) {
            std::string message = error.what();
            add_place(message, where);
            throw DataError(message, error.hint().empty() ? "nothing was changed" : error.hint());
        } catch (const NotFoundError& error) {
            std::string message = error.what();
            add_place(message, where);
            throw NotFoundError(message, "nothing was changed");
        }
        progress.done = ++count;
        if (watch.progress && count % kProgressStep == 0) watch.progress(progress);
    }
    progress.total = count;
    if (watch.progress) watch.progress(progress);
    return count;
}

std::string id_of(const Members& members) {
    const Value* id = find_member(members, "id");
    if (id == nullptr || !id->is_string()) throw DataError("the object has no \"id\"");
    return id->text();
}

/// Ids in the order in which they came, outside of memory: a batch may be large.
class IdSpool {
  public:
    IdSpool() : file_(std::tmpfile()) {
        if (file_ == nullptr) throw StoreError(Status::io, "no temporary file can be made");
    }
    ~IdSpool() {
        std::free(line_);
        std::fclose(file_);
    }
    IdSpool(const IdSpool&) = delete;
    IdSpool& operator=(const IdSpool&) = delete;

    /// Ids have no line ends.
    void add(const std::string& id) {
        if (std::fputs(id.c_str(), file_) < 0 || std::fputc('\n', file_) < 0) throw_full();
    }

    /// Nothing more comes. From here on what was added can be given.
    void end() {
        if (std::fflush(file_) != 0) throw_full();
    }

    void give(const std::function<void(const std::string&)>& sink) {
        std::rewind(file_);
        ssize_t length = 0;
        while ((length = ::getline(&line_, &room_, file_)) > 0) {
            sink(std::string(line_, static_cast<std::size_t>(length) - 1));
        }
    }

  private:
    [[noreturn]] static void throw_full() {
        throw StoreError(Status::io, "the disk for temporary files is full", "nothing was changed");
    }

    std::FILE* file_;
    char* line_ = nullptr;  ///< the last that was read; getline's own
    std::size_t room_ = 0;
};

/// As it is stored: empty for "auto".
std::string checked_protocol(const std::string& name) {
    if (name.empty() || name == "auto") return {};
    if (remote::find_protocol(name) == nullptr) {
        throw UsageError(
            "the protocol \"" + base::one_line(name, 40) + "\" is none that syncline speaks",
            "it must be v2, v3 or auto");
    }
    return name;
}

/// What was not pushed must not go with the store.
void refuse_queue(store::Store& store) {
    const store::QueueCounts counts = store.queue.counts();
    if (counts.total() == 0) return;
    throw DataError("the store at \"" + store.path + "\" has " + std::to_string(counts.total()) +
                        " operations that the service has not accepted",
                    "push them first");
}

Item selected(const Item& item, const std::vector<std::string>& names) {
    Item out;
    for (const std::string& name : names) {
        if (name == "id") {
            out.id = item.id;
        } else if (name == "version") {
            out.version = item.version;
        } else if (name == "createdAt") {
            out.created_at = item.created_at;
        } else if (name == "updatedAt") {
            out.updated_at = item.updated_at;
        } else if (const Value* value = find_member(item.members, name)) {
            out.members.push_back({name, *value});
        }
    }
    return out;
}

}  // namespace

std::vector<std::string> Client::Body::matching_ids(const std::string& table_name,
                                                    const std::string& filter) {
    const store::Table table = store.table(table_name);
    store::Selection selection;
    selection.condition = store::condition_for(table, filter);
    std::vector<std::string> ids;
    store.rows.select(table, selection, [&ids](const Item& item) {
        ids.push_back(item.id);
        return true;
    });
    return ids;
}

void Client::create(const std::string& path, const InitOptions& options) {
    if (!options.url.empty()) remote::read_url(options.url);
    const std::string protocol = checked_protocol(options.protocol);
    const bool exists = access(path.c_str(), F_OK) == 0;
    if (!options.from_backup.empty()) store::Store::check_backup(options.from_backup);
    std::optional<Client> old;
    std::optional<sync::StoreLock> lock;
    if (exists && options.force) {
        old.emplace(path);
        refuse_queue(old->body_->store);
        lock.emplace(path, std::chrono::milliseconds(0), old->body_->environment);
        if (options.rehearse) return;
        old->body_->store.fold();
        old.reset();
    } else if (exists && options.if_missing) {
        const Client existing(path);
        return;
    }
    if (options.rehearse) return store::Store::rehearse_create(path);
    store::Store::FirstSettings settings;
    if (!options.url.empty()) settings.emplace_back(store::kUrl, options.url);
    if (!options.api_root.empty()) settings.emplace_back(store::kApiRoot, options.api_root);
    if (!protocol.empty()) settings.emplace_back(store::kProtocol, protocol);
    if (options.from_backup.empty()) {
        store::Store::create(path, settings, lock.has_value());
    } else {
        store::Store::restore(options.from_backup, path, settings, lock.has_value());
    }
}

Client::Client(const std::string& path, OpenOptions options, Environment environment)
    : body_(std::make_unique<Body>(path, std::move(options), std::move(environment))) {}

Client::~Client() = default;

bool Client::define_table(const TableDefinition& definition, const DefineOptions& options) {
    const auto wanted = [&] {
        return client::checked_definition(
            options.alter ? client::altered(table(definition.name), definition) : definition);
    };
    const TableDefinition checked = wanted();
    if (!body_->store.tables.find(checked.name)) {
        return client::define_table(body_->store, checked);
    }
    // The same definition again is no change, also while a push holds the store.
    if (options.if_missing || client::is_defined(body_->store, checked)) return false;
    const sync::StoreLock lock = body_->lock(options.lock_wait);
    // What is altered may have changed until the lock was had.
    return client::define_table(body_->store, wanted());
}

std::vector<TableDefinition> Client::tables() {
    std::vector<TableDefinition> definitions;
    for (store::Table& table : body_->store.tables.all()) {
        definitions.push_back(std::move(table.definition));
    }
    return definitions;
}

TableDefinition Client::table(const std::string& name) {
    return body_->store.table(name).definition;
}

std::string Client::insert(const std::string& table,
                           const Members& members,
                           OnExisting on_existing) {
    return body_->change(
        table, [&](sync::LocalChanges& changes) { return changes.insert(members, on_existing); });
}

std::uint64_t Client::insert_many(const std::string& table,
                                  const ItemSource& source,
                                  OnExisting on_existing,
                                  const std::function<void(const std::string& id)>& on_id) {
    std::optional<IdSpool> ids;
    if (on_id) ids.emplace();
    const std::uint64_t count = body_->change(table, [&](sync::LocalChanges& changes) {
        const auto insert = [&](const Members& members) {
            const std::string id = changes.insert(members, on_existing);
            if (ids) ids->add(id);
        };
        const Progress progress{"insert", table, 0, {}};
        const std::uint64_t given = for_each_object(source, body_->options.watch, progress, insert);
        if (ids) ids->end();
        return given;
    });
    if (ids) ids->give(on_id);
    return count;
}

void Client::update(const std::string& table,
                    const std::string& id,
                    const Members& changes,
                    const std::optional<std::string>& if_version) {
    body_->change(table, [&](sync::LocalChanges& local) {
        local.update(id, changes, if_version);
        return true;
    });
}

std::uint64_t Client::update_many(const std::string& table, const ItemSource& source) {
    return body_->change(table, [&](sync::LocalChanges& local) {
        const auto update = [&local](const Members& members) {
            local.update(id_of(members), members, std::nullopt);
        };
        return for_each_object(source, body_->options.watch, {"update", table, 0, {}}, update);
    });
}

std::uint64_t Client::update_where(const std::string& table,
                                   const std::string& filter,
                                   const Members& changes) {
    return body_->change(table, [&](sync::LocalChanges& local) {
        const auto ids = body_->matching_ids(table, filter);
        for (const std::string& id : ids) local.update(id, changes, std::nullopt);
        return static_cast<std::uint64_t>(ids.size());
    });
}

bool Client::remove(const std::string& table,
                    const std::string& id,
                    bool if_present,
                    const std::optional<std::string>& if_version) {
    return body_->change(
        table, [&](sync::LocalChanges& local) { return local.remove(id, if_present, if_version); });
}

std::uint64_t Client::remove_many(const std::string& table,
                                  const ItemSource& source,
                                  bool if_present) {
    return body_->change(table, [&](sync::LocalChanges& local) {
        std::uint64_t removed = 0;
        const auto remove = [&](const Members& members) {
            if (local.remove(id_of(members), if_present, std::nullopt)) ++removed;
        };
        for_each_object(source, body_->options.watch, {"delete", table, 0, {}}, remove);
        return removed;
    });
}

std::uint64_t Client::remove_where(const std::string& table, const std::string& filter) {
    return body_->change(table, [&](sync::LocalChanges& local) {
        const auto ids = body_->matching_ids(table, filter);
        for (const std::string& id : ids) local.remove(id, false, std::nullopt);
        return static_cast<std::uint64_t>(ids.size());
    });
}

std::optional<Item> Client::get(const std::string& table_name, const std::string& id) {
    const store::Table table = body_->store.table(table_name);
    return body_->store.rows.find_view(table, id);
}

std::uint64_t Client::query(const std::string& table_name,
                            const Query& query,
                            const ItemSink& sink) {
    const store::Table table = body_->store.table(table_name);
    std::vector<std::string> names;
    if (!query.select.empty()) names = data::parse_select(query.select, &table.definition);
    return body_->store.rows.select(
        table, store::selection_for(table, query), [&](const Item& item) {
            return names.empty() ? sink(item) : sink(selected(item, names));
        });
}

std::uint64_t Client::count(const std::string& table_name, const Query& query) {
    const store::Table table = body_->store.table(table_name);
    return body_->store.rows.count(table, store::condition_for(table, query.filter));
}

std::uint64_t Client::query_sql(const std::string& sql,
                                const Members& parameters,
                                const ItemSink& sink) {
    store::Database& database = body_->store.database;
    if (!database.is_read_only(sql)) {
        throw UsageError("the SQL must be one statement that only reads",
                         "change items with insert, update and delete");
    }
    auto rows = database.prepare(sql);
    std::vector<store::Stored> values;  // bound without a copy: they must stay where they are
    values.reserve(parameters.size());
    for (const Member& parameter : parameters) {
        values.push_back(data::to_stored(
            parameter.value.kind() == Value::Kind::number ? Type::number : Type::string,
            parameter.value));
        if (!rows.bind_named(":" + parameter.name, values.back())) {
            throw UsageError("the SQL has no parameter :" + base::one_line(parameter.name, 60));
        }
    }
    std::uint64_t given = 0;
    while (rows.step()) {
        Item item;
        for (int i = 0; i < rows.columns(); ++i) {
            item.members.push_back(
                {rows.column_name(i), data::from_stored(Type::string, rows.stored(i))});
        }
        ++given;
        if (!sink(item)) break;
    }
    return given;
}

PurgeResult Client::purge(const std::string& table_name,
                          const PurgeOptions& options,
                          std::chrono::milliseconds lock_wait) {
    const sync::StoreLock lock = body_->lock(lock_wait);
    const store::Table table = body_->store.table(table_name);
    return sync::purge(body_->store, table, options);
}

StoreStatus Client::status() {
    return client::status(body_->store);
}

std::string Client::url() {
    return body_->store.settings.get(store::kUrl);
}

void Client::set_url(const std::string& url) {
    remote::read_url(url);
    store::Transaction transaction(body_->store.database);
    body_->store.settings.set(store::kUrl, url);
    body_->store.settings.set(store::kSettledProtocol, "");
    transaction.commit();
}

void Client::set_protocol(const std::string& protocol) {
    const std::string checked = checked_protocol(protocol);
    store::Transaction transaction(body_->store.database);
    body_->store.settings.set(store::kProtocol, checked);
    body_->store.settings.set(store::kSettledProtocol, "");
    transaction.commit();
}

}  // namespace syncline
