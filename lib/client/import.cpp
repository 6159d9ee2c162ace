#include "base/text.hpp"
#include "client/define.hpp"
#include "client/exchange.hpp"
#include "data/json_read.hpp"
#include "data/names.hpp"
#include "remote/url.hpp"
#include "sync/items.hpp"
#include "sync/local.hpp"
#include "sync/transfer.hpp"

#include <syncline/errors.hpp>

#include <charconv>

namespace syncline::client {

namespace {

const Value& member(const Members& object, std::string_view name) {
    const Value* const value = find_member(object, name);
    if (value != nullptr) return *value;
    throw DataError("this line of an export has no \"" + std::string(name) + "\"");
}

const std::string& object_text(const Members& object, std::string_view name) {
    const Value& value = member(object, name);
    if (value.kind() == Value::Kind::nested && value.text().front() == '{') return value.text();
    throw DataError("\"" + std::string(name) + "\" must be an object");
}

std::int64_t number(const Members& object, std::string_view name) {
    const std::string& digits = member(object, name).text();
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// What is stored of a service must not hold a secret, whoever wrote the export.
void check_service_url(const std::string& url) {
    try {
        remote::read_url(url);
    } catch (const UsageError& error) {
        throw DataError(error.what(), error.hint());
    }
}

bool is_empty(store::Store& store, const store::Table& table) {
    return !store.queue.has_any(table.table_id) && store.tokens.all(table.table_id).empty() &&
           store.rows.count(table, {}) == 0;
}

void take_state(store::Store& store, store::Table table, const Members& state) {
    const std::string& deletes = member(state, "deletes").text();
    table.deletes = deletes == "soft"   ? Deletes::soft
                    : deletes == "hard" ? Deletes::hard
                                        : Deletes::unknown;
    if (!member(state, "page_limit").is_null()) {
        table.page_limit = static_cast<std::uint32_t>(number(state, "page_limit"));
    }
    table.largest_page = static_cast<std::uint32_t>(number(state, "largest_page"));
    store.tables.save_learned(table);
    for (const Value& element : data::read_elements(member(state, "queries").text())) {
        const Members query = read_members(element.text());
        store::StoredQuery stored;
        stored.table_id = table.table_id;
        stored.query_id = member(query, "query_id").text();
        data::check_query_id(stored.query_id);
        stored.filter = member(query, "filter").text();
        stored.token = {store::phase_named(member(query, "phase").text()),
                        number(query, "since"),
                        member(query, "after_id").text()};
        const Value& last_pull = member(query, "last_pull");
        if (!last_pull.is_null()) stored.last_pull = last_pull.text();
        store.tokens.save(stored);
    }
}

}  // namespace

/// Where items go, with what changes them.
struct Importer::Target {
    Target(store::Store& store, store::Table into, const Environment& environment)
        : table(std::move(into)), changes(store, table, environment) {}
    store::Table table;
    sync::LocalChanges changes;
};

Importer::Importer(store::Store& store,
                   const ImportOptions& options,
                   const Environment& environment)
    : store_(store), options_(options), environment_(environment) {}

Importer::~Importer() = default;

void Importer::take(const Members& object) {
    if (!options_.table.empty()) return take_item(options_.table, object);
    const Value* const type = find_member(object, "type");
    const std::string kind = type != nullptr ? type->text() : "";
    if (kind == "item") {
        take_item(member(object, "table").text(), read_members(object_text(object, "item")));
    } else if (kind == "table") {
        take_table(object);
    } else if (kind == "operation") {
        take_operation(object);
    } else if (kind == "store") {
        take_store(object);
    } else {
        throw DataError("this line does not say what it is",
                        "plain items need the table that they go into: --table TABLE");
    }
}

/// The state of a store is taken by one of the same service, or of none yet.
void Importer::take_store(const Members& object) {
    if (member(object, "syncline").text() != "1") {
        throw DataError("this was exported by another version", "use the same program");
    }
    with_state_ = true;
    for (const Member& setting : read_members(object_text(object, "settings"))) {
        const std::string& value = setting.value.text();
        const std::string ours = store_.settings.get(setting.name);
        if (!is_of_state(setting.name)) continue;
        const bool names_service = setting.name == store::kUrl || setting.name == store::kService;
        if (names_service && !value.empty()) check_service_url(value);
        if (names_service && !ours.empty() && !value.empty() && ours != value) {
            throw DataError("the export is of the service " + value + ", this store's is " + ours,
                            "import it into a store of that service");
        }
        if (ours.empty() && !value.empty()) {
            store_.settings.set(setting.name, value);
        }
    }
}

void Importer::take_table(const Members& object) {
    leave_target();
    Members definition;
    for (const Member& each : object) {
        if (each.name != "state") definition.push_back(each);
    }
    const TableDefinition wanted = checked_definition(read_definition(write_members(definition)));
    auto table = store_.tables.find(wanted.name);
    const bool is_new = !table;
    if (is_new) {
        store_.tables.create(wanted);
        table = store_.tables.find(wanted.name);
        ++result_.tables;
    }
    const Value* const state = find_member(object, "state");
    if (state == nullptr) return;
    if (!is_new && (table->definition.columns != wanted.columns || !is_empty(store_, *table))) {
        throw DataError("table " + wanted.name +
                            (table->definition.columns != wanted.columns
                                 ? " has other columns here"
                                 : " is not empty here: the state of another store would not fit"),
                        "import into a new store, or export without --with-state");
    }
    take_state(store_, *table, read_members(state->text()));
}

void Importer::take_operation(const Members& object) {
    leave_target();
    if (sync::read_transfer(store_, read_members(object_text(object, "operation")))) {
        ++result_.operations;
    }
}

void Importer::take_item(const std::string& table, const Members& members) {
    Target& into = target(table);
    if (with_state_ || options_.as_server) {
        take_server_item(into, members);
    } else {
        take_change(into, members);
    }
}

void Importer::take_change(Target& target, const Members& members) {
    const Item given = sync::checked_item(target.table.definition, members);
    const auto row = given.id.empty() ? std::nullopt : store_.rows.find(target.table, given.id);
    if (!row) {
        // An export says null for what an item does not have.
        Members present;
        for (const Member& each : members) {
            if (!each.value.is_null()) present.push_back(each);
        }
        target.changes.insert(present, OnExisting::refuse);
        ++result_.inserted;
        return;
    }
    const Members changes = sync::differing(
        target.table.definition, row->item, sync::overlay(row->item, given.members));
    if (changes.empty()) {
        ++result_.unchanged;
        return;
    }
    target.changes.update(given.id, changes, std::nullopt);
    ++result_.updated;
}

void Importer::take_server_item(Target& target, const Members& members) {
    const Item item = data::item_of(members);
    if (item.id.empty()) throw DataError("the object has no \"id\"");
    data::check_id(item.id);
    const auto row = store_.rows.find(target.table, item.id);
    const bool queued_delete =
        !row && store_.queue.find_delete(target.table.table_id, item.id).has_value();
    if (queued_delete || (row && row->operation)) {
        throw DataError(target.table.name() + "/" + base::one_line(item.id, 80) +
                            " has a change that the service has not accepted",
                        "push or drop it first, or import with --as-changes");
    }
    const bool wrote = item.deleted ? store_.rows.remove(target.table, item.id)
                                    : store_.rows.upsert(target.table, item);
    ++(!wrote ? result_.unchanged : row ? result_.updated : result_.inserted);
}

Importer::Target& Importer::target(const std::string& table) {
    if (!target_ || !base::same_ignoring_case(target_->table.name(), table)) {
        leave_target();
        target_ = std::make_unique<Target>(store_, store_.table(table), environment_);
    }
    return *target_;
}

void Importer::leave_target() {
    if (target_) target_->changes.finish();
    target_.reset();
}

const ImportResult& Importer::finish() {
    leave_target();
    return result_;
}

}  // namespace syncline::client
