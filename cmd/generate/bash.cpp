#include "escape.hpp"
#include "generate/completes.hpp"
#include "generate/generate.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace syncline::cmd {

namespace {

constexpr const char* kBashHead =
    R"sh(# Completions of syncline for bash, made by "syncline generate completion bash".
# shellcheck shell=bash disable=SC2034

# Asks the program that is being completed about the store that its line names.
_syncline_ask() {
    command "${words[0]/#\~\//"$HOME"/}" "$@" ${config:+--config "$config"} ${db:+--db "$db"} 2>/dev/null </dev/null
}

# The line up to the cursor: words that were split at "=" and ":" made whole again.
_syncline_split() {
    local line=${COMP_LINE:0:COMP_POINT} rest token i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        token=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || token=$rest
        if ((i > 0)) && [[ $rest == "$line" ]]; then
            words[-1]+=$token
        else
            words+=("$token")
        fi
        line=${rest#"$token"}
    done
}

# Finds the command, its arguments before the cursor, and what the last word is the value of.
_syncline_read() {
    local word kind options_ended='' i
    local -i left=0
    command='' value_of='' arguments=() db='' table='' config='' first=''
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if ((left > 0)); then
            left=$((left - 1))
            case $value_of in
                -d | --db) db=${word/#\~\//"$HOME"/} ;;
                -c | --config) config=${word/#\~\//"$HOME"/} ;;
                --table) table=$word ;;
            esac
            ((left > 0)) || value_of=''
        elif [[ -z $options_ended && $word == -- ]]; then
            options_ended=yes
        elif [[ -z $options_ended && $word == --*=* ]]; then
            case $word in
                --db=*) db=${word#*=} ;;
                --config=*) config=${word#*=} ;;
                --table=*) table=${word#*=} ;;
            esac
        elif [[ -z $options_ended && $word == -?* ]]; then
            kind=$(_syncline_value "$command" "$word")
            case $kind in
                '') ;;
                pair) left=2 value_of=$word ;;
                *) left=1 value_of=$word ;;
            esac
        elif [[ -n $command ]]; then
            arguments+=("$word")
        elif [[ -n $first ]]; then
            command="$first $word"
        elif [[ -n $(_syncline_second_words "$word") ]]; then
            first=$word
        else
            command=$word
        fi
    done
    [[ -n $table ]] || table=${arguments[0]-}
}

_syncline_candidates() {
    case $1 in
        words) printf '%s\n' "${@:2}" ;;
        table) _syncline_ask tables --porcelain --fields name ;;
        id) _syncline_ask query "$table" --ids --top 50 --filter "startswith(id,'${part//\'/\'\'}')" ;;
        operation) _syncline_ask queue list --porcelain --fields sequence ;;
        conflict) _syncline_ask conflicts list --porcelain --fields id ;;
        column | assignment)
            local suffix=
            [[ $1 == column ]] || suffix='='
            _syncline_ask query "$table" --top 0 --format tsv | tr '\t' '\n' | sed "s/\$/$suffix/"
            ;;
    esac
}

# Puts what begins with $part into COMPREPLY, without what stands before the last "=" or ":" that
# the shell splits at.
_syncline_reply() {
    local candidate breaks="[${COMP_WORDBREAKS//[!=:]/}]" before=''
    # shellcheck disable=SC2295 # a pattern
    [[ $breaks == '[]' ]] || before=${part%"${part##*$breaks}"}
    while IFS= read -r candidate; do
        [[ -n $candidate && $candidate == "$part"* ]] || continue
        [[ $candidate != *[=:] ]] || compopt -o nospace 2>/dev/null
        candidate=${candidate#"$before"}
        if [[ $candidate == *[!A-Za-z0-9_.,:=@%+/-]* ]]; then printf -v candidate %q "$candidate"; fi
        COMPREPLY+=("$candidate")
    done
}

_syncline_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$1" -- "${part/#\~\//"$HOME"/}")
}

_syncline() {
    local -a words arguments kind
    local command value_of db table config first part
    COMPREPLY=()
    _syncline_split
    _syncline_read
    part=${words[-1]}
    if [[ -z $value_of && $part == --*=* ]]; then
        value_of=${part%%=*}
        part=${part#*=}
    fi
    if [[ -n $value_of ]]; then
        read -ra kind <<<"$(_syncline_value "$command" "$value_of")"
    elif [[ $part == -* ]]; then
        kind=(words "${_syncline_globals[@]}")
        # shellcheck disable=SC2207 # no option holds a blank
        [[ -z $command ]] || kind+=($(_syncline_options "$command"))
    elif [[ -n $command ]]; then
        read -ra kind <<<"$(_syncline_argument "$command" "${#arguments[@]}")"
    elif [[ -n $first ]]; then
        read -ra kind <<<"words $(_syncline_second_words "$first")"
    else
        kind=(words "${_syncline_commands[@]}")
    fi
    case ${kind[0]-} in
        file) _syncline_files -f ;;
        folder) _syncline_files -d ;;
        *) _syncline_reply < <(_syncline_candidates "${kind[@]}") ;;
    esac
}

)sh";

constexpr const char* kBashTail = "\ncomplete -F _syncline syncline\n";

/// "words a b", "table"; of an option of two values "pair".
std::string kind_of(const Completes& completes) {
    std::string kind = name_of(completes.kind);
    for (const std::string& word : completes.words) kind += ' ' + word;
    return kind;
}

std::string kind_of(const OptionInfo& option,
                    const CommandInfo& command,
                    const ProgramInfo& program) {
    if (option.type == OptionType::pair) return "pair";
    return kind_of(completes(option.value, command, program));
}

std::vector<std::string> names_of(const OptionInfo& option) {
    std::vector<std::string> names;
    if (!short_name(option).empty()) names.push_back(short_name(option));
    names.push_back(option.long_name());
    if (!shown_twin(option).empty()) names.push_back(shown_twin(option));
    return names;
}

std::string option_words(const std::vector<OptionInfo>& options) {
    std::vector<std::string> words;
    for (const OptionInfo& option : options) {
        const std::vector<std::string> names = names_of(option);
        words.insert(words.end(), names.begin(), names.end());
    }
    return joined(words, " ");
}

/// A function that prints, for each word or pair of words, a line.
class CaseFunction {
  public:
    CaseFunction(const char* name, const char* on, const char* comment)
        : out_("\n# " + std::string(comment) + "\n" + name + "() {\n    case " + on + " in\n") {}
    /// `pattern`: quoted as far as it is no pattern.
    void add(const std::string& pattern, const std::string& line) {
        patterns_[line].push_back(pattern);
    }
    std::string text() {
        for (const auto& [line, patterns] : patterns_) {
            out_ += "        " + joined(patterns, " | ") + ")\n            echo " +
                    shell_quoted(line) + "\n            ;;\n";
        }
        return out_ + "    esac\n}\n";
    }

  private:
    std::string out_;
    std::map<std::string, std::vector<std::string>> patterns_;
};

/// For each name of an option what it takes in each command that has it; empty for a flag.
std::map<std::string, std::map<std::string, std::string>> kinds_by_option(
    const ProgramInfo& program) {
    std::map<std::string, std::map<std::string, std::string>> kinds;
    const auto add = [&](const CommandInfo& command, const OptionInfo& option) {
        const std::string kind = option.is_flag() ? "" : kind_of(option, command, program);
        for (const std::string& name : names_of(option)) kinds[name][command.name] = kind;
    };
    CommandInfo none;
    none.options = program.globals;
    for (const OptionInfo& option : none.options) add(none, option);
    for (const CommandInfo& command : program.commands) {
        for (const OptionInfo& option : command.options) add(command, option);
    }
    return kinds;
}

/// A pattern for the argument number `place` of a command, or for all from it on.
std::string pattern_of(const std::string& command, std::size_t place, bool and_more) {
    const std::string number = std::to_string(place);
    if (!and_more) return shell_quoted(command + ' ' + number);
    return shell_quoted(command + ' ') + (place == 0 ? "*" : "[" + number + "-9]*");
}

std::string values_function(const ProgramInfo& program) {
    CaseFunction function("_syncline_value",
                          "\"$1 $2\"",
                          "What follows the option $2 of the command $1; nothing for a flag.");
    for (const auto& [name, kinds] : kinds_by_option(program)) {
        std::set<std::string> different;
        for (const auto& each : kinds) different.insert(each.second);
        if (different.size() == 1) {
            if (!different.begin()->empty()) {
                function.add("*" + shell_quoted(' ' + name), *different.begin());
            }
            continue;
        }
        for (const auto& [command, kind] : kinds) {
            if (!kind.empty()) function.add(shell_quoted(command + ' ' + name), kind);
        }
    }
    return function.text();
}

std::string arguments_function(const ProgramInfo& program) {
    CaseFunction function(
        "_syncline_argument", "\"$1 $2\"", "What the argument number $2 of the command $1 is.");
    for (const CommandInfo& command : program.commands) {
        for (std::size_t i = 0; i < command.arguments.size(); ++i) {
            const ArgumentInfo& argument = command.arguments[i];
            const Completes what = completes(argument.name, command, program);
            if (what.kind == Completes::Kind::nothing) continue;
            function.add(pattern_of(command.name, i, argument.repeats), kind_of(what));
        }
    }
    return function.text();
}

}  // namespace

std::string bash_completion(const ProgramInfo& program) {
    std::vector<std::string> commands;
    for (const CommandWord& each : command_words(program)) commands.push_back(each.word);
    std::string out = kBashHead;
    out += "_syncline_commands=(" + joined(commands, " ") + ")\n";
    out += "_syncline_globals=(" + option_words(program.globals) + ")\n";

    CaseFunction seconds("_syncline_second_words", "$1", "The words that may follow the word $1.");
    for (const std::string& first : first_words(program)) {
        std::vector<std::string> words;
        for (const CommandWord& each : second_words(program, first)) words.push_back(each.word);
        seconds.add(shell_quoted(first), joined(words, " "));
    }
    CaseFunction options(
        "_syncline_options", "$1", "The options of the command $1, but for the global ones.");
    for (const CommandInfo& command : program.commands) {
        const std::string words = option_words(own_options(command));
        if (!words.empty()) options.add(shell_quoted(command.name), words);
    }
    return out + seconds.text() + options.text() + values_function(program) +
           arguments_function(program) + kBashTail;
}

}  // namespace syncline::cmd
