#include "escape.hpp"
#include "generate/completes.hpp"
#include "generate/generate.hpp"

#include <algorithm>
#include <set>

namespace syncline::cmd {

namespace {

constexpr const char* kFishHead =
    R"sh(# Completions of syncline for fish, made by "syncline generate completion fish".

# The words before the cursor that are neither options nor their values.
function __syncline_words
    set -l tokens (commandline -opc)
    set -l skip 0
    for token in $tokens[2..]
        if test $skip -gt 0
            set skip (math $skip - 1)
            continue
        end
        switch $token
            case '--*=*'
            case $__syncline_of_two_values
                set skip 2
            case $__syncline_of_a_value
                set skip 1
            case '-?*'
            case '*'
                echo $token
        end
    end
end

# Whether the words of a command are there, and COUNT arguments of it: "2", or "1+" for that or more.
function __syncline_at --argument-names command count
    set -l words (__syncline_words)
    set -l name (string split ' ' -- $command)
    set -l length (count $name)
    test (count $words) -ge $length; or return 1
    test "$words[1..$length]" = "$command"; or return 1
    set -l rest (math (count $words) - $length)
    switch "$count"
        case ''
            return 0
        case '*+'
            test $rest -ge (string replace + '' -- $count)
        case '*'
            test $rest -eq $count
    end
end

function __syncline_at_start
    test (count (__syncline_words)) -eq 0
end

# What the line says behind an option, the last time.
function __syncline_said
    set -l tokens (commandline -opc)
    set -l found
    for i in (seq (count $tokens))
        for name in $argv
            if test "$tokens[$i]" = $name; and test $i -lt (count $tokens)
                set found $tokens[(math $i + 1)]
            else if string match -q -- "$name=*" $tokens[$i]
                set found (string replace -- "$name=" '' $tokens[$i])
            end
        end
    end
    test -n "$found"; or return 1
    string replace -r '^~/' "$HOME/" -- $found
    return 0
end

# Asks the program that is being completed about the store that its line names.
function __syncline_ask
    set -l program (commandline -opc)[1]
    set program (string replace -r '^~/' "$HOME/" -- $program)
    set -l named
    set -l db (__syncline_said -d --db); and set -a named --db $db
    set -l config (__syncline_said -c --config); and set -a named --config $config
    command $program $argv $named 2>/dev/null </dev/null
end

# The table that the line is about: --table, else the argument behind the command's words.
function __syncline_table --argument-names length
    set -l words (__syncline_words)
    __syncline_said --table; or echo $words[(math $length + 1)]
end

function __syncline_tables
    __syncline_ask tables --porcelain --fields name
end
function __syncline_ids
    set -l begin (string replace -a "'" "''" -- (commandline -ct))
    __syncline_ask query (__syncline_table $argv[1]) --ids --top 50 --filter "startswith(id,'$begin')"
end
function __syncline_operations
    __syncline_ask queue list --porcelain --fields sequence
end
function __syncline_conflicts
    __syncline_ask conflicts list --porcelain --fields id
end
function __syncline_columns
    __syncline_ask query (__syncline_table $argv[1]) --top 0 --format tsv | string split \t
end
function __syncline_assignments
    __syncline_columns $argv[1] | string replace -r '$' =
end

complete -c syncline -f
)sh";

/// What -a is given, and whether files are offered too.
std::string offer(const Completes& completes, const CommandInfo& command) {
    const std::string length =
        command.name.find(' ') == std::string::npos ? " 1" : " 2";  // words of the command
    switch (completes.kind) {
        case Completes::Kind::nothing:
            break;
        case Completes::Kind::words:
            return " -a " + fish_quoted(joined(completes.words, " "));
        case Completes::Kind::file:
            return " -F";
        case Completes::Kind::folder:
            return " -a '(__fish_complete_directories)'";
        case Completes::Kind::table:
            return " -a '(__syncline_tables)'";
        case Completes::Kind::column:
            return " -a '(__syncline_columns" + length + ")'";
        case Completes::Kind::assignment:
            return " -a '(__syncline_assignments" + length + ")'";
        case Completes::Kind::id:
            return " -a '(__syncline_ids" + length + ")'";
        case Completes::Kind::operation:
            return " -a '(__syncline_operations)'";
        case Completes::Kind::conflict:
            return " -a '(__syncline_conflicts)'";
    }
    return {};
}

std::string option_lines(const std::string& condition,
                         const OptionInfo& option,
                         const CommandInfo& command,
                         const ProgramInfo& program) {
    std::string out = "complete -c syncline" + condition;
    if (!short_name(option).empty()) out += " -s " + short_name(option).substr(1);
    out += " -l " + option.long_name().substr(2);
    if (!option.is_flag()) {
        const Completes what = completes(option.value, command, program);
        const bool files = what.kind == Completes::Kind::file;
        out += (files ? " -r" : " -x") + offer(what, command);
    }
    out += " -d " + fish_quoted(option.help) + '\n';
    if (shown_twin(option).empty()) return out;
    return out + "complete -c syncline" + condition + " -l " + option.twin.substr(2) + " -d " +
           fish_quoted("not " + option.long_name()) + '\n';
}

std::string argument_lines(const CommandInfo& command, const ProgramInfo& program) {
    std::string out;
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const ArgumentInfo& argument = command.arguments[i];
        const Completes what = completes(argument.name, command, program);
        if (what.kind == Completes::Kind::nothing) continue;
        const std::string count = std::to_string(i) + (argument.repeats ? "+" : "");
        out += "complete -c syncline -n " +
               fish_quoted("__syncline_at \"" + command.name + "\" " + count) +
               offer(what, command) + '\n';
    }
    return out;
}

std::string word_lines(const std::string& condition, const std::vector<CommandWord>& words) {
    std::string out;
    for (const CommandWord& each : words) {
        out += "complete -c syncline -n " + fish_quoted(condition) + " -a " + each.word + " -d " +
               fish_quoted(each.summary) + '\n';
    }
    return out;
}

/// The names of all options that take this many values in some command.
std::string names_with_values(const ProgramInfo& program, bool pairs) {
    std::set<std::string> names;
    for (const CommandInfo& command : program.commands) {
        for (const OptionInfo& option : command.options) {
            if (option.is_flag() || (option.type == OptionType::pair) != pairs) continue;
            names.insert(option.long_name());
            if (!short_name(option).empty()) names.insert(short_name(option));
        }
    }
    std::string out;
    for (const std::string& name : names) out += ' ' + name;
    return out;
}

}  // namespace

std::string fish_completion(const ProgramInfo& program) {
    std::string out = kFishHead;
    out += "set -g __syncline_of_a_value" + names_with_values(program, false) + '\n';
    out += "set -g __syncline_of_two_values" + names_with_values(program, true) + "\n\n";
    out += word_lines("__syncline_at_start", command_words(program));
    for (const std::string& first : first_words(program)) {
        out += word_lines("__syncline_at " + first + " 0", second_words(program, first));
    }
    const CommandInfo none{};
    for (const OptionInfo& option : program.globals) {
        out += option_lines("", option, none, program);
    }
    for (const CommandInfo& command : program.commands) {
        out += '\n';
        const std::string condition = " -n " + fish_quoted("__syncline_at \"" + command.name + '"');
        for (const OptionInfo& option : own_options(command)) {
            out += option_lines(condition, option, command, program);
        }
        const Completes fields = completes("NAME,...", command, program);
        if (!fields.words.empty()) {
            out += "complete -c syncline" + condition + " -l fields -x" + offer(fields, command) +
                   '\n';
        }
        out += argument_lines(command, program);
    }
    return out;
}

}  // namespace syncline::cmd
