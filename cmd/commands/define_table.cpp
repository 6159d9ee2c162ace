#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

struct Options {
    TableDefinition table;
    Spec::Words columns;
    DefineOptions define;
};

Status run(Session& session, const Options& options) {
    TableDefinition table = options.table;
    for (const std::string& column : options.columns) table.columns.push_back(read_column(column));
    const bool changed = session.client().define_table(table, options.define);
    session.printer().defined(table.name, changed);
    return Status::ok;
}

}  // namespace

Action define_table(Spec& spec) {
    auto options = std::make_shared<Options>();
    spec.argument("NAME", options->table.name, "the table's name here");
    spec.arguments("COLUMN:TYPE",
                   options->columns,
                   "some or all of the service's columns; the types are string, boolean, integer, "
                   "number, datetime, date, time, guid, binary and json",
                   true);
    spec.text("--remote-name", "NAME", options->table.remote_name, "its name in URLs (NAME)");
    spec.text("--path", "PATH", options->table.path, "its path below the service's root");
    spec.flag("--independent",
              options->table.independent,
              "its operations need not wait for those of other tables");
    spec.text("--complete-column",
              "COL",
              options->table.complete_column,
              "the column that \"complete\" sets (complete)");
    spec.flag("--if-missing", options->define.if_missing, "leave an existing table as it is");
    spec.duration("--lock-wait",
                  options->define.lock_wait,
                  Duration{0},
                  "wait this long for another run on the store (0: fail with 11)");
    spec.example("syncline define-table todoitem text:string complete:boolean");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
