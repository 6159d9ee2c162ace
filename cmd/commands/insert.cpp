#include "commands/change.hpp"
#include "commands/commands.hpp"
#include "item_arguments.hpp"

namespace syncline::cmd {

namespace {

struct InsertArguments {
    std::string table;
    std::optional<std::string> id;
    ItemArguments item;
    bool ignore = false;
    bool replace = false;
    bool from_input = false;
    std::optional<InputFormat> format;

    OnExisting on_existing() const {
        if (replace) return OnExisting::replace;
        return ignore ? OnExisting::ignore : OnExisting::refuse;
    }
};

Status insert_lines(Session& session, const InsertArguments& options) {
    if (options.id || !options.item.empty()) {
        throw UsageError(
            "--stdin takes whole items: --id, --set, --set-json and --data do not go "
            "with it");
    }
    Client& client = session.client();
    ItemInput input(options.format.value_or(InputFormat::ndjson),
                    "-",
                    session.streams(),
                    client.table(options.table),
                    options.replace ? NullField::null : NullField::absent);
    Printer& printer = session.printer();
    printer.begin_ids(false);
    client.insert_many(
        options.table, input.source(), options.on_existing(), [&printer](const std::string& id) {
            printer.next_id(id);
        });
    printer.end_ids();
    return Status::ok;
}

Status run(Session& session, const InsertArguments& options) {
    check_format(options.format, options.from_input);
    if (options.from_input) return insert_lines(session, options);
    Client& client = session.client();
    Members members = read_item(client, session.streams(), options.table, options.item);
    if (options.id) set_member(members, "id", Value::string(*options.id));
    const std::string id = client.insert(options.table, members, options.on_existing());
    session.printer().inserted(options.table, id);
    return Status::ok;
}

}  // namespace

Action insert(Spec& spec) {
    auto options = std::make_shared<InsertArguments>();
    spec.argument("TABLE", options->table, "the table");
    spec.text("--id", "ID", options->id, "the item's id; without it one is made and printed");
    add_set_options(spec, options->item);
    add_data_option(spec, options->item);
    spec.flag("--ignore", options->ignore, "leave an item that is there already as it is");
    spec.flag("--replace", options->replace, "change an item that is there already");
    spec.flag("--stdin",
              options->from_input,
              "add each item of standard input, or none if one is wrong; JSON objects, one a "
              "line, unless another format is named");
    add_input_formats(spec, options->format);
    spec.exclusive({"--ignore", "--replace"});
    spec.rehearsable();
    spec.prints("insert");
    spec.prints("ids");
    spec.describe(
        "Adds an item to a table of the store and queues it for the next push, both in one "
        "transaction; prints its id. With --stdin it adds many, or none if one of them is "
        "wrong. Nothing is sent.");
    spec.uses_store();
    spec.statuses({Status::bad_data, Status::no});
    spec.example("syncline insert todoitem --set text=\"buy milk\" --set complete=false");
    spec.example("syncline insert todoitem --stdin < items.ndjson");
    spec.example("syncline query todoitem --format csv | syncline insert other --stdin --csv");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
