#pragma once

#include "document.hpp"

#include <string>
#include <string_view>

namespace syncline::cmd {

/// A line of text for man(7): nothing in it is taken for a request or an escape.
std::string escape_roff(std::string_view line);

/// The document as man(7) has it: headings become sections in capitals.
std::string as_roff(const Document& document);

/// The line that begins a page. `name`: "syncline-push".
std::string roff_title(const std::string& name, int section);

}  // namespace syncline::cmd
