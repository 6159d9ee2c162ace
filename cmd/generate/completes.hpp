#pragma once

#include "program_info.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::cmd {

/// What can stand for a value.
struct Completes {
    enum class Kind : std::uint8_t {
        nothing,
        words,
        file,
        folder,
        table,
        column,
        assignment,  ///< a column and `=`
        id,
        operation,
        conflict,
    };
    Kind kind = Kind::nothing;
    std::vector<std::string> words{};
};

/// "file", "table"
const char* name_of(Completes::Kind kind);

/// Told from the name that the value has in the help: FILE, TABLE, COL, a|b|c.
Completes completes(const std::string& value,
                    const CommandInfo& command,
                    const ProgramInfo& program);

/// The words that take another one behind them: "queue" of "queue list".
std::vector<std::string> first_words(const ProgramInfo& program);
/// Those other words, with what each command is for.
struct CommandWord {
    std::string word;
    std::string summary;
};
std::vector<CommandWord> second_words(const ProgramInfo& program, const std::string& first);
/// The words that begin a command; the summary of one that takes another word lists those.
std::vector<CommandWord> command_words(const ProgramInfo& program);

/// The options of a command that not every command has.
std::vector<OptionInfo> own_options(const CommandInfo& command);

/// "-d" of "-d,--db", or empty.
std::string short_name(const OptionInfo& option);

std::string joined(const std::vector<std::string>& words, const char* between);

}  // namespace syncline::cmd
