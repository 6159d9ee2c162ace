#include "commands/commands.hpp"
#include "input.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

namespace {

struct DefineTableArguments {
    TableDefinition table;
    Spec::Words columns;
    std::optional<std::string> conflict;
    std::optional<std::string> from_json;
    DefineOptions define;
    bool from_server = false;
    RemoteOptions remote;
};

bool has_settings(const TableDefinition& table) {
    return !table.remote_name.empty() || !table.path.empty() || table.independent ||
           !table.complete_column.empty();
}

/// The definition of a file, under the name that was asked for: it stays the service's table.
TableDefinition read_file(Session& session, const std::string& path, const std::string& name) {
    TableDefinition table = read_definition(read_whole(path, session.streams()), name);
    if (table.name != name && table.remote_name.empty() && table.path.empty()) {
        table.remote_name = table.name;
    }
    table.name = name;
    return table;
}

/// What was given on the command line, over `table`.
void take_settings(TableDefinition& table, const TableDefinition& given) {
    for (const auto setting : {&TableDefinition::remote_name,
                               &TableDefinition::path,
                               &TableDefinition::complete_column}) {
        if (!(given.*setting).empty()) table.*setting = given.*setting;
    }
    table.independent = table.independent || given.independent;
}

/// The columns of the service's items; those that are there already stay as they are.
void add_columns_of_service(Session& session,
                            const DefineTableArguments& options,
                            TableDefinition& table) {
    Client& client = session.client();
    if (options.define.if_missing) {
        // Set up again by a script that is offline.
        for (TableDefinition& there : client.tables()) {
            if (there.name == table.name) table = std::move(there);
        }
        if (!table.columns.empty()) return;
    }
    const RemoteOptions remote = complete_remote_options(options.remote, session);
    std::string list;
    const TableDefinition there = options.define.alter ? client.table(table.name) : table;
    for (const InferredColumn& inferred : client.remote_columns(there, remote)) {
        const Column& column = inferred.column;
        if (table.column(column.name) != nullptr) continue;
        if (there.column(column.name) != nullptr) continue;
        table.columns.push_back(column);
        list += ' ' + column.name + ':' + name_of(column.type);
        if (!inferred.note.empty()) {
            session.printer().warning(inferred.note + ": it becomes " + name_of(column.type));
        }
    }
    session.printer().note(table.name + " on the service:" + list);
}

/// What was given; or, with a policy alone, the table as it is but for that.
TableDefinition definition_of(Session& session, const DefineTableArguments& options) {
    TableDefinition table = options.table;
    if (options.from_json) {
        if (!options.columns.empty()) {
            throw UsageError("COLUMN:TYPE and --from-json do not go together");
        }
        table = read_file(session, *options.from_json, table.name);
        take_settings(table, options.table);
    } else if (options.columns.empty() && !options.from_server &&
               !(options.define.alter && has_settings(table))) {
        if (!options.conflict || has_settings(table)) {
            throw UsageError("the argument COLUMN:TYPE is missing",
                             "only --conflict goes without columns, or any setting with --alter");
        }
        table = session.client().table(table.name);
    }
    for (const std::string& column : options.columns) table.columns.push_back(read_column(column));
    if (options.from_server) add_columns_of_service(session, options, table);
    if (options.conflict) table.conflict = write_policy(read_policy(*options.conflict));
    return table;
}

Status run(Session& session, const DefineTableArguments& options) {
    const TableDefinition table = definition_of(session, options);
    DefineOptions define = options.define;
    define.lock_wait = session.globals().lock_wait;
    const bool changed = session.client().define_table(table, define);
    session.printer().defined(table.name, changed);
    return Status::ok;
}

}  // namespace

Action define_table(Spec& spec) {
    auto options = std::make_shared<DefineTableArguments>();
    spec.argument("NAME", options->table.name, "the table's name here");
    spec.arguments(
        "COLUMN:TYPE",
        options->columns,
        "some or all of the service's columns; the types are string, boolean, integer, "
        "number, datetime, date, time, guid, binary and json; without one only --conflict is "
        "changed",
        false);
    spec.text("--from-json",
              "FILE|-",
              options->from_json,
              "take columns and settings from what \"tables --json\" prints, or from "
              "{\"columns\":{\"text\":\"string\"}}");
    spec.flag("--alter",
              options->define.alter,
              "add the columns, or change their types; all others stay as they are");
    spec.text("--remote-name", "NAME", options->table.remote_name, "its name in URLs (NAME)");
    spec.text("--path", "PATH", options->table.path, "its path below the service's root");
    spec.flag("--independent",
              options->table.independent,
              "its operations need not wait for those of other tables");
    spec.text("--complete-column",
              "COL",
              options->table.complete_column,
              "the column that \"complete\" sets (complete)");
    spec.text("--conflict",
              "POLICY",
              options->conflict,
              "who decides its conflicts: ask, local, server, newer, merge or command:CMD (ask)");
    spec.flag("--from-server",
              options->from_server,
              "take the columns that are not given from the service's items");
    spec.flag("--if-missing", options->define.if_missing, "leave an existing table as it is");
    spec.exclusive({"--if-missing", "--alter"});
    spec.exclusive({"--from-json", "--from-server"});
    add_remote_options(spec, options->remote);
    spec.rehearsable();
    spec.prints("define-table");
    spec.describe(
        "Declares a table and the columns that you want to work with; what else the service "
        "has of an item is kept and never wiped. The service is not asked and its tables are "
        "not changed. A table that is there already becomes what is given; while changes of it are "
        "queued, no column of it can go or change its type.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline define-table todoitem text:string complete:boolean");
    spec.example("syncline define-table todoitem --conflict merge");
    spec.example("syncline define-table todoitem due:datetime --alter");
    spec.example("syncline tables --json | syncline define-table todoitem --from-json - --db b.db");
    spec.example("syncline define-table todoitem --from-server");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
