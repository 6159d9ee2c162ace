#include "remote/token.hpp"

#include "base/command.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

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

/// `what` names it for messages: its text may be a secret.
std::pair<std::string, std::string> read_header(std::string_view line, const std::string& what) {
    const std::size_t colon = line.find(':');
    const std::string name = base::lower(base::trim(line.substr(0, colon)));
    const bool bad_name = colon == std::string_view::npos || name.empty() ||
                          name.find_first_of(" \t\r\n\"(),/;<=>?@[]{}") != std::string::npos;
    const bool bad_value = line.find_first_of("\r\n") != std::string_view::npos;
    if (bad_name || bad_value)
        throw UsageError(what + " cannot be used", "write it as Name: value");
    return {name, std::string(base::trim(line.substr(colon + 1)))};
}

void read_header_file(const std::string& path, Headers& headers) {
    std::ifstream file(path);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const std::string_view text = base::trim(line);
        if (text.empty()) continue;
        headers.push_back(
            read_header(text, "line " + std::to_string(number) + " of \"" + path + "\""));
    }
    if (!file.eof()) {
        throw UsageError("the file of headers \"" + path +
                         "\" cannot be read: " + std::strerror(errno));
    }
}

std::string run_command(const std::string& command) {
    const std::vector<std::string> words = base::split_command(command);
    const std::string shown = "the token command \"" + words.front() + "\"";
    const base::CommandResult result = base::run_command(words, "");
    if (result.status != 0) {
        throw UsageError(shown + " failed with status " + std::to_string(result.status));
    }
    return checked(first_line(result.output), shown);
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

Headers read_headers(const std::vector<std::string>& lines) {
    Headers headers;
    for (const std::string& line : lines) {
        if (!line.empty() && line.front() == '@') {
            read_header_file(line.substr(1), headers);
        } else {
            headers.push_back(read_header(line, "a header"));
        }
    }
    return headers;
}

}  // namespace syncline::remote
