#include "sync/transfer.hpp"

#include "base/text.hpp"
#include "store/settings.hpp"
#include "sync/items.hpp"
#include "sync/write_back.hpp"

#include <syncline/errors.hpp>

#include <charconv>
#include <utility>

namespace syncline::sync {

namespace {

constexpr const char* kFormat = "1";

Value text_or_null(const std::optional<std::string>& text) {
    return text ? Value::string(*text) : Value::null();
}

Value object_or_null(const std::optional<std::string>& json) {
    return json ? Value::nested(*json) : Value::null();
}

Value number(std::int64_t value) {
    return Value::number(std::to_string(value));
}

std::string shape_of(const TableDefinition& table) {
    Members columns;
    for (const Column& column : table.columns) {
        columns.push_back({column.name, Value::string(name_of(column.type))});
    }
    return write_members(columns);
}

/// Reads the members of a transfer, each of which must be there.
class Reader {
  public:
    explicit Reader(const Members& object) : object_(object) {}

    const Value& value(std::string_view name) const {
        const Value* const value = find_member(object_, name);
        if (value == nullptr) {
            throw DataError("this is no exported operation: it has no \"" + std::string(name) +
                            "\"");
        }
        return *value;
    }
    std::string text(std::string_view name) const { return value(name).text(); }
    std::optional<std::string> optional(std::string_view name) const {
        const Value& found = value(name);
        if (found.is_null()) return std::nullopt;
        return found.text();
    }
    bool flag(std::string_view name) const { return value(name).is_true(); }
    std::int64_t number(std::string_view name) const {
        const std::string digits = text(name);
        std::int64_t number = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return number;
    }

  private:
    const Members& object_;
};

OperationKind kind_named(const std::string& name) {
    for (const auto kind : {OperationKind::insert, OperationKind::update, OperationKind::remove}) {
        if (name == name_of(kind)) return kind;
    }
    throw DataError("\"" + base::one_line(name, 40) + "\" is no kind of operation");
}

OperationState state_named(const std::string& name) {
    for (const auto state :
         {OperationState::pending, OperationState::failed, OperationState::conflict}) {
        if (name == name_of(state)) return state;
    }
    throw DataError("\"" + base::one_line(name, 40) + "\" is no state of an operation");
}

/// The table here that the operation is for.
store::Table checked_table(store::Store& store, const Reader& reader) {
    if (reader.text("syncline") != kFormat) {
        throw DataError("this operation was exported by another version", "use the same program");
    }
    const std::string service = reader.text("service");
    const std::string ours = store.settings.get(store::kUrl);
    if (!service.empty() && !ours.empty() && service != ours) {
        throw DataError("the operation is for the service " + service + ", this store's is " + ours,
                        "import it into a store of that service");
    }
    store::Table table = store.table(reader.text("table"));
    if (shape_of(table.definition) != reader.text("columns")) {
        throw DataError("table " + table.name() +
                            " has other columns than where it was exported (" +
                            reader.text("columns") + ")",
                        "define it with the same columns first");
    }
    return table;
}

store::Operation read_operation(const Reader& reader, std::int64_t table_id) {
    store::Operation operation;
    operation.table_id = table_id;
    operation.item = reader.text("id");
    operation.kind = kind_named(reader.text("kind"));
    operation.state = state_named(reader.text("state"));
    operation.generation = reader.number("generation");
    if (const auto sent = reader.optional("sent")) operation.sent = kind_named(*sent);
    operation.held = reader.flag("held");
    operation.own_id = reader.flag("own_id");
    operation.own_delete = reader.flag("own_delete");
    operation.base = reader.optional("base");
    operation.newest = reader.optional("newest");
    operation.last_sent = reader.optional("last_sent");
    operation.first_queued = reader.text("first_queued");
    operation.last_changed = reader.text("last_changed");
    operation.last_attempt = reader.optional("last_attempt");
    operation.attempts = reader.number("attempts");
    if (!reader.value("status").is_null()) operation.status = reader.number("status");
    operation.message = reader.optional("message");
    for (const auto* json : {&operation.base, &operation.newest, &operation.last_sent}) {
        if (*json) read_members(**json);
    }
    return operation;
}

}  // namespace

std::string write_transfer(store::Store& store, std::int64_t sequence) {
    const store::Operation operation = store.queue.find(sequence).value();
    const store::Table table = store.table(operation.table_id);
    Value local = Value::null();
    if (operation.kind != OperationKind::remove) {
        if (const auto row = store.rows.find(table, operation.item)) {
            local = Value::nested(write_item(row->item));
        }
    }
    std::optional<std::string> sent;
    if (operation.sent) sent = name_of(*operation.sent);
    return write_members({{"syncline", Value::number(kFormat)},
                          {"service", Value::string(store.settings.get(store::kUrl))},
                          {"table", Value::string(table.name())},
                          {"columns", Value::nested(shape_of(table.definition))},
                          {"id", Value::string(operation.item)},
                          {"kind", Value::string(name_of(operation.kind))},
                          {"state", Value::string(name_of(operation.state))},
                          {"generation", number(operation.generation)},
                          {"sent", text_or_null(sent)},
                          {"held", Value::boolean(operation.held)},
                          {"own_id", Value::boolean(operation.own_id)},
                          {"own_delete", Value::boolean(operation.own_delete)},
                          {"local", std::move(local)},
                          {"base", object_or_null(operation.base)},
                          {"newest", object_or_null(operation.newest)},
                          {"last_sent", object_or_null(operation.last_sent)},
                          {"first_queued", Value::string(operation.first_queued)},
                          {"last_changed", Value::string(operation.last_changed)},
                          {"last_attempt", text_or_null(operation.last_attempt)},
                          {"attempts", number(operation.attempts)},
                          {"status", operation.status ? number(*operation.status) : Value::null()},
                          {"message", text_or_null(operation.message)}});
}

bool read_transfer(store::Store& store, const Members& object) {
    const Reader reader(object);
    const store::Table table = checked_table(store, reader);
    const store::Operation operation = read_operation(reader, table.table_id);
    const Value& local = reader.value("local");
    if ((operation.kind == OperationKind::remove) != local.is_null()) {
        throw DataError(
            "this is no exported operation: its item and its kind contradict each other");
    }
    if (const auto here = find_pending(store, table, operation.item)) {
        // Imported before, or exported from here: the same change is there already.
        Members same = read_members(write_transfer(store, here->operation.sequence));
        Members given = object;
        for (Members* members : {&same, &given}) {
            members->erase(members->begin() + 1);  // the service may be unset on one side
        }
        if (same == given) return false;
        throw DataError(table.name() + "/" + base::one_line(operation.item, 80) +
                            " has an operation of its own here",
                        "push or drop it first");
    }
    const std::int64_t sequence = store.queue.append(operation);
    if (local.is_null()) {
        store.rows.remove(table, operation.item);
        return true;
    }
    const Item item = parse_item(local.text());
    if (item.id != operation.item)
        throw DataError("the operation is for another item than its own");
    if (!store.rows.insert(table, item, sequence)) {
        store.rows.update(table, item, sequence, item.id);
    }
    return true;
}

}  // namespace syncline::sync
