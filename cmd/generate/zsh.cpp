#include "escape.hpp"
#include "generate/completes.hpp"
#include "generate/generate.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

constexpr const char* kZshHead = R"sh(#compdef syncline
# Completions of syncline for zsh, made by "syncline generate completion zsh".

# Asks the program that is being completed about the store that its line names.
_syncline_ask() {
    local -a named
    local -i i
    for ((i = 2; i < $#_syncline_line; i++)); do
        case $_syncline_line[i] in
            -d|--db) named+=(--db "${${(Q)_syncline_line[i+1]}/#\~\//$HOME/}") ;;
            --db=*) named+=(--db "${(Q)_syncline_line[i]#*=}") ;;
            -c|--config) named+=(--config "${${(Q)_syncline_line[i+1]}/#\~\//$HOME/}") ;;
            --config=*) named+=(--config "${(Q)_syncline_line[i]#*=}") ;;
        esac
    done
    command "${${(Q)_syncline_line[1]}/#\~\//$HOME/}" "$@" $named 2>/dev/null </dev/null
}

# The table that the line is about: --table, else the first argument.
_syncline_table() {
    print -r -- "${(Q)${opt_args[--table]:-$line[1]}}"
}

_syncline_offer() { # WHAT CANDIDATES...
    local what=$1
    shift
    (($#)) && compadd -X "$what" "${_syncline_more[@]}" -- "$@"
}

_syncline_tables() { _syncline_offer table ${(f)"$(_syncline_ask tables --porcelain --fields name)"} }
_syncline_ids() {
    local begin=${PREFIX//\'/\'\'}
    _syncline_offer id ${(f)"$(_syncline_ask query "$(_syncline_table)" --ids --top 50 --filter "startswith(id,'$begin')")"}
}
_syncline_operations() { _syncline_offer operation ${(f)"$(_syncline_ask queue list --porcelain --fields sequence)"} }
_syncline_conflicts() { _syncline_offer conflict ${(f)"$(_syncline_ask conflicts list --porcelain --fields id)"} }
_syncline_columns() { _syncline_offer column ${(ps:\t:)"$(_syncline_ask query "$(_syncline_table)" --top 0 --format tsv)"} }
_syncline_fields() { _syncline_offer field $fields }
_syncline_assignments() {
    local -a _syncline_more=(-S =)
    compset -P '*=' && { _default; return }
    _syncline_columns
}

)sh";

constexpr const char* kZshTail = R"sh(
_syncline() {
    local curcontext=$curcontext state line ret=1
    local -a _syncline_line=("${words[@]}") _syncline_more
    local -A opt_args
    _arguments -C -S -A '-*' $_syncline_globals ': :_syncline_commands' '*:: :->rest' && ret=0
    if [[ $state == rest ]]; then
        local command=$words[1]
        if (($+functions[_syncline_in_$command])); then
            if ((CURRENT == 2)); then
                _syncline_in_$command && ret=0
                return ret
            fi
            command+=-$words[2]
            shift words
            ((CURRENT--))
        fi
        curcontext=${curcontext%:*}-$command:
        (($+functions[_syncline-$command])) && _syncline-$command && ret=0
    fi
    return ret
}

_syncline "$@"
)sh";

/// `text` inside `[…]` or between colons of an argument of _arguments.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string action_of(const Completes& completes) {
    switch (completes.kind) {
        case Completes::Kind::nothing:
            break;
        case Completes::Kind::words: {
            std::string words;
            for (const std::string& word : completes.words) {
                words += words.empty() ? "" : " ";
                for (const char c : word) {
                    if (c == ' ' || c == ':') words += '\\';
                    words += c;
                }
            }
            return '(' + words + ')';
        }
        case Completes::Kind::file:
            return "_files";
        case Completes::Kind::folder:
            return "_files -/";
        case Completes::Kind::table:
            return "_syncline_tables";
        case Completes::Kind::column:
            return "_syncline_columns";
        case Completes::Kind::assignment:
            return "_syncline_assignments";
        case Completes::Kind::id:
            return "_syncline_ids";
        case Completes::Kind::operation:
            return "_syncline_operations";
        case Completes::Kind::conflict:
            return "_syncline_conflicts";
    }
    return " ";
}

/// The arguments of _arguments for one option.
std::string option_lines(const OptionInfo& option,
                         const CommandInfo& command,
                         const ProgramInfo& program,
                         const char* indent) {
    std::string value;
    if (option.type == OptionType::pair) {
        value = ":name: :value: ";
    } else if (!option.is_flag()) {
        // The fields are those of each command, which says so in its function.
        const bool fields = option.long_name() == "--fields";
        value =
            ':' + escaped(option.value) + ':' +
            (fields ? "_syncline_fields" : action_of(completes(option.value, command, program)));
    }
    const std::string help = '[' + escaped(option.help) + ']' + value;
    const std::string equals = option.is_flag() || option.type == OptionType::pair ? "" : "=";
    const std::string star = option.repeats ? "*" : "";
    std::string out;
    if (!short_name(option).empty()) {
        out += indent + shell_quoted(star + short_name(option) + help) + '\n';
    }
    out += indent + shell_quoted(star + option.long_name() + equals + help) + '\n';
    if (!shown_twin(option).empty()) {
        out += indent + shell_quoted(option.twin + "[not " + option.long_name() + ']') + '\n';
    }
    return out;
}

std::string function_name(const std::string& command) {
    std::string name = "_syncline-" + command;
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string command_function(const CommandInfo& command, const ProgramInfo& program) {
    std::string out = function_name(command.name) + "() {\n    local -a arguments=(\n";
    for (const OptionInfo& option : own_options(command)) {
        out += option_lines(option, command, program, "        ");
    }
    for (const ArgumentInfo& argument : command.arguments) {
        const std::string place = argument.repeats ? "*:" : argument.required ? ":" : "::";
        out += "        " +
               shell_quoted(place + escaped(argument.name) + ':' +
                            action_of(completes(argument.name, command, program))) +
               '\n';
    }
    out += "    )\n";
    out += "    local -a fields=(";
    const auto fields = completes("NAME,...", command, program).words;
    return out + joined(fields, " ") + ")\n    _arguments -S $_syncline_globals $arguments\n}\n";
}

std::string words_function(const std::string& name, const std::vector<CommandWord>& words) {
    std::string out = name + "() {\n    local -a commands=(\n";
    for (const CommandWord& each : words) {
        out += "        " + shell_quoted(each.word + ':' + each.summary) + '\n';
    }
    return out + "    )\n    _describe command commands\n}\n";
}

}  // namespace

std::string zsh_completion(const ProgramInfo& program) {
    std::string out = kZshHead;
    out += "typeset -ga _syncline_globals\n_syncline_globals=(\n";
    const CommandInfo none{};
    for (const OptionInfo& option : program.globals) {
        out += option_lines(option, none, program, "    ");
    }
    out += ")\n\n" + words_function("_syncline_commands", command_words(program));
    for (const std::string& first : first_words(program)) {
        out += '\n' + words_function("_syncline_in_" + first, second_words(program, first));
    }
    for (const CommandInfo& command : program.commands) {
        out += '\n' + command_function(command, program);
    }
    return out + kZshTail;
}

}  // namespace syncline::cmd
