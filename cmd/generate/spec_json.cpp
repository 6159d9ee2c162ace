#include "generate/generate.hpp"
#include "json_objects.hpp"
#include "settings.hpp"

namespace syncline::cmd {

namespace {

using json::add;
using json::text_or_null;

Members argument_object(const ArgumentInfo& argument) {
    return {{"name", Value::string(argument.name)},
            {"required", Value::boolean(argument.required)},
            {"repeats", Value::boolean(argument.repeats)},
            {"choices", json::strings(choices_of(argument.name))},
            {"help", Value::string(argument.help)}};
}

Members option_object(const OptionInfo& option) {
    const std::size_t comma = option.names.find(',');
    Members members;
    add(members, "name", Value::string(option.long_name()));
    add(members,
        "short",
        comma == std::string::npos ? Value::null() : Value::string(option.names.substr(0, comma)));
    add(members, "twin", text_or_null(option.twin));
    add(members, "section", Value::string(option.section));
    add(members, "type", Value::string(name_of(option.type)));
    add(members, "value", text_or_null(option.value));
    add(members, "choices", json::strings(choices_of(option.value)));
    add(members, "repeats", Value::boolean(option.repeats));
    add(members, "default", text_or_null(option.fallback));
    add(members,
        "variable",
        option.settable ? Value::string(variable_of(option.key())) : Value::null());
    add(members, "key", option.settable ? Value::string(option.key()) : Value::null());
    add(members, "help", Value::string(option.help));
    return members;
}

Members command_object(const CommandInfo& command) {
    Members members;
    add(members, "name", Value::string(command.name));
    add(members, "group", Value::string(command.group));
    add(members, "summary", Value::string(command.summary));
    add(members, "description", Value::string(command.description));
    add(members, "synopsis", Value::string(synopsis_of(command)));
    add(members, "arguments", json::array(command.arguments, argument_object));
    add(members, "options", json::array(command.options, option_object));
    std::string numbers;
    for (const Status status : command.statuses) {
        numbers += (numbers.empty() ? "[" : ",") + std::to_string(static_cast<int>(status));
    }
    add(members, "statuses", Value::nested(numbers.empty() ? "[]" : numbers + ']'));
    add(members, "results", json::strings(command.shapes));
    add(members, "examples", json::strings(command.examples));
    return members;
}

}  // namespace

std::string spec_json(const ProgramInfo& program) {
    Members members = json::document("spec");
    add(members, "options", json::array(program.globals, option_object));
    add(members, "commands", json::array(program.commands, command_object));
    return write_members(members) + '\n';
}

}  // namespace syncline::cmd
