#include "cli.hpp"

#include "commands/commands.hpp"
#include "escape.hpp"
#include "help.hpp"
#include "settings.hpp"
#include "signals.hpp"

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

FindSetting finder(const Settings& settings) {
    return [&settings](const OptionInfo& option) { return settings.find(option); };
}

std::optional<Setting> no_settings(const OptionInfo& /*option*/) {
    return std::nullopt;
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
template <class Read>
auto explained(const Command& command, const Read& read) {
    try {
        return read();
    } catch (const UsageError& error) {
        if (!error.hint().empty()) throw;
        throw UsageError(
            error.what(),
            quoted(std::string("syncline ") + command.name + " --help") + " explains it");
    }
}

/// What --fields and --raw name must be there, before anything is done.
void check_output(const OutputOptions& output, const Spec& spec) {
    if (output.fields) {
        for (const std::string& field : *output.fields) check_field(field, spec.shapes());
    }
    if (!output.raw) return;
    const bool is_one_field =
        output.fields ? output.fields->size() == 1 : prints_one_field(spec.shapes());
    if (!is_one_field) {
        throw UsageError("--raw prints one field", "name it with --fields");
    }
}

/// Reads the words and does what they say. `asides` become what the options ask for.
Status act(Words words, Streams& streams, Asides& asides) {
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
    switch (explained(*command, [&] { return spec.parse(words); })) {
        case Spec::Parsed::help:
            return print(streams, help_for(info_of(*command, spec)));
        case Spec::Parsed::version:
            return print_version(streams);
        case Spec::Parsed::run:
            break;
    }
    Settings settings(spec.last_value("--config"), spec.last_value("--profile"));
    if (spec.reads() == Spec::Reads::settings) settings.load();
    if (spec.reads() == Spec::Reads::files) settings.load_files();
    explained(*command, [&] {
        spec.finish(spec.reads() == Spec::Reads::nothing ? no_settings : finder(settings));
        check_output(globals.output, spec);
    });
    globals.dry_run = spec.rehearses();
    asides.follow(globals);
    const PrinterOptions options{
        globals.output, globals.verbosity < 0, globals.dry_run, globals.color};
    const std::unique_ptr<Printer> printer = make_printer(streams, asides.messages(), options);
    Session session(globals, streams, *printer, asides, settings);
    const Status status = action(session);
    if (globals.dry_run && !has_json_errors(globals.output.format)) {
        asides.messages().note("this was a dry run: nothing was written");
    }
    return status;
}

Problem problem_of(const Error& error) {
    const auto* service_error = dynamic_cast<const ServiceError*>(&error);
    return {error.status(),
            error.what(),
            error.hint(),
            service_error == nullptr ? 0 : service_error->http_status()};
}

/// The format that errors have before the options are read: what the words seem to ask for.
Format likely_format(const Words& words) {
    Format format = format_of(environment_variable("SYNCLINE_FORMAT").value_or(""));
    if (read_boolean(environment_variable("SYNCLINE_JSON").value_or("")).value_or(false)) {
        format = Format::json;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--") break;
        if (word == "--json") format = Format::json;
        if (word == "--no-json" || word.rfind("--porcelain", 0) == 0) format = Format::text;
        if (word == "--format" && i + 1 < words.size()) format = format_of(words[i + 1]);
        if (word.rfind("--format=", 0) == 0) format = format_of(word.substr(9));
    }
    return format;
}

/// A full disk behind standard output is no success; a reader that went away is no failure.
Status status_after_output(Status status, Streams& streams, Messages& messages) {
    streams.out.flush();
    const int error = streams.out.error();
    if (error == 0) return status;
    if (error == EPIPE) return worse(status, Status::reader_gone);
    messages.problem({Status::io,
                      std::string("standard output cannot be written: ") + std::strerror(error),
                      "",
                      0});
    return worse(status, Status::io);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Streams& streams) {
    Globals likely;
    likely.output.format = likely_format(arguments);
    Asides asides(streams, likely);
    Status status = Status::internal;
    try {
        status = act(arguments, streams, asides);
    } catch (const Error& error) {
        status = status_after_signal(error.status());
        asides.messages().problem(problem_of(error));
    } catch (const std::exception& error) {
        asides.messages().problem({Status::internal,
                                   std::string("internal error: ") + error.what(),
                                   "please report it",
                                   0});
    }
    asides.end();
    return static_cast<int>(status_after_output(status, streams, asides.messages()));
}

}  // namespace syncline::cmd
