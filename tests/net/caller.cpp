#include "net/caller.hpp"

#include <filesystem>
#include <fstream>

namespace syncline::tests {

Caller::Caller(const std::string& url, const std::string& protocol) {
    program_.must({"init", "--url", url, "--protocol", protocol});
    program_.must({"define-table", "todoitem", "text:string"});
}

Outcome Caller::run(const Words& words, const Variables& variables) const {
    Command command = program_.command(words);
    command.environment.insert(variables.begin(), variables.end());
    return tests::run(command);
}

Outcome Caller::pull(const Words& options, const Variables& variables) const {
    Words words = {"pull", "todoitem", "--no-push", "--retry", "0"};
    words.insert(words.end(), options.begin(), options.end());
    return run(words, variables);
}

std::string Caller::secret(const char* name, const std::string& text) const {
    const std::filesystem::path path = program_.folder() / name;
    std::ofstream(path) << text;
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    return path.string();
}

}  // namespace syncline::tests
