#pragma once

#include "program_info.hpp"

#include <string>
#include <vector>

/// Documents of the command line, made of nothing but its tables.
namespace syncline::cmd {

std::string bash_completion(const ProgramInfo& program);
std::string zsh_completion(const ProgramInfo& program);
std::string fish_completion(const ProgramInfo& program);

struct Page {
    std::string file;  ///< "syncline-push.1"
    std::string text;
};
/// syncline(1), a page for each command, syncline-config(5), syncline-formats(7) and
/// syncline-scripting(7).
std::vector<Page> man_pages(const ProgramInfo& program);

/// Every command with what it takes, as one JSON document.
std::string spec_json(const ProgramInfo& program);

/// The JSON Schema of every result and message, one definition for each shape.
std::string schema_json();

}  // namespace syncline::cmd
