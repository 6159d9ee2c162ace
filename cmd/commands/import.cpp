#include "commands/commands.hpp"
#include "item_input.hpp"

namespace syncline::cmd {

namespace {

struct ImportArguments {
    std::string path;
    std::optional<InputFormat> format;
    ImportOptions what;
};

Status run(Session& session, const ImportArguments& options) {
    const InputFormat format = options.format.value_or(InputFormat::ndjson);
    if (format != InputFormat::ndjson && options.what.table.empty()) {
        throw UsageError("CSV and TSV do not say whose items they hold", "name it with --table");
    }
    Client& client = session.client();
    TableDefinition table;
    if (!options.what.table.empty()) table = client.table(options.what.table);
    ImportOptions what = options.what;
    what.lock_wait = session.globals().lock_wait;
    ItemInput input(format, options.path, session.streams(), table, NullField::null);
    session.printer().imported(client.import_items(what, input.source()));
    return Status::ok;
}

}  // namespace

Action import_items(Spec& spec) {
    auto options = std::make_shared<ImportArguments>();
    spec.argument("FILE", options->path, "what \"export\" has written; - for standard input");
    spec.text("--table",
              "TABLE",
              options->what.table,
              "the table that plain items go into; the other lines of an export name theirs");
    spec.flag("--as-server",
              options->what.as_server,
              "the items are the service's own: nothing is queued");
    spec.flag(
        "--as-changes",
        [&what = options->what](bool on) { what.as_server = !on; },
        "queue each as an insert, or as an update of what differs (the default)");
    add_input_formats(spec, options->format);
    spec.exclusive({"--as-server", "--as-changes"});
    spec.rehearsable();
    spec.prints("import");
    spec.describe(
        "Takes items that \"export\" wrote, or CSV and TSV with a header, all in one transaction: "
        "a wrong line undoes everything. Each item is queued as a change, or stored as the "
        "service's with --as-server. Items that are equal already are left alone.");
    spec.uses_store();
    spec.statuses({Status::bad_data});
    spec.example("syncline import todoitem.ndjson --table todoitem");
    spec.example("syncline import todoitem.csv --csv --table todoitem --dry-run -v");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
