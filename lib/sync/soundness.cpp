#include "sync/soundness.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/json_read.hpp"
#include "data/misfit.hpp"
#include "data/names.hpp"
#include "data/odata.hpp"
#include "sync/soundness_rules.hpp"

#include <syncline/errors.hpp>
#include <syncline/sync.hpp>

namespace syncline::sync {

namespace {

/// Of each kind and table so many are named; a repair mends all.
constexpr std::size_t kNamed = 100;

std::string replaced(std::string text, std::string_view mark, const std::string& with) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + with.size())) {
        text.replace(at, mark.size(), with);
    }
    return text;
}

std::string for_table(const char* sql, const store::Table& table) {
    return replaced(
        replaced(sql, "%T", store::quote_name(table.name())), "%I", std::to_string(table.table_id));
}

/// Collects the findings of one kind.
class Findings {
  public:
    Findings(std::vector<Finding>& all, const char* what, Severity severity, bool fixable)
        : all_(all), what_(what), severity_(severity), fixable_(fixable) {}

    void add(const std::string& table, const std::string& id, const std::string& sentence) {
        if (++count_ > kNamed) return;
        const std::string place =
            id.empty() ? table : table + (table.empty() ? "" : "/") + base::one_line(id, 80);
        all_.push_back({severity_,
                        what_,
                        table,
                        id,
                        place.empty() ? sentence : place + ": " + sentence,
                        fixable_,
                        false});
    }

  private:
    std::vector<Finding>& all_;
    const char* what_;
    Severity severity_;
    bool fixable_;
    std::size_t count_ = 0;
};

void apply_rule(store::Database& database,
                const CheckRule& rule,
                const store::Table* table,
                std::vector<Finding>& all) {
    Findings findings(all, rule.what, rule.severity, *rule.fix != '\0');
    auto rows = database.prepare(table == nullptr ? rule.find : for_table(rule.find, *table));
    const int first = table == nullptr ? 1 : 0;
    while (rows.step()) {
        const std::string detail = base::one_line(rows.text(first + 1), 80);
        findings.add(table == nullptr ? rows.string(0) : table->name(),
                     rows.string(first),
                     replaced(rule.sentence, "{}", detail));
    }
}

/// What is wrong with an item as the queue keeps it; empty if nothing is.
std::string problem_of(std::string_view json) {
    try {
        const Item item = data::item_of(read_members(json));
        return item.id.empty() ? "it has no id" : "";
    } catch (const DataError& error) {
        return error.what();
    }
}

void read_operations(store::Store& store, std::vector<Finding>& all) {
    Findings items(all, "unreadable-operation", Severity::fault, false);
    auto rows = store.database.prepare(
        "SELECT t.name, item, sequence, base, newest, last_sent FROM __operations"
        " JOIN __tables t USING (table_id)");
    while (rows.step()) {
        for (int column = 3; column < 6; ++column) {
            if (rows.is_null(column)) continue;
            const std::string problem = problem_of(rows.text(column));
            if (problem.empty()) continue;
            items.add(rows.string(0),
                      rows.string(1),
                      rows.column_name(column) + " of operation " + rows.string(2) +
                          " cannot be read: " + problem);
        }
    }
}

void read_filters(store::Store& store, const store::Table& table, std::vector<Finding>& all) {
    Findings filters(all, "unreadable-filter", Severity::fault, false);
    for (const store::StoredQuery& query : store.tokens.all(table.table_id)) {
        if (query.filter.empty()) continue;
        try {
            data::parse_filter(query.filter, nullptr);
        } catch (const UsageError& error) {
            filters.add(
                table.name(),
                "",
                "the filter of the query " + query.query_id + " cannot be read: " + error.what());
        }
    }
}

/// What of the values contradicts the types of their columns. The service may have sent it so: then
/// its own text is kept beside the column.
void read_values(store::Store& store, const store::Table& table, std::vector<Finding>& all) {
    Findings sent(all, "service-sends-another-type", Severity::note, false);
    Findings written(all, "value-of-another-type", Severity::fault, false);
    Findings unreadable(all, "unreadable-item", Severity::fault, false);
    store.rows.read_all(table, [&](const std::string& id, const store::RowReader& read) {
        try {
            const Item item = read.item();
            for (const Member& member : item.members) {
                const Column* const column = table.definition.column(member.name);
                if (column == nullptr) continue;
                const auto misfit = data::misfit_of(column->type, member.value);
                if (!misfit) continue;
                if (read.is_as_sent(column->name)) {
                    sent.add(table.name(), id, "column " + column->name + ": " + *misfit);
                } else {
                    written.add(table.name(),
                                id,
                                "column " + column->name + " holds what is no " +
                                    name_of(column->type) + "; set it anew with update");
                }
            }
        } catch (const Error& error) {
            unreadable.add(
                table.name(), id, std::string("the item cannot be read: ") + error.what());
        }
        return true;
    });
}

bool can_be_read(store::Store& store, const store::Table& table) {
    try {
        store.rows.find(table, "");
        return true;
    } catch (const StoreError&) {
        return false;  // a column is missing: the layout says so
    }
}

bool is_policy(const std::string& text) {
    try {
        if (!text.empty()) read_policy(text);
        return true;
    } catch (const UsageError&) {
        return false;
    }
}

void read_policies(store::Store& store, std::vector<Finding>& all) {
    Findings policies(all, "unknown-policy", Severity::fault, true);
    for (const store::Table& table : store.tables.all()) {
        if (is_policy(table.definition.conflict)) continue;
        policies.add(table.name(),
                     "",
                     "\"" + base::one_line(table.definition.conflict, 60) +
                         "\" decides no conflict; mended, they wait for a person");
    }
}

}  // namespace

std::vector<Finding> find_unreadable_definitions(store::Database& database) {
    std::vector<Finding> all;
    Findings definitions(all, "unreadable-definition", Severity::fault, false);
    auto rows = database.prepare("SELECT name, columns FROM __tables ORDER BY table_id");
    while (rows.step()) {
        const std::string name = rows.string(0);
        try {
            data::check_table_name(name);
            for (const Member& column : read_members(rows.text(1))) {
                data::check_column_name(column.name);
                if (type_of(column.value.text())) continue;
                definitions.add(name, "", "column " + column.name + " is of no known type");
            }
        } catch (const Error& error) {
            definitions.add(
                name, "", std::string("its definition cannot be read: ") + error.what());
        }
    }
    return all;
}

std::vector<Finding> find_unsound(store::Store& store, bool quick) {
    std::vector<Finding> all;
    for (const CheckRule& rule : kStoreRules) apply_rule(store.database, rule, nullptr, all);
    read_policies(store, all);
    read_operations(store, all);
    for (const store::Table& table : store.tables.all()) {
        read_filters(store, table, all);
        if (!can_be_read(store, table)) continue;
        for (const CheckRule& rule : kTableRules) apply_rule(store.database, rule, &table, all);
        if (!quick) read_values(store, table, all);
    }
    return all;
}

void repair(store::Store& store, const Environment& environment) {
    const std::string now = "'" + base::write_timestamp(environment.now()) + "'";
    for (const CheckRule& rule : kStoreRules) {
        if (*rule.fix != '\0') store.database.execute(rule.fix);
    }
    for (store::Table& table : store.tables.all()) {
        if (!is_policy(table.definition.conflict)) {
            table.definition.conflict.clear();
            store.tables.save(table);
        }
        if (!can_be_read(store, table)) continue;
        for (const CheckRule& rule : kTableRules) {
            if (*rule.fix == '\0') continue;
            store.database.execute(replaced(for_table(rule.fix, table), ":now", now));
        }
    }
}

}  // namespace syncline::sync
