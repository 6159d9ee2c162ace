#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::cmd {

/// A piece of what the program says about itself, for the help and for the manual pages.
struct Block {
    enum class Kind : std::uint8_t {
        heading,
        subheading,
        paragraph,
        entry,  ///< a name and what it means
        code,   ///< lines that a person can copy
    };
    Kind kind;
    std::string text;
    std::string meaning{};  ///< of an entry
};

using Document = std::vector<Block>;

void add_heading(Document& document, std::string text);
void add_subheading(Document& document, std::string text);
void add_paragraph(Document& document, std::string text);
void add_entry(Document& document, std::string name, std::string meaning);
void add_code(Document& document, std::string lines);
void append(Document& document, const Document& more);

/// For a terminal: as wide as COLUMNS says, else 80.
std::string as_text(const Document& document);

}  // namespace syncline::cmd
