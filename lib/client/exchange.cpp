#include "client/exchange.hpp"

#include "base/text.hpp"
#include "sync/transfer.hpp"

#include <syncline/table.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace syncline::client {

namespace {

constexpr const char* kFormat = "1";

/// What of the settings goes with the state. The id of the installation stays: it names this store.
constexpr std::array<std::string_view, 7> kSettings{store::kUrl,
                                                    store::kService,
                                                    store::kApiRoot,
                                                    store::kProtocol,
                                                    store::kSettledProtocol,
                                                    store::kLastPush,
                                                    store::kLastPull};

std::string store_line(store::Store& store) {
    Members settings;
    for (const std::string_view name : kSettings) {
        settings.push_back({std::string(name), Value::string(store.settings.get(name))});
    }
    return write_members({{"type", Value::string("store")},
                          {"syncline", Value::number(kFormat)},
                          {"settings", Value::nested(write_members(settings))}});
}

Value queries_of(store::Store& store, const store::Table& table) {
    std::string json = "[";
    for (const store::StoredQuery& query : store.tokens.all(table.table_id)) {
        if (json.size() > 1) json += ',';
        json += write_members(
            {{"query_id", Value::string(query.query_id)},
             {"filter", Value::string(query.filter)},
             {"phase", Value::string(store::name_of(query.token.phase))},
             {"since", Value::integer(query.token.since)},
             {"after_id", Value::string(query.token.after_id)},
             {"last_pull", query.last_pull ? Value::string(*query.last_pull) : Value::null()}});
    }
    return Value::nested(json + ']');
}

std::string table_line(store::Store& store, const store::Table& table, bool with_state) {
    Members members = read_members(write_definition(table.definition));
    if (with_state) {
        members.push_back(
            {"state",
             Value::nested(write_members(
                 {{"deletes", Value::string(name_of(table.deletes))},
                  {"page_limit",
                   table.page_limit ? Value::integer(*table.page_limit) : Value::null()},
                  {"largest_page", Value::integer(table.largest_page)},
                  {"queries", queries_of(store, table)}}))});
    }
    return write_members(members);
}

std::string item_line(const store::Table& table, const std::string& item) {
    return write_members({{"type", Value::string("item")},
                          {"table", Value::string(table.name())},
                          {"item", Value::nested(item)}});
}

std::vector<store::Table> tables_of(store::Store& store, const std::string& name) {
    if (!name.empty()) return {store.table(name)};
    std::vector<store::Table> tables = store.tables.all();
    std::sort(tables.begin(), tables.end(), [](const store::Table& a, const store::Table& b) {
        return base::lower(a.name()) < base::lower(b.name());
    });
    return tables;
}

}  // namespace

bool is_of_state(std::string_view setting) {
    return std::find(kSettings.begin(), kSettings.end(), setting) != kSettings.end();
}

ExportResult write_export(store::Store& store,
                          const ExportOptions& options,
                          const std::function<bool(const std::string& line)>& sink) {
    const std::vector<store::Table> tables = tables_of(store, options.table);
    const bool plain = !options.table.empty() && !options.with_state;
    ExportResult result;
    bool open = true;
    const auto give = [&](const std::string& line, std::uint64_t& count) {
        if (open && sink(line)) {
            ++count;
        } else {
            open = false;
        }
        return open;
    };
    if (options.with_state) open = sink(store_line(store));
    for (const store::Table& table : tables) {
        if (!plain) give(table_line(store, table, options.with_state), result.tables);
    }
    for (const store::Table& table : tables) {
        if (!open) break;
        if (options.with_state) {
            // An item with an operation comes with it.
            store.rows.read_all(table, [&](const std::string& /*id*/, const store::RowReader& row) {
                return row.operation() ||
                       give(item_line(table, write_item(row.item())), result.items);
            });
            continue;
        }
        store.rows.select(table, {}, [&](const Item& item) {
            return give(plain ? write_item(item) : item_line(table, write_item(item)),
                        result.items);
        });
    }
    if (!options.with_state) return result;
    store::QueueSelection selection;
    if (!options.table.empty()) selection.table_id = tables.front().table_id;
    for (const std::int64_t sequence : store.queue.select(selection)) {
        const std::string line =
            write_members({{"type", Value::string("operation")},
                           {"operation", Value::nested(sync::write_transfer(store, sequence))}});
        if (!give(line, result.operations)) break;
    }
    return result;
}

}  // namespace syncline::client
