#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

struct Options {
    TableDefinition table;
    Spec::Words columns;
    std::optional<std::string> conflict;
    DefineOptions define;
};

/// What was given; or, with a policy alone, the table as it is but for that.
TableDefinition definition_of(Session& session, const Options& options) {
    TableDefinition table = options.table;
    if (options.columns.empty()) {
        const bool alone = table.remote_name.empty() && table.path.empty() && !table.independent &&
                           table.complete_column.empty();
        if (!options.conflict || !alone) {
            throw UsageError("the argument COLUMN:TYPE is missing",
                             "only --conflict, alone, goes without columns");
        }
        table = session.client().table(table.name);
    }
    for (const std::string& column : options.columns) table.columns.push_back(read_column(column));
    if (options.conflict) table.conflict = write_policy(read_policy(*options.conflict));
    return table;
}

Status run(Session& session, const Options& options) {
    const TableDefinition table = definition_of(session, options);
    DefineOptions define = options.define;
    define.lock_wait = session.globals().lock_wait;
    const bool changed = session.client().define_table(table, define);
    session.printer().defined(table.name, changed);
    return Status::ok;
}

}  // namespace

Action define_table(Spec& spec) {
    auto options = std::make_shared<Options>();
    spec.argument("NAME", options->table.name, "the table's name here");
    spec.arguments(
        "COLUMN:TYPE",
        options->columns,
        "some or all of the service's columns; the types are string, boolean, integer, "
        "number, datetime, date, time, guid, binary and json; without one only --conflict is "
        "changed",
        false);
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
    spec.flag("--if-missing", options->define.if_missing, "leave an existing table as it is");
    spec.rehearsable();
    spec.prints("define-table");
    spec.example("syncline define-table todoitem text:string complete:boolean");
    spec.example("syncline define-table todoitem --conflict merge");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
