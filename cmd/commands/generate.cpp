#include "generate/generate.hpp"

#include "commands/commands.hpp"
#include "topics.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace syncline::cmd {

namespace {

[[noreturn]] void throw_unwritable(const std::string& path) {
    throw Error(Status::io, path + " cannot be written: " + std::strerror(errno));
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw_unwritable(path);
}

void check_is_document(Format format, const char* what) {
    if (format == Format::text || format == Format::json) return;
    throw UsageError(std::string("the ") + what + " is one JSON document", "leave the format out");
}

std::string completion_for(const std::string& shell) {
    const ProgramInfo program = program_info();
    if (shell == "bash") return bash_completion(program);
    if (shell == "zsh") return zsh_completion(program);
    if (shell == "fish") return fish_completion(program);
    throw UsageError("there are completions for bash, zsh and fish, not for \"" + shell + '"');
}

}  // namespace

Action generate_completion(Spec& spec) {
    auto shell = std::make_shared<std::string>();
    spec.reads(Spec::Reads::nothing);
    spec.argument("bash|zsh|fish", *shell, "the shell");
    spec.prints("help");
    spec.describe(
        "Prints the completions that are installed with the program: commands, options, choices, "
        "files, and from the store the names of tables and columns and the first ids. A shell "
        "reads the store only when TAB asks for those, and never changes it.");
    spec.statuses({Status::ok});
    spec.example("syncline generate completion bash > ~/.syncline-completion.bash");
    return [shell](Session& session) {
        session.printer().topic({"completion " + *shell, completion_for(*shell)});
        return Status::ok;
    };
}

Action generate_man(Spec& spec) {
    auto folder = std::make_shared<std::string>();
    spec.reads(Spec::Reads::nothing);
    spec.argument("DIR", *folder, "a folder that is there; pages in it are replaced");
    spec.prints("pages");
    spec.describe(
        "Writes the manual pages that are installed with the program: syncline(1), a page for "
        "each command, syncline-config(5), syncline-formats(7) and syncline-scripting(7). The "
        "same program always writes the same bytes.");
    spec.statuses({Status::ok});
    spec.example("syncline generate man .");
    return [folder](Session& session) {
        const std::vector<Page> pages = man_pages(program_info());
        for (const Page& page : pages) write_file(*folder + '/' + page.file, page.text);
        session.printer().pages(*folder, pages.size());
        return Status::ok;
    };
}

Action generate_schema(Spec& spec) {
    spec.reads(Spec::Reads::nothing);
    spec.describe(
        "Prints the JSON Schema of all results and messages: one definition for each kind, by the "
        "names that syncline-formats(7) lists. It is installed with the program, too.");
    spec.statuses({Status::ok});
    spec.example("syncline generate schema > syncline.schema.json");
    return [](Session& session) {
        check_is_document(session.globals().output.format, "schema");
        session.streams().out.write(schema_json());
        return Status::ok;
    };
}

Action generate_spec(Spec& spec) {
    spec.reads(Spec::Reads::nothing);
    spec.describe(
        "Prints every command with its arguments, options, types, choices, defaults, variables "
        "and exit statuses as one JSON document, for wrappers and editors. Members are only ever "
        "added.");
    spec.statuses({Status::ok});
    spec.example("syncline generate spec > syncline.json");
    return [](Session& session) {
        check_is_document(session.globals().output.format, "description");
        session.streams().out.write(spec_json(program_info()));
        return Status::ok;
    };
}

}  // namespace syncline::cmd
