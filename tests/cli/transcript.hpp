#pragma once

#include <string>
#include <vector>

namespace syncline::tests {

/// One command and what must come of it.
struct Step {
    int line = 0;         ///< where the command stands
    std::string command;  ///< for `sh -c`
    std::string out;      ///< patterns of standard output, one a line
    std::string err;      ///< patterns of standard error
    int status = 0;
};

/// Reads a transcript:
///
///     # a comment
///     $ a shell command
///     > more lines of it
///     what it prints on standard output
///     ! what it prints on standard error
///     [exit 2]
///
/// A blank line ends a step; an empty line of output is written `<empty>`. Without `[exit N]` the
/// status is 0. Throws std::runtime_error if a line belongs to no command.
std::vector<Step> read_transcript(const std::string& path);

/// Whether `text` is what `pattern` says, line by line. Patterns: `<id>` an id made by the store,
/// `<time>` RFC 3339 in UTC, `<number>`, `<any>` the rest or a part of a line, `<dir>` the folder.
bool matches(const std::string& text, const std::string& pattern, const std::string& folder);

}  // namespace syncline::tests
