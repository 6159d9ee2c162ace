#pragma once

#include "commands/commands.hpp"

#include <string>

namespace syncline::cmd {

/// All commands, by group. `globals` describes the options that every command has.
std::string help_for_all(const Spec& globals);

/// The commands of two words that begin with this one.
std::string help_for_first_word(const std::string& word);

/// The few lines for a call without arguments.
std::string short_help();

std::string help_for(const Command& command, const Spec& spec);

}  // namespace syncline::cmd
