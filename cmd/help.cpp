#include "help.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace syncline::cmd {

namespace {

constexpr std::size_t kColumn = 30;
constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kUsual = 80;

std::size_t width() {
    const char* columns = std::getenv("COLUMNS");
    const std::size_t number = columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
    return std::max(number == 0 ? kUsual : std::min(number, std::size_t{200}), kNarrowest);
}

/// `text` in lines of at most the width, each behind `indent` blanks; the first one continues a
/// line that is `used` characters long.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t used) {
    std::string out;
    std::size_t column = used;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find(' '), text.size());
        if (column > indent && column + 1 + length > width()) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            out += ' ';
            ++column;
        }
        out += text.substr(0, length);
        column += length;
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return out;
}

/// A name on the left, what it means on the right, below it where the name is long.
std::string entry(const std::string& name, std::string_view meaning) {
    std::string out = "  " + name;
    const std::size_t column = std::min(kColumn, width() / 2);
    if (out.size() + 2 > column) {
        out += '\n' + std::string(column, ' ');
    } else {
        out.append(column - out.size(), ' ');
    }
    return out + wrapped(meaning, column, column) + '\n';
}

/// "--[no-]json"; a name that says no already stays as it is.
std::string with_twin(const OptionInfo& option) {
    const std::string name = option.long_name();
    if (option.twin.empty() || name.rfind("--no-", 0) == 0) return name;
    return "--[no-]" + name.substr(2);
}

std::string shown(const OptionInfo& option) {
    const std::size_t comma = option.names.find(',');
    const std::string lead =
        comma == std::string::npos ? "    " : option.names.substr(0, comma) + ", ";
    std::string out = lead + with_twin(option);
    constexpr std::size_t kLongest = 24;
    const bool is_long = option.value.size() > kLongest;
    if (!option.value.empty()) out += ' ' + (is_long ? "NAME" : option.value);
    if (option.repeats) out += "...";
    return out;
}

std::string options_of(const Spec& spec) {
    std::string out;
    std::string section;
    const auto print_section = [&](const std::string& name) {
        for (const OptionInfo& option : spec.options()) {
            if (option.section != name) continue;
            if (section != name) out += '\n' + name + '\n';
            section = name;
            out += entry(shown(option), option.help);
        }
    };
    for (const char* name : {"Options", "Remote options", "Global options"}) print_section(name);
    out += entry("-h, --help", "print this help");
    out += entry("-V, --version", "print the version");
    return out;
}

std::string usage(const Command& command, const Spec& spec) {
    std::string line = std::string("usage: syncline ") + command.name + " [options]";
    for (const ArgumentInfo& argument : spec.positionals()) {
        const std::string name = argument.name + (argument.repeats ? "..." : "");
        line += argument.required ? ' ' + name : " [" + name + ']';
    }
    return line + '\n';
}

}  // namespace

std::string short_help() {
    return "usage: syncline [options] COMMAND ...\n"
           "\"syncline --help\" lists the commands, \"syncline COMMAND --help\" explains one.\n";
}

std::string help_for_all(const Spec& globals) {
    std::string out =
        "usage: syncline [options] COMMAND ...\n\n" +
        wrapped(
            "An offline table store: one SQLite file with your tables and the queue of changes "
            "that an Azure Mobile Apps service has not accepted yet.",
            0,
            0) +
        '\n';
    std::string group;
    for (const Command& command : kCommands) {
        if (group != command.group) out += '\n' + std::string(command.group) + '\n';
        group = command.group;
        out += entry(command.name, command.summary);
    }
    return out + options_of(globals) + "\n\"syncline COMMAND --help\" explains one command.\n";
}

std::string help_for_first_word(const std::string& word) {
    std::string out = "usage: syncline " + word + " COMMAND ...\n\n";
    for (const Command& command : kCommands) {
        const std::string name = command.name;
        if (name.rfind(word + ' ', 0) == 0) out += entry(name, command.summary);
    }
    return out + "\n\"syncline " + word + " COMMAND --help\" explains one command.\n";
}

std::string help_for(const Command& command, const Spec& spec) {
    std::string summary = command.summary;
    summary.front() = static_cast<char>(summary.front() - 'a' + 'A');
    std::string out = usage(command, spec) + '\n' + wrapped(summary + '.', 0, 0) + '\n';
    if (!spec.positionals().empty()) out += "\nArguments\n";
    for (const ArgumentInfo& argument : spec.positionals()) {
        out += entry(argument.name + (argument.repeats ? "..." : ""), argument.help);
    }
    out += options_of(spec);
    if (!spec.examples().empty()) out += "\nExamples\n";
    for (const std::string& example : spec.examples()) out += "  " + example + '\n';
    return out;
}

}  // namespace syncline::cmd
