#include "cli/transcript.hpp"

#include <array>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace syncline::tests {

namespace {

struct Pattern {
    const char* name;
    const char* expression;
};

constexpr std::array<Pattern, 5> kPatterns{{
    {"<id>", "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
    {"<time>", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z"},
    {"<number>", "[0-9]+"},
    {"<any>", ".*"},
    {"<empty>", ""},
}};

bool begins_with(const std::string& text, const char* prefix) {
    return text.rfind(prefix, 0) == 0;
}

std::string expression_of(const std::string& line, const std::string& folder) {
    std::string out;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t taken = 0;
        for (const Pattern& pattern : kPatterns) {
            const std::string name = pattern.name;
            if (line.compare(i, name.size(), name) != 0) continue;
            out += pattern.expression;
            taken = name.size();
        }
        if (line.compare(i, 5, "<dir>") == 0) {
            out += std::regex_replace(folder, std::regex("[.]"), "\\.");
            taken = 5;
        }
        if (taken == 0) {
            if (std::string("\\^$.|?*+()[]{}").find(line[i]) != std::string::npos) out += '\\';
            out += line[i];
            taken = 1;
        }
        i += taken;
    }
    return out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// Adds one line of a transcript to the step it belongs to; false if it belongs to none.
bool add_line(const std::string& line, Step& step) {
    if (step.command.empty()) return false;
    if (begins_with(line, "> ") && step.out.empty() && step.err.empty()) {
        step.command += '\n' + line.substr(2);
    } else if (begins_with(line, "! ")) {
        step.err += line.substr(2) + '\n';
    } else if (begins_with(line, "[exit ")) {
        step.status = std::stoi(line.substr(6));
    } else {
        step.out += line + '\n';
    }
    return true;
}

}  // namespace

std::vector<Step> read_transcript(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::vector<Step> steps;
    Step step;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        const bool begins = begins_with(line, "$ ");
        if ((line.empty() || begins) && !step.command.empty()) {
            steps.push_back(std::exchange(step, {}));
        }
        if (begins) {
            step.line = number;
            step.command = line.substr(2);
        } else if (!line.empty() && !add_line(line, step) && line.front() != '#') {
            throw std::runtime_error(path + ':' + std::to_string(number) + ": no command");
        }
    }
    if (!step.command.empty()) steps.push_back(step);
    return steps;
}

bool matches(const std::string& text, const std::string& pattern, const std::string& folder) {
    if (!text.empty() && text.back() != '\n') return false;
    const std::vector<std::string> lines = lines_of(text);
    const std::vector<std::string> patterns = lines_of(pattern);
    if (lines.size() != patterns.size()) return false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!std::regex_match(lines[i], std::regex(expression_of(patterns[i], folder)))) {
            return false;
        }
    }
    return true;
}

}  // namespace syncline::tests
