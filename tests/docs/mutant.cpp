#include "generate/generate.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>

/// The generator of `syncline generate`, but one option is hidden from it: the tests of the
/// documents must notice. Writes the documents into two folders: DIR/man and DIR/completions.
namespace {

using syncline::cmd::ProgramInfo;

ProgramInfo without(const std::string& command, const std::string& option) {
    ProgramInfo program = syncline::cmd::program_info();
    for (auto& each : program.commands) {
        if (each.name != command) continue;
        auto& options = each.options;
        options.erase(
            std::remove_if(options.begin(),
                           options.end(),
                           [&option](const auto& info) { return info.long_name() == option; }),
            options.end());
    }
    return program;
}

void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "usage: docs_mutant DIR COMMAND OPTION\n";
        return 2;
    }
    const std::string folder = arguments[1];
    const ProgramInfo program = without(arguments[2], arguments[3]);
    for (const auto& page : syncline::cmd::man_pages(program)) {
        write(folder + "/man/" + page.file, page.text);
    }
    write(folder + "/completions/syncline.bash", syncline::cmd::bash_completion(program));
    write(folder + "/completions/_syncline", syncline::cmd::zsh_completion(program));
    write(folder + "/completions/syncline.fish", syncline::cmd::fish_completion(program));
    return 0;
}
