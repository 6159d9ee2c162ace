#include "help.hpp"

#include "commands/commands.hpp"
#include "topics.hpp"

#include <syncline/text.hpp>
#include <syncline/version.hpp>

#include <algorithm>

namespace syncline::cmd {

namespace {

struct HelpArguments {
    Spec::Words words;
    bool all = false;
};

std::string help_for_command(const Command& command) {
    Spec spec;
    Globals globals;
    add_globals(spec, globals);
    const Action action = command.describe(spec);
    return help_for(info_of(command, spec));
}

Topic find_topic(const std::string& name) {
    if (std::find(kTopics.begin(), kTopics.end(), name) != kTopics.end()) return topic_of(name);
    std::vector<std::string> known(kTopics.begin(), kTopics.end());
    for (const Command& command : kCommands) {
        if (name == command.name) return {name, help_for_command(command)};
        known.emplace_back(command.name);
    }
    for (const std::string& each : known) {
        if (each.rfind(name + ' ', 0) == 0) return {name, help_for_first_word(name)};
    }
    const std::string meant = nearest(name, known);
    throw UsageError(
        "there is no command and no topic \"" + name + '"',
        meant.empty() ? "\"syncline help\" lists them" : "did you mean \"" + meant + "\"?");
}

Topic topic_for(const HelpArguments& options) {
    std::string name;
    for (const std::string& word : options.words) name += (name.empty() ? "" : " ") + word;
    if (options.all && !name.empty()) {
        throw UsageError("--all explains every command: TOPIC does not go with it");
    }
    if (options.all) return {"all", whole_help()};
    if (!name.empty()) return find_topic(name);
    Spec spec;
    Globals globals;
    add_globals(spec, globals);
    return {"syncline", help_for_all(spec)};
}

}  // namespace

Action help(Spec& spec) {
    auto options = std::make_shared<HelpArguments>();
    spec.reads(Spec::Reads::nothing);
    spec.arguments("TOPIC",
                   options->words,
                   "a command, or one of exit-codes, environment, formats and scripting",
                   false);
    spec.flag("--all", options->all, "print the help of every command");
    for (const char* shape : {"help", "statuses", "variables", "shapes"}) spec.prints(shape);
    spec.describe(
        "Prints the help of a command, as its --help does, or explains what all commands have in "
        "common. The lists of exit statuses, variables and results come in every format. Reads "
        "no configuration and no store, so it also works where those are broken.");
    spec.statuses({Status::ok});
    spec.example("syncline help queue drop");
    spec.example("syncline help exit-codes --json");
    return [options](Session& session) {
        session.printer().topic(topic_for(*options));
        return Status::ok;
    };
}

Action version(Spec& spec) {
    spec.reads(Spec::Reads::nothing);
    spec.prints("version");
    spec.describe(
        "Prints the version of syncline and of the libraries that it works with, and the layout "
        "of the stores that it makes. A report of a fault should hold it. \"syncline --version\" "
        "prints one line.");
    spec.statuses({Status::ok});
    spec.example("syncline version --json");
    return [](Session& session) {
        session.printer().versions(versions());
        return Status::ok;
    };
}

}  // namespace syncline::cmd
