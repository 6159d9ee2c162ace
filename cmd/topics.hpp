#pragma once

#include "document.hpp"
#include "program_info.hpp"

#include <syncline/value.hpp>

#include <string>
#include <vector>

namespace syncline::cmd {

/// What "syncline help NAME" explains: text for people and, where it is a list, records.
struct Topic {
    std::string name;
    std::string text;
    const char* shape = "help";      ///< see shapes.hpp
    std::vector<Members> records{};  ///< of a list
};

inline constexpr std::array<const char*, 4> kTopics{
    "exit-codes", "environment", "formats", "scripting"};

/// Throws std::logic_error for a name that is none of `kTopics`.
Topic topic_of(const std::string& name);

/// The same as documents, which the manual pages hold too.
Document exit_codes_document();
Document formats_document(const ProgramInfo& program);
Document scripting_document();
/// How values are looked for; then each setting, then each other variable.
Document precedence_document();
Document settings_document(const ProgramInfo& program);
Document variables_document();

}  // namespace syncline::cmd
