#include "commands/commands.hpp"
#include "confirm.hpp"
#include "item_input.hpp"
#include "item_record.hpp"
#include "output_file.hpp"
#include "record_writer.hpp"

#include <utility>

namespace syncline::cmd {

namespace {

struct ExportArguments {
    std::string table;
    std::string path;
    bool all = false;
    bool force = false;
    std::optional<InputFormat> format;
    ExportOptions what;
};

/// TABLE FILE, or with --all only FILE.
ExportArguments checked(const ExportArguments& given) {
    ExportArguments options = given;
    if (options.all) {
        if (!options.path.empty()) throw UsageError("TABLE and --all do not go together");
        options.path = std::exchange(options.table, "");
    } else if (options.table.empty()) {
        throw UsageError("the argument TABLE is missing", "--all means every table");
    }
    if (options.path.empty()) options.path = "-";
    const bool in_fields = options.format && *options.format != InputFormat::ndjson;
    if (in_fields && (options.all || options.what.with_state)) {
        throw UsageError("CSV and TSV hold the items of one table, without its state",
                         "leave --csv and --tsv out");
    }
    options.what.table = options.table;
    return options;
}

/// All columns, so that nothing is lost on the way to another store.
ExportResult write_fields(Client& client, const ExportArguments& options, Output& out) {
    const TableDefinition table = client.table(options.table);
    OutputOptions output;
    output.format = *options.format == InputFormat::csv ? Format::csv : Format::tsv;
    Words columns{"id"};
    for (const Column& column : table.columns) columns.push_back(column.name);
    for (const char* property : {"createdAt", "updatedAt", "version"}) {
        columns.emplace_back(property);
    }
    const auto writer = make_delimited_writer(out, output);
    writer->begin(columns);
    ExportResult result;
    result.items = client.query(options.table, {}, [&](const Item& item) {
        writer->next(record_of(as_fields(table, item)));
        return out.error() == 0;
    });
    writer->end();
    return result;
}

ExportResult write(Client& client, const ExportArguments& options, Output& out) {
    if (options.format && *options.format != InputFormat::ndjson) {
        return write_fields(client, options, out);
    }
    return client.export_items(options.what, [&out](const std::string& line) {
        out.write(line);
        out.write("\n");
        return out.error() == 0;
    });
}

Status run(Session& session, const ExportArguments& given) {
    const ExportArguments options = checked(given);
    Client& client = session.reader();
    if (options.path == "-") {
        write(client, options, session.streams().out);
        return Status::ok;
    }
    if (options.force) confirm_replacing(session, options.path);
    OutputFile file(options.path, options.force);
    const ExportResult result = write(client, options, file.out());
    file.finish();
    session.printer().exported(options.path, result);
    return Status::ok;
}

}  // namespace

Action export_items(Spec& spec) {
    auto options = std::make_shared<ExportArguments>();
    spec.optional_argument("TABLE", options->table, "the table; with --all there is none");
    spec.optional_argument("FILE", options->path, "where to; - for standard output (-)");
    spec.flag("--all", options->all, "all tables, each with its definition");
    spec.flag(
        "--ndjson",
        [&target = options->format](bool on) {
            if (on) target = InputFormat::ndjson;
        },
        "write JSON objects, one a line (the default)");
    spec.flag(
        "--csv",
        [&target = options->format](bool on) {
            if (on) target = InputFormat::csv;
        },
        "write CSV");
    spec.flag(
        "--tsv",
        [&target = options->format](bool on) {
            if (on) target = InputFormat::tsv;
        },
        "write tab-separated lines, \\N for null");
    spec.exclusive({"--ndjson", "--csv", "--tsv"});
    spec.flag("--with-state",
              options->what.with_state,
              "also the queue, how far each query was pulled and what is not declared: another "
              "store of the service can go on with it");
    spec.flag("--force", options->force, "replace an existing file");
    spec.prints("export");
    spec.describe(
        "Writes the items of one table, or of all with their definitions, in a stable order. With "
        "--with-state also tokens and queued changes, so that \"import\" makes the same store "
        "of an empty one. Nothing in the store changes.");
    spec.uses_store();
    spec.statuses({Status::bad_data});
    spec.example("syncline export todoitem > todoitem.ndjson");
    spec.example("syncline export --all --with-state everything.ndjson");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
