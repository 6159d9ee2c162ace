#include "commands/change.hpp"
#include "commands/commands.hpp"

namespace syncline::cmd {

namespace {

struct CompleteArguments {
    std::string table;
    Spec::Words ids;
    std::optional<std::string> ids_from;
    std::string column;
    bool undo = false;
};

/// What "complete" is in a column of this type.
Value mark(const Column& column, bool done) {
    if (column.type == Type::boolean) return Value::boolean(done);
    if (column.type == Type::integer || column.type == Type::number) {
        return Value::integer(done ? 1 : 0);
    }
    throw UsageError("the column \"" + column.name + "\" is a " + name_of(column.type) +
                         ": \"complete\" sets boolean, integer and number columns",
                     "use \"syncline update\"");
}

Members changes_of(const TableDefinition& table, const CompleteArguments& options) {
    std::string name = options.column.empty() ? table.complete_column : options.column;
    if (name.empty()) name = "complete";
    const Column* column = table.column(name);
    if (column != nullptr) return {{column->name, mark(*column, !options.undo)}};
    throw DataError("the table \"" + table.name + "\" has no column \"" + name + "\"",
                    "name the column with --column COL");
}

Status run(Session& session, const CompleteArguments& options) {
    if (options.ids.empty() != options.ids_from.has_value()) {
        throw options.ids_from ? UsageError("ids do not go together with --ids-from")
                               : UsageError("no item is named", "give an ID or --ids-from");
    }
    Client& client = session.client();
    const Members changes = changes_of(client.table(options.table), options);
    std::uint64_t count = 1;
    if (options.ids.size() == 1) {
        client.update(options.table, options.ids.front(), changes);
    } else {
        count =
            client.update_many(options.table,
                               options.ids_from ? objects_from(*options.ids_from, session, changes)
                                                : objects_of(options.ids, changes));
    }
    session.printer().changed("complete", options.table, count);
    return Status::ok;
}

}  // namespace

Action complete(Spec& spec) {
    auto options = std::make_shared<CompleteArguments>();
    spec.argument("TABLE", options->table, "the table");
    spec.arguments("ID", options->ids, "the items' ids", false);
    add_ids_from(spec, options->ids_from);
    spec.flag("--undo", options->undo, "mark them as not complete");
    spec.text("--column", "COL", options->column, "the column to set (the table's)");
    spec.rehearsable();
    spec.prints("change");
    spec.describe(
        "Sets the column that says that an item is done: the one that define-table "
        "--complete-column names, else complete. Queues the changes for the next push. "
        "Nothing is sent.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline complete todoitem \"$id\"");
    spec.example("syncline complete todoitem --ids-from done.txt");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
