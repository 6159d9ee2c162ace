#include "remote/token.hpp"

#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace syncline::remote {

namespace {

std::string first_line(std::string_view text) {
    return std::string(base::trim(text.substr(0, text.find('\n'))));
}

/// A token goes into a header: it must not end the line.
std::string checked(std::string token, const std::string& origin) {
    if (token.empty()) throw UsageError(origin + " gives no token", "its first line must be it");
    for (const char c : token) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            throw UsageError(origin + " gives a token with a control character");
        }
    }
    return token;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!file || (!std::getline(file, line) && !file.eof())) {
        throw UsageError("the token file \"" + path + "\" cannot be read: " + std::strerror(errno));
    }
    return checked(first_line(line), "the token file \"" + path + "\"");
}

struct CloseDescriptor {
    int descriptor;
    ~CloseDescriptor() { close(descriptor); }
};

std::string read_all(int descriptor) {
    std::string output;
    std::array<char, 4096> buffer;
    while (true) {
        const ssize_t got = read(descriptor, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return output;
        output.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

std::string run_command(const std::string& command) {
    std::vector<std::string> words = split_command(command);
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string shown = "the token command \"" + words.front() + "\"";

    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw UsageError(shown + " cannot be run: " + std::strerror(errno));
    }
    const CloseDescriptor reader{ends[0]};
    pid_t child = 0;
    int failure = 0;
    {
        const CloseDescriptor writer{ends[1]};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        failure = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    if (failure != 0) throw UsageError(shown + " cannot be run: " + std::strerror(failure));
    const std::string output = read_all(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw UsageError(shown + " failed" +
                         (WIFEXITED(status) ? " with status " + std::to_string(WEXITSTATUS(status))
                                            : std::string()));
    }
    return checked(first_line(output), shown);
}

}  // namespace

std::function<std::string()> token_source(const RemoteOptions& options) {
    if (!options.token_command.empty()) {
        return [command = options.token_command] { return run_command(command); };
    }
    if (!options.token_file.empty()) {
        return [path = options.token_file] { return read_file(path); };
    }
    if (!options.token.empty()) {
        return [token = checked(options.token, "the environment")] { return token; };
    }
    return [] { return std::string(); };
}

std::vector<std::string> split_command(std::string_view command) {
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = '\0';
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
            if (in_word) words.push_back(std::move(word));
            word.clear();
            in_word = false;
        } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
            word += command[++i];
            in_word = true;
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
            in_word = true;
        } else if (c == quote) {
            quote = '\0';
        } else {
            word += c;
            in_word = true;
        }
    }
    if (quote != '\0') throw UsageError("the command has a quote that is not closed");
    if (in_word) words.push_back(std::move(word));
    if (words.empty()) throw UsageError("the command is empty");
    return words;
}

Headers read_headers(const std::vector<std::string>& lines) {
    Headers headers;
    for (const std::string& line : lines) {
        const std::size_t colon = line.find(':');
        const std::string name = base::lower(base::trim(std::string_view(line).substr(0, colon)));
        const bool bad_name = colon == std::string::npos || name.empty() ||
                              name.find_first_of(" \t\r\n\"(),/;<=>?@[]{}") != std::string::npos;
        const bool bad_value = line.find_first_of("\r\n") != std::string::npos;
        if (bad_name || bad_value) {
            // The value is not shown: it may be a secret.
            throw UsageError("a header cannot be used", "write it as Name: value");
        }
        headers.emplace_back(name, base::trim(std::string_view(line).substr(colon + 1)));
    }
    return headers;
}

}  // namespace syncline::remote
