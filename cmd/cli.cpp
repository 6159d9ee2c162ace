#include "cli.hpp"

#include "commands/commands.hpp"
#include "help.hpp"

#include <syncline/text.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>

#ifndef SYNCLINE_VERSION
#error "SYNCLINE_VERSION is set by the build"
#endif

namespace syncline::cmd {

namespace {

using Words = std::vector<std::string>;

constexpr int kReaderGone = 141;

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

bool is_option(const std::string& word) {
    return word.size() > 1 && word.front() == '-';
}

bool takes_next_word(const std::string& word) {
    return std::find(kGlobalsWithValue.begin(), kGlobalsWithValue.end(), word) !=
           kGlobalsWithValue.end();
}

/// The place of the first word that is neither an option nor an option's value.
std::size_t find_command_word(const Words& words, std::size_t from) {
    std::size_t at = from;
    while (at < words.size() && is_option(words[at])) at += takes_next_word(words[at]) ? 2U : 1U;
    return std::min(at, words.size());
}

const Command* find_command(const std::string& name) {
    const auto* found = std::find_if(
        kCommands.begin(), kCommands.end(), [&](const Command& each) { return name == each.name; });
    return found == kCommands.end() ? nullptr : found;
}

bool begins_a_command(const std::string& word) {
    return std::any_of(kCommands.begin(), kCommands.end(), [&](const Command& each) {
        return std::string(each.name).rfind(word + ' ', 0) == 0;
    });
}

/// `next`: the word after it, which may be the second of a command that is mistyped in its first.
[[noreturn]] void throw_unknown_command(const std::string& name, const std::string& next) {
    Words names;
    for (const Command& command : kCommands) names.emplace_back(command.name);
    std::string meant = nearest(name, names);
    if (meant.empty() && !next.empty()) meant = nearest(name + ' ' + next, names);
    throw UsageError("unknown command " + quoted(name),
                     meant.empty() ? "\"syncline --help\" lists the commands"
                                   : "did you mean " + quoted(meant) + "?");
}

bool asks_for_help(const Words& words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word == "-h" || word == "--help";
    });
}

[[noreturn]] void throw_incomplete_command(const std::string& word) {
    std::string seconds;
    for (const Command& command : kCommands) {
        const std::string name = command.name;
        if (name.rfind(word + ' ', 0) != 0) continue;
        seconds += (seconds.empty() ? "" : ", ") + name.substr(word.size() + 1);
    }
    throw UsageError(quoted(word) + " needs a second word", "it may be " + seconds);
}

/// The first word of a command of two, if that is all there is.
std::string lone_first_word(const Words& words) {
    const std::size_t at = find_command_word(words, 0);
    if (at == words.size() || !begins_a_command(words[at])) return {};
    return find_command_word(words, at + 1) == words.size() ? words[at] : std::string();
}

/// Takes the command's one or two words out of `words`; nullptr if there is none. The second word
/// is there where the first needs one.
const Command* take_command(Words& words) {
    const std::size_t at = find_command_word(words, 0);
    if (at == words.size()) return nullptr;
    std::string name = words[at];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
    if (begins_a_command(name)) {
        const std::size_t second = find_command_word(words, at);
        name += ' ' + words[second];
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(second));
    }
    const Command* command = find_command(name);
    if (command != nullptr) return command;
    const std::size_t second = find_command_word(words, at);
    throw_unknown_command(name, second == words.size() ? "" : words[second]);
}

Status print(Streams& streams, const std::string& text) {
    streams.out.write(text);
    return Status::ok;
}

Status print_version(Streams& streams) {
    return print(streams, "syncline " SYNCLINE_VERSION "\n");
}

std::unique_ptr<Printer> make_printer(const Globals& globals, Streams& streams) {
    return globals.json ? make_json_printer(streams, globals.verbosity)
                        : make_text_printer(streams, globals.verbosity);
}

/// Without a command only --help and --version make sense.
Status run_without_command(const Words& words, Streams& streams) {
    Spec spec;
    Globals globals;
    add_globals(spec, globals);
    switch (spec.parse(words)) {
        case Spec::Parsed::help:
            return print(streams, help_for_all(spec));
        case Spec::Parsed::version:
            return print_version(streams);
        case Spec::Parsed::run:
            break;
    }
    streams.err.write(short_help());
    return Status::usage;
}

/// A wrong option or argument is answered with where to look it up.
Spec::Parsed parse(const Command& command, Spec& spec, const Words& words) {
    try {
        return spec.parse(words);
    } catch (const UsageError& error) {
        if (!error.hint().empty()) throw;
        throw UsageError(
            error.what(),
            quoted(std::string("syncline ") + command.name + " --help") + " explains it");
    }
}

/// Reads the words and does what they say. `printer` becomes the one that the user asked for.
Status act(Words words, Streams& streams, std::unique_ptr<Printer>& printer) {
    if (const std::string first = lone_first_word(words); !first.empty()) {
        if (asks_for_help(words)) return print(streams, help_for_first_word(first));
        throw_incomplete_command(first);
    }
    const Command* command = take_command(words);
    if (command == nullptr) return run_without_command(words, streams);
    Spec spec;
    Globals globals;
    add_globals(spec, globals);
    const Action action = command->describe(spec);
    switch (parse(*command, spec, words)) {
        case Spec::Parsed::help:
            return print(streams, help_for(*command, spec));
        case Spec::Parsed::version:
            return print_version(streams);
        case Spec::Parsed::run:
            break;
    }
    printer = make_printer(globals, streams);
    Session session(globals, streams, *printer);
    return action(session);
}

Problem problem_of(const Error& error) {
    const auto* service_error = dynamic_cast<const ServiceError*>(&error);
    return {error.status(),
            error.what(),
            error.hint(),
            service_error == nullptr ? 0 : service_error->http_status()};
}

/// A full disk behind standard output is no success; a reader that went away is no failure.
int status_after_output(int status, Streams& streams, Printer& printer) {
    streams.out.flush();
    const int error = streams.out.error();
    if (error == 0) return status;
    if (error == EPIPE) return status == 0 ? kReaderGone : status;
    printer.problem({Status::io,
                     std::string("standard output cannot be written: ") + std::strerror(error),
                     "",
                     0});
    return static_cast<int>(worse(static_cast<Status>(status), Status::io));
}

}  // namespace

int run(const std::vector<std::string>& arguments, Streams& streams) {
    Globals first_guess;
    first_guess.json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
    std::unique_ptr<Printer> printer = make_printer(first_guess, streams);
    Status status = Status::internal;
    try {
        status = act(arguments, streams, printer);
    } catch (const Error& error) {
        status = error.status();
        printer->problem(problem_of(error));
    } catch (const std::exception& error) {
        printer->problem({Status::internal,
                          std::string("internal error: ") + error.what(),
                          "please report it",
                          0});
    }
    return status_after_output(static_cast<int>(status), streams, *printer);
}

}  // namespace syncline::cmd
