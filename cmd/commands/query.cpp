#include "commands/commands.hpp"
#include "item_input.hpp"

#include <limits>

namespace syncline::cmd {

namespace {

constexpr std::uint64_t kMostItems = std::numeric_limits<std::int64_t>::max();

struct QueryArguments {
    std::string table;
    Query query;
    bool count = false;
    bool ids = false;
    std::optional<std::string> sql;
    Spec::Pairs parameters;
};

/// The names in a `$select`, or the columns that a table shows when none is given.
std::vector<std::string> shown_columns(const TableDefinition& table, const std::string& select) {
    std::vector<std::string> names;
    if (select.empty()) {
        names.emplace_back("id");
        for (const Column& column : table.columns) names.push_back(column.name);
        return names;
    }
    std::string name;
    for (const char c : select + ',') {
        if (c == ',') {
            names.push_back(std::move(name));
            name.clear();
        } else if (c != ' ') {
            name += c;
        }
    }
    return names;
}

void print_rows(Session& session, const QueryArguments& options) {
    Members parameters;
    for (const auto& parameter : options.parameters) {
        parameters.push_back({parameter.first, Value::string(parameter.second)});
    }
    Printer& printer = session.printer();
    const Output& out = session.streams().out;
    Client& client = session.reader();
    printer.begin_rows();
    client.query_sql(*options.sql, parameters, [&](const Item& row) {
        printer.next_row(row.members);
        return out.error() == 0;
    });
    printer.end_rows();
}

void print_ids(Session& session, const QueryArguments& options) {
    Printer& printer = session.printer();
    const Output& out = session.streams().out;
    Query query = options.query;
    query.select = "id";
    Client& client = session.reader();
    printer.begin_ids(true);
    client.query(options.table, query, [&](const Item& item) {
        printer.next_id(item.id);
        return out.error() == 0;
    });
    printer.end_ids();
}

void print_items(Session& session, const QueryArguments& options) {
    Printer& printer = session.printer();
    const Output& out = session.streams().out;
    Client& client = session.reader();
    const TableDefinition table = client.table(options.table);
    const Format format = session.globals().output.format;
    const bool in_fields = format == Format::csv || format == Format::tsv;
    printer.begin_items(shown_columns(table, options.query.select));
    client.query(options.table, options.query, [&](const Item& item) {
        if (in_fields) {
            printer.next_item(as_fields(table, item));
        } else {
            printer.next_item(item);
        }
        return out.error() == 0;
    });
    printer.end_items();
}

void check(const QueryArguments& options) {
    const Query& query = options.query;
    const bool has_query = !query.filter.empty() || !query.orderby.empty() ||
                           !query.select.empty() || query.top || query.skip > 0 || options.count ||
                           options.ids;
    if (options.sql && (!options.table.empty() || has_query)) {
        throw UsageError("--sql goes only with -p");
    }
    if (!options.sql && options.table.empty()) {
        throw UsageError("the argument TABLE is missing", "or give --sql");
    }
    if (!options.sql && !options.parameters.empty()) throw UsageError("-p goes only with --sql");
}

Status run(Session& session, const QueryArguments& options) {
    check(options);
    if (options.sql) {
        print_rows(session, options);
    } else if (options.count) {
        session.printer().counted(options.table,
                                  session.reader().count(options.table, options.query));
    } else if (options.ids) {
        print_ids(session, options);
    } else {
        print_items(session, options);
    }
    return Status::ok;
}

}  // namespace

Action query(Spec& spec) {
    auto options = std::make_shared<QueryArguments>();
    Query& query = options->query;
    spec.optional_argument("TABLE", options->table, "the table");
    spec.text("--filter", "EXPR", query.filter, "only items that match (OData)");
    spec.text("--orderby", "COL [desc],...", query.orderby, "in this order (id)");
    spec.number("--top", "N", query.top, 0, kMostItems, "at most N items");
    spec.number("--skip", "N", query.skip, 0, kMostItems, "leave out the first N");
    spec.text("--select", "COL,...", query.select, "only these columns, in this order");
    spec.flag("--count", options->count, "print only how many match");
    spec.flag("--ids", options->ids, "print only the ids, one a line");
    spec.text("--sql", "SQL", options->sql, "run one SELECT on the store instead");
    spec.pairs("-p,--param", "NAME VALUE", options->parameters, "the value of :NAME in --sql");
    spec.exclusive({"--count", "--ids", "--select"});
    spec.prints("items");
    spec.prints("rows");
    spec.prints("ids");
    spec.prints("count");
    spec.describe(
        "Prints the items of a table that match a filter, in a given order; or what one "
        "SELECT finds, which can read the store but not change it. Works on the store alone, "
        "never on the service. An empty result is no error.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline query todoitem --filter \"complete eq false\" --orderby text");
    spec.example("syncline query --sql \"SELECT count(*) AS n FROM todoitem\"");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
