#pragma once

#include "commands/commands.hpp"

#include <string>
#include <vector>

namespace syncline::cmd {

/// What one command takes and says, as its documents show it.
struct CommandInfo {
    std::string name;
    std::string group;
    std::string summary;
    std::string description;
    std::vector<ArgumentInfo> arguments;
    std::vector<OptionInfo> options;  ///< by section: its own, of the service, the global ones
    std::vector<std::string> examples;
    std::vector<std::string> shapes;
    std::vector<Status> statuses;  ///< in the order of the table
};

/// The command line as a whole. Everything that documents it is made of this alone.
struct ProgramInfo {
    std::vector<OptionInfo> globals;
    std::vector<CommandInfo> commands;
};

CommandInfo info_of(const Command& command, const Spec& spec);
ProgramInfo program_info();

/// "syncline push [options] [TABLE...]"
std::string synopsis_of(const CommandInfo& command);

/// "-0, --[no-]null", or "    --no-header" where there is no short name.
std::string shown_name(const OptionInfo& option);

/// The name that turns a flag off where help and documents show it: not of "--no-header".
std::string shown_twin(const OptionInfo& option);

/// "file|word" of a value as a list: {"file", "word"}; empty where the value is no choice.
std::vector<std::string> choices_of(const std::string& value);

/// One that can be set outside the command line, with its first help.
struct SettingInfo {
    OptionInfo option;
    std::vector<std::string> commands;  ///< empty: all
};
std::vector<SettingInfo> settings_of(const ProgramInfo& program);

/// A variable of the environment beside those of the settings.
struct VariableInfo {
    const char* name;
    const char* help;
};
const std::vector<VariableInfo>& other_variables();

}  // namespace syncline::cmd
