#include "client/define.hpp"

#include "base/text.hpp"
#include "data/names.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>

namespace syncline::client {

namespace {

struct SystemColumn {
    const char* name;
    Type type;
};
constexpr std::array<SystemColumn, 4> kSystemColumns{{{"id", Type::string},
                                                      {"version", Type::string},
                                                      {"createdAt", Type::datetime},
                                                      {"updatedAt", Type::datetime}}};

/// Whether a column is one that every table has. Throws DataError for a wrong type or spelling.
bool is_system_column(const Column& column) {
    if (!data::is_system_property(column.name)) return false;
    for (const SystemColumn& system : kSystemColumns) {
        if (column.name == system.name && column.type == system.type) return true;
    }
    throw DataError("the column " + column.name + ":" + name_of(column.type) +
                        " clashes with a system property",
                    "every table has id, version, createdAt and updatedAt without naming them; "
                    "deleted items are not kept");
}

bool same_settings(const TableDefinition& a, const TableDefinition& b) {
    return a.columns == b.columns && a.remote_name == b.remote_name && a.path == b.path &&
           a.independent == b.independent && a.complete_column == b.complete_column &&
           a.conflict == b.conflict;
}

/// Refuses what would lose a queued change: a column dropped or of another type.
void check_change(store::Store& store, const store::Table& from, const TableDefinition& to) {
    for (const Column& column : from.definition.columns) {
        const Column* kept = to.column(column.name);
        const bool same = kept != nullptr && kept->type == column.type;
        if (same || !store.queue.has_any(from.table_id)) continue;
        throw DataError("column \"" + column.name + "\" of table " + from.name() +
                            (kept == nullptr ? " cannot be dropped" : " cannot change its type") +
                            " while the table has operations that the service has not accepted",
                        "push first");
    }
}

}  // namespace

/// SQLite takes 2000 in a table, ours included.
constexpr std::size_t kMostColumns = 1'990;

TableDefinition checked_definition(TableDefinition definition) {
    data::check_table_name(definition.name);
    auto& columns = definition.columns;
    if (columns.size() > kMostColumns) {
        throw DataError("table " + definition.name + " has " + std::to_string(columns.size()) +
                            " columns; it can have " + std::to_string(kMostColumns),
                        "leave columns out: what is not declared is kept beside them");
    }
    for (const Column& column : columns) data::check_column_name(column.name);
    columns.erase(std::remove_if(columns.begin(), columns.end(), is_system_column), columns.end());
    for (auto column = columns.begin(); column != columns.end(); ++column) {
        const bool twice = std::any_of(columns.begin(), column, [&column](const Column& other) {
            return base::same_ignoring_case(other.name, column->name);
        });
        if (twice) {
            throw DataError("table " + definition.name + " has the column \"" + column->name +
                            "\" twice");
        }
    }
    if (!definition.conflict.empty()) {
        definition.conflict = write_policy(read_policy(definition.conflict));
        if (definition.conflict == "ask") definition.conflict.clear();
    }
    if (!definition.complete_column.empty()) {
        const Column* column = definition.column(definition.complete_column);
        if (column == nullptr) {
            throw DataError("table " + definition.name + " has no column \"" +
                            definition.complete_column + "\" to complete items with");
        }
    }
    return definition;
}

TableDefinition altered(TableDefinition existing, const TableDefinition& changes) {
    std::vector<Column> added;
    for (const Column& change : changes.columns) {
        const auto same = [&change](const Column& column) {
            return base::same_ignoring_case(column.name, change.name);
        };
        const auto found = std::find_if(existing.columns.begin(), existing.columns.end(), same);
        if (found == existing.columns.end()) {
            added.push_back(change);
        } else {
            found->type = change.type;
        }
    }
    existing.columns.insert(existing.columns.end(), added.begin(), added.end());
    for (const auto setting : {&TableDefinition::remote_name,
                               &TableDefinition::path,
                               &TableDefinition::complete_column,
                               &TableDefinition::conflict}) {
        if (!(changes.*setting).empty()) existing.*setting = changes.*setting;
    }
    existing.independent = existing.independent || changes.independent;
    return existing;
}

bool is_defined(store::Store& store, const TableDefinition& checked) {
    const auto existing = store.tables.find(checked.name);
    return existing && same_settings(existing->definition, checked);
}

bool define_table(store::Store& store, const TableDefinition& definition) {
    const TableDefinition wanted = checked_definition(definition);
    store::Transaction transaction(store.database);
    auto existing = store.tables.find(wanted.name);
    if (!existing) {
        store.tables.create(wanted);
        transaction.commit();
        return true;
    }
    TableDefinition to = wanted;
    to.name = existing->name();
    if (same_settings(existing->definition, to)) return false;
    check_change(store, *existing, to);
    if (existing->definition.columns == to.columns) {
        existing->definition = to;
        store.tables.save(*existing);
    } else {
        store.rows.rebuild(*existing, to, store.tables);
    }
    transaction.commit();
    return true;
}

}  // namespace syncline::client
