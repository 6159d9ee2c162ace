#include "process.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>

namespace syncline::test {

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> environment_for(const std::string& folder) {
    return {std::string("PATH=") + SYNCLINE_PROGRAM_FOLDER + ":/usr/local/bin:/usr/bin:/bin",
            "HOME=" + folder,
            "TMPDIR=" + folder,
            "LC_ALL=C",
            "TZ=UTC",
            // A sanitizer's report must not look like the answer "no".
            "ASAN_OPTIONS=exitcode=99",
            "UBSAN_OPTIONS=exitcode=99:print_stacktrace=1"};
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

}  // namespace

Sandbox::Sandbox() {
    std::string pattern = (std::filesystem::temp_directory_path() / "syncline-cli-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = pattern;
    folder_ = root_ + "/work";
    std::filesystem::create_directory(folder_);
}

Sandbox::~Sandbox() {
    for (const pid_t group : groups_) ::kill(-group, SIGKILL);
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}

Ending Sandbox::run(const std::string& command) {
    const std::string out = root_ + "/out";
    const std::string err = root_ + "/err";
    constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, out.c_str(), kWrite, 0600);
    posix_spawn_file_actions_addopen(&files, 2, err.c_str(), kWrite, 0600);
    posix_spawn_file_actions_addchdir_np(&files, folder_.c_str());
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);

    std::vector<std::string> words{"sh", "-c", command};
    std::vector<std::string> variables = environment_for(folder_);
    pid_t child = 0;
    const int error = ::posix_spawn(&child,
                                    "/bin/sh",
                                    &files,
                                    &attributes,
                                    pointers_to(words).data(),
                                    pointers_to(variables).data());
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) throw std::runtime_error("the shell cannot be started");
    groups_.push_back(child);

    int status = 0;
    ::waitpid(child, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {read_file(out), read_file(err), code};
}

}  // namespace syncline::test
