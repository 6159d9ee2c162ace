#include "generate/completes.hpp"

#include "shapes.hpp"
#include "topics.hpp"

#include <algorithm>
#include <iterator>

namespace syncline::cmd {

namespace {

/// The names that --fields knows; nothing where they are the user's own.
std::vector<std::string> fields_of(const CommandInfo& command) {
    std::vector<std::string> fields;
    for (const std::string& name : command.shapes) {
        for (const std::string& field : shape(name).names()) {
            if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
                fields.push_back(field);
            }
        }
    }
    return fields;
}

std::vector<std::string> topics_of(const ProgramInfo& program) {
    std::vector<std::string> words(kTopics.begin(), kTopics.end());
    for (const CommandWord& each : command_words(program)) words.push_back(each.word);
    return words;
}

bool begins_with(const std::string& text, const char* prefix) {
    return text.rfind(prefix, 0) == 0;
}

}  // namespace

const char* name_of(Completes::Kind kind) {
    switch (kind) {
        case Completes::Kind::nothing:
            break;
        case Completes::Kind::words:
            return "words";
        case Completes::Kind::file:
            return "file";
        case Completes::Kind::folder:
            return "folder";
        case Completes::Kind::table:
            return "table";
        case Completes::Kind::column:
            return "column";
        case Completes::Kind::assignment:
            return "assignment";
        case Completes::Kind::id:
            return "id";
        case Completes::Kind::operation:
            return "operation";
        case Completes::Kind::conflict:
            return "conflict";
    }
    return "nothing";
}

Completes completes(const std::string& value,
                    const CommandInfo& command,
                    const ProgramInfo& program) {
    using Kind = Completes::Kind;
    const std::vector<std::string> choices = choices_of(value);
    if (!choices.empty()) return {Kind::words, choices};
    if (value == "POLICY") {
        return {Kind::words, {"ask", "local", "server", "newer", "merge", "command:"}};
    }
    if (value == "TOPIC") return {Kind::words, topics_of(program)};
    if (value == "NAME,...") return {Kind::words, fields_of(command)};
    if (begins_with(value, "COL=")) return {Kind::assignment};
    if (begins_with(value, "COL") && !begins_with(value, "COLUMN:")) return {Kind::column};
    if (value == "ID") return {begins_with(command.name, "conflicts ") ? Kind::conflict : Kind::id};
    if (value == "OP") return {Kind::operation};
    if (value == "TABLE") return {Kind::table};
    if (value == "DIR") return {Kind::folder};
    if (begins_with(value, "FILE")) return {Kind::file};
    return {};
}

std::vector<std::string> first_words(const ProgramInfo& program) {
    std::vector<std::string> words;
    for (const CommandInfo& command : program.commands) {
        const std::size_t blank = command.name.find(' ');
        if (blank == std::string::npos) continue;
        const std::string first = command.name.substr(0, blank);
        if (std::find(words.begin(), words.end(), first) == words.end()) words.push_back(first);
    }
    return words;
}

std::vector<CommandWord> second_words(const ProgramInfo& program, const std::string& first) {
    std::vector<CommandWord> words;
    for (const CommandInfo& command : program.commands) {
        if (!begins_with(command.name, (first + ' ').c_str())) continue;
        words.push_back({command.name.substr(first.size() + 1), command.summary});
    }
    return words;
}

std::vector<CommandWord> command_words(const ProgramInfo& program) {
    std::vector<CommandWord> words;
    for (const CommandInfo& command : program.commands) {
        const std::size_t blank = command.name.find(' ');
        const std::string word = command.name.substr(0, blank);
        if (!words.empty() && words.back().word == word) continue;
        std::vector<std::string> seconds;
        for (const CommandWord& each : second_words(program, word)) seconds.push_back(each.word);
        words.push_back({word, seconds.empty() ? command.summary : joined(seconds, ", ")});
    }
    return words;
}

std::vector<OptionInfo> own_options(const CommandInfo& command) {
    std::vector<OptionInfo> own;
    std::copy_if(command.options.begin(),
                 command.options.end(),
                 std::back_inserter(own),
                 [](const OptionInfo& option) { return option.section != "Global options"; });
    return own;
}

std::string short_name(const OptionInfo& option) {
    const std::size_t comma = option.names.find(',');
    return comma == std::string::npos ? std::string() : option.names.substr(0, comma);
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
    return out;
}

}  // namespace syncline::cmd
