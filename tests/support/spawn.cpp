#include "support/spawn.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <system_error>
#include <unistd.h>

namespace syncline::tests {
namespace {

void check_spawn(int error, const std::string& what) {
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), what);
    }
}

class FileActions {
  public:
    FileActions() { posix_spawn_file_actions_init(&actions_); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    posix_spawn_file_actions_t* get() { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

class Attributes {
  public:
    Attributes() { posix_spawnattr_init(&attributes_); }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    posix_spawnattr_t* get() { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

std::map<std::string, std::string> environment_of(const Command& command,
                                                  const std::filesystem::path& home) {
    std::map<std::string, std::string> variables = command.environment;
    variables.try_emplace("HOME", home.string());
    variables.try_emplace("LC_ALL", "C.UTF-8");
    variables.try_emplace("TZ", "UTC");
    // The sanitizers' settings belong to the run of the tests, not to the program's surroundings.
    for (const char* name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            variables.try_emplace(name, value);
        }
    }
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

std::array<Descriptor, 2> make_pipe() {
    std::array<int, 2> ends{};
    checked(pipe2(ends.data(), O_CLOEXEC), "pipe2");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void set_attributes(Attributes& attributes) {
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(attributes.get(), &all);
    posix_spawnattr_setsigmask(attributes.get(), &none);
    posix_spawnattr_setpgroup(attributes.get(), 0);
    check_spawn(posix_spawnattr_setflags(
                    attributes.get(),
                    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF),
                "posix_spawnattr_setflags");
}

}  // namespace

Spawned spawn(const Command& command, const std::filesystem::path& home) {
    std::vector<std::string> arguments = {command.program};
    arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment_of(command, home)) {
        variables.push_back(name + "=" + value);
    }

    auto input = make_pipe();
    auto out = make_pipe();
    auto err = make_pipe();
    FileActions actions;
    posix_spawn_file_actions_adddup2(actions.get(), input[0].get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(actions.get(), out[1].get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(actions.get(), err[1].get(), STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(actions.get(), STDERR_FILENO + 1);
    if (!command.directory.empty()) {
        posix_spawn_file_actions_addchdir_np(actions.get(), command.directory.c_str());
    }
    Attributes attributes;
    set_attributes(attributes);

    Spawned result;
    check_spawn(posix_spawnp(&result.pid,
                             command.program.c_str(),
                             actions.get(),
                             attributes.get(),
                             pointers(arguments).data(),
                             pointers(variables).data()),
                command.program);
    result.input = std::move(input[1]);
    result.out = std::move(out[0]);
    result.err = std::move(err[0]);
    return result;
}

}  // namespace syncline::tests
