#include "help.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

constexpr const char* kUsage = "usage: syncline [options] COMMAND ...";

Document document_of(const CommandInfo& command) {
    Document document;
    add_paragraph(document, "usage: " + synopsis_of(command));
    std::string summary = command.summary;
    summary.front() = static_cast<char>(summary.front() - 'a' + 'A');
    add_paragraph(document, summary + '.');
    if (!command.description.empty()) add_paragraph(document, command.description);
    if (!command.arguments.empty()) add_heading(document, "Arguments");
    for (const ArgumentInfo& argument : command.arguments) {
        add_entry(document, argument.name + (argument.repeats ? "..." : ""), argument.help);
    }
    add_options(document, command.options, false);
    if (!command.statuses.empty()) add_heading(document, "Exit statuses");
    add_statuses(document, command.statuses);
    if (!command.examples.empty()) add_heading(document, "Examples");
    for (const std::string& example : command.examples) add_code(document, example);
    return document;
}

}  // namespace

void add_options(Document& document, const std::vector<OptionInfo>& options, bool nested) {
    std::string section;
    for (const OptionInfo& option : options) {
        if (option.section != section) {
            section = option.section;
            if (!nested) add_heading(document, section);
            if (nested && section != "Options") add_subheading(document, section);
        }
        add_entry(document, shown_name(option), option.help);
    }
}

void add_statuses(Document& document, const std::vector<Status>& listed) {
    for (const StatusInfo& info : statuses()) {
        if (std::find(listed.begin(), listed.end(), info.status) == listed.end()) continue;
        add_entry(document, std::to_string(static_cast<int>(info.status)), info.when);
    }
}

std::string short_help() {
    return std::string(kUsage) +
           "\n\"syncline --help\" lists the commands, \"syncline COMMAND --help\" explains one.\n";
}

std::string help_for_all(const Spec& globals) {
    Document document;
    add_paragraph(document, kUsage);
    add_paragraph(document,
                  "An offline table store: one SQLite file with your tables and the queue of "
                  "changes that an Azure Mobile Apps service has not accepted yet.");
    std::string group;
    for (const Command& command : kCommands) {
        if (group != command.group) add_heading(document, command.group);
        group = command.group;
        add_entry(document, command.name, command.summary);
    }
    const Command none{"", "", "", nullptr};
    add_options(document, info_of(none, globals).options, false);
    return as_text(document) +
           "\n\"syncline COMMAND --help\" explains one command; \"syncline help TOPIC\" explains\n"
           "exit-codes, environment, formats or scripting.\n";
}

std::string help_for_first_word(const std::string& word) {
    Document document;
    add_paragraph(document, "usage: syncline " + word + " COMMAND ...");
    add_heading(document, "Commands");
    for (const Command& command : kCommands) {
        const std::string name = command.name;
        if (name.rfind(word + ' ', 0) == 0) add_entry(document, name, command.summary);
    }
    return as_text(document) + "\n\"syncline " + word + " COMMAND --help\" explains one command.\n";
}

std::string help_for(const CommandInfo& command) {
    return as_text(document_of(command));
}

std::string whole_help() {
    Spec globals;
    Globals unused;
    add_globals(globals, unused);
    std::string out = help_for_all(globals);
    for (const CommandInfo& command : program_info().commands) out += '\n' + help_for(command);
    return out;
}

}  // namespace syncline::cmd
