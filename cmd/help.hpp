#pragma once

#include "document.hpp"
#include "program_info.hpp"

#include <string>

namespace syncline::cmd {

/// All commands, by group. `globals` describes the options that every command has.
std::string help_for_all(const Spec& globals);

/// The commands of two words that begin with this one.
std::string help_for_first_word(const std::string& word);

/// The few lines for a call without arguments.
std::string short_help();

std::string help_for(const CommandInfo& command);

/// All of the above, one after the other.
std::string whole_help();

/// The options below their sections, which are subheadings where `nested`.
void add_options(Document& document, const std::vector<OptionInfo>& options, bool nested);
/// What the command's exit statuses mean.
void add_statuses(Document& document, const std::vector<Status>& statuses);

}  // namespace syncline::cmd
