#include "item_arguments.hpp"

#include "input.hpp"

namespace syncline::cmd {

namespace {

struct Assignment {
    std::string column;
    std::string text;
};

Assignment read_assignment(const char* option, const char* form, const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw UsageError(std::string(option) + " takes " + form + ", not \"" + text + "\"");
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

/// One JSON value of any kind: only whole objects can be read, so it becomes a member of one.
Value read_json(const Assignment& assignment) {
    Members members;
    try {
        members = read_members("{\"value\":" + assignment.text + '}');
    } catch (const DataError&) {
        members.clear();
    }
    if (members.size() == 1) return std::move(members.front().value);
    throw DataError("the value for column \"" + assignment.column + "\" is not valid JSON",
                    "use --set for plain text");
}

Members read_data(const std::string& data, Streams& streams) {
    const bool elsewhere = !data.empty() && data.front() == '@';
    const std::string path = elsewhere ? data.substr(1) : "";
    const std::string text = elsewhere ? read_whole(path, streams) : data;
    try {
        return read_members(text);
    } catch (const DataError& error) {
        const std::string place = path == "-" ? "standard input" : elsewhere ? path : "--data";
        throw DataError(place + ": " + error.what(), error.hint());
    }
}

}  // namespace

void add_set_options(Spec& spec, ItemArguments& arguments) {
    spec.list("--set", "COL=TEXT", arguments.set, "set a column; its type decides what TEXT is");
    spec.list("--set-json", "COL=JSON", arguments.set_json, "set a column to a JSON value");
}

void add_change_options(Spec& spec, ItemArguments& arguments) {
    add_set_options(spec, arguments);
    spec.list("--unset", "COL", arguments.unset, "set a column to null");
}

void add_data_option(Spec& spec, ItemArguments& arguments) {
    spec.text("--data",
              "JSON|@FILE|@-",
              arguments.data,
              "columns as one JSON object: the text, a file, or standard input");
}

void set_member(Members& members, std::string_view name, Value value) {
    for (Member& member : members) {
        if (member.name == name) {
            member.value = std::move(value);
            return;
        }
    }
    members.push_back({std::string(name), std::move(value)});
}

Members read_item(Client& client,
                  Streams& streams,
                  const std::string& table,
                  const ItemArguments& arguments) {
    Members members;
    if (arguments.data) members = read_data(*arguments.data, streams);
    std::optional<TableDefinition> definition;
    for (const std::string& text : arguments.set) {
        const Assignment assignment = read_assignment("--set", "COL=TEXT", text);
        if (!definition) definition = client.table(table);
        const Column* column = definition->column(assignment.column);
        // A column that is not there is left to the library, which knows the nearest name.
        set_member(members,
                   assignment.column,
                   column == nullptr ? Value::string(assignment.text)
                                     : read_text(*column, assignment.text));
    }
    for (const std::string& text : arguments.set_json) {
        const Assignment assignment = read_assignment("--set-json", "COL=JSON", text);
        set_member(members, assignment.column, read_json(assignment));
    }
    for (const std::string& column : arguments.unset) set_member(members, column, Value::null());
    return members;
}

}  // namespace syncline::cmd
