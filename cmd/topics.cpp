#include "topics.hpp"

#include "json_objects.hpp"
#include "settings.hpp"
#include "shapes.hpp"
#include "text_rows.hpp"

#include <algorithm>
#include <stdexcept>

namespace syncline::cmd {

namespace {

std::vector<std::string> commands_that_print(const ProgramInfo& program, const std::string& shape) {
    std::vector<std::string> names;
    for (const CommandInfo& command : program.commands) {
        const auto& shapes = command.shapes;
        if (std::find(shapes.begin(), shapes.end(), shape) != shapes.end()) {
            names.push_back(command.name);
        }
    }
    return names;
}

Topic exit_codes_topic() {
    Topic topic{"exit-codes", as_text(exit_codes_document()), "statuses"};
    for (const StatusInfo& info : statuses()) {
        topic.records.push_back({{"type", Value::string("status")},
                                 {"exit_code", Value::integer(static_cast<int>(info.status))},
                                 {"code", Value::string(info.code)},
                                 {"precedence", Value::integer(info.precedence)},
                                 {"when", Value::string(info.when)},
                                 {"then", Value::string(info.then)}});
    }
    return topic;
}

Topic environment_topic() {
    const ProgramInfo program = program_info();
    Document document = precedence_document();
    add_heading(document, "Settings");
    append(document, settings_document(program));
    add_heading(document, "Other variables");
    append(document, variables_document());
    Topic topic{"environment", as_text(document), "variables"};
    const auto add = [&topic](std::string name, Value option, const std::string& help) {
        topic.records.push_back({{"type", Value::string("variable")},
                                 {"name", Value::string(std::move(name))},
                                 {"option", std::move(option)},
                                 {"help", Value::string(help)}});
    };
    for (const SettingInfo& setting : settings_of(program)) {
        add(variable_of(setting.option.key()),
            Value::string(setting.option.long_name()),
            setting.option.help);
    }
    for (const VariableInfo& variable : other_variables()) {
        add(variable.name, Value::null(), variable.help);
    }
    return topic;
}

Topic formats_topic() {
    const ProgramInfo program = program_info();
    Topic topic{"formats", as_text(formats_document(program)), "shapes"};
    for (const Shape& shape : shapes()) {
        if (shape.is_part) continue;
        topic.records.push_back(
            {{"type", Value::string("shape")},
             {"name", Value::string(shape.name)},
             {"fields", json::strings(shape.names())},
             {"commands", json::strings(commands_that_print(program, shape.name))}});
    }
    return topic;
}

}  // namespace

Document exit_codes_document() {
    Document document;
    add_paragraph(document,
                  "The exit status says what a script should do next. It does not depend on the "
                  "format or on --quiet. A number never changes its meaning; one that is not "
                  "listed here is a failure.");
    for (const StatusInfo& info : statuses()) {
        add_entry(document,
                  std::to_string(static_cast<int>(info.status)) + "  " + info.code,
                  std::string(info.when) + " -> " + info.then);
    }
    std::vector<StatusInfo> order = statuses();
    std::sort(order.begin(), order.end(), [](const StatusInfo& left, const StatusInfo& right) {
        return left.precedence < right.precedence;
    });
    std::vector<std::string> numbers;
    for (const StatusInfo& info : order) {
        numbers.push_back(std::to_string(static_cast<int>(info.status)));
    }
    add_paragraph(document,
                  "Where several apply, the first of these is the status: " + joined(numbers) +
                      ". What needs a person goes before what the next run mends, so a script "
                      "that forgives 5 hides no conflict.");
    return document;
}

Document precedence_document() {
    Document document;
    add_paragraph(document,
                  "An option --foo-bar that is listed here is also the variable SYNCLINE_FOO_BAR "
                  "and the key foo-bar of the configuration. The command line goes before the "
                  "environment, that before the file of --config, that before the user's file, "
                  "that before the system's. An empty variable counts as unset; a flag takes 1, "
                  "true, yes, on, 0, false, no or off.");
    return document;
}

Document settings_document(const ProgramInfo& program) {
    Document document;
    for (const SettingInfo& setting : settings_of(program)) {
        const OptionInfo& option = setting.option;
        std::string of = setting.commands.empty() ? "" : " [" + joined(setting.commands) + ']';
        add_entry(document,
                  variable_of(option.key()),
                  option.long_name() + (option.value.empty() ? "" : ' ' + option.value) + ": " +
                      option.help + of);
    }
    return document;
}

Document variables_document() {
    Document document;
    for (const VariableInfo& variable : other_variables()) {
        add_entry(document, variable.name, variable.help);
    }
    return document;
}

Document formats_document(const ProgramInfo& program) {
    Document document;
    add_paragraph(document,
                  "Results go to standard output and nothing else does; messages go to standard "
                  "error. Nothing that is printed depends on the locale. A time is RFC 3339 in UTC "
                  "and ends with Z.");
    add_heading(document, "Formats");
    for (const FormatInfo& format : formats()) add_entry(document, format.name, format.help);
    add_paragraph(document,
                  "--porcelain is short for its format, and so is --json; the last of these "
                  "options wins. --fields chooses members and their order, --no-header leaves the "
                  "names out, --raw prints the value of the one field as it is, and -0 ends each "
                  "record with NUL instead of a line end, so that xargs -0 can read it.");
    add_heading(document, "Null and empty");
    add_paragraph(document,
                  "JSON has null. In CSV null is nothing between two commas and the empty text is "
                  "\"\". In TSV null is \\N; a tab, a line end and a backslash in a value are "
                  "written \\t, \\n, \\r and \\\\, there and in the lines of text and porcelain. "
                  "A lone field before a NUL is not escaped.");
    add_heading(document, "Documents and lists");
    add_paragraph(document,
                  "In JSON a result is one document with \"schema\" and \"type\", a list is an "
                  "array, and an empty list is []. ndjson prints one object a line: of a list as "
                  "soon as each is known, of a run its events and then the summary. Members are "
                  "only ever added; \"schema\" counts what breaks that. A dry run adds "
                  "\"dry_run\":true. In porcelain a document begins with the line \"# syncline 1\" "
                  "and has one line a member: its name, a tab, its value.");
    add_heading(document, "Errors");
    add_paragraph(
        document,
        "With --json and ndjson each message on standard error is an object. An error has "
        "the type \"error\" and the members code, exit_code, message, hint, retryable and "
        "http; a \"warning\" and a \"note\" have a message.");
    add_heading(document, "Members");
    for (const Shape& shape : shapes()) {
        if (shape.is_part) continue;
        const std::string by = joined(commands_that_print(program, shape.name));
        add_entry(
            document,
            shape.name,
            (shape.fields.empty() ? "your own columns" : joined(shape.names())) + " [" + by + ']');
    }
    return document;
}

Topic topic_of(const std::string& name) {
    if (name == "exit-codes") return exit_codes_topic();
    if (name == "environment") return environment_topic();
    if (name == "formats") return formats_topic();
    if (name == "scripting") return {name, as_text(scripting_document())};
    throw std::logic_error("no topic " + name);
}

}  // namespace syncline::cmd
