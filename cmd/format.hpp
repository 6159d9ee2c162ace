#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::cmd {

/// How results are written.
enum class Format : std::uint8_t {
    text,       ///< for people: tab-separated in a pipe, aligned on a terminal
    json,       ///< one document
    ndjson,     ///< one object a line
    csv,        ///< RFC 4180
    tsv,        ///< tab-separated with a header
    table,      ///< aligned columns
    line,       ///< one field a line
    porcelain,  ///< tab-separated, fixed columns, no header: for scripts, never changes
};

inline constexpr const char* kFormatWords = "text|json|ndjson|csv|tsv|table|line";

/// The format of this word. The word is one of `kFormatWords`, or "porcelain".
Format format_of(const std::string& word);

/// Whether errors are objects in this format.
inline bool has_json_errors(Format format) {
    return format == Format::json || format == Format::ndjson;
}

/// What the options say about the form of results.
struct OutputOptions {
    Format format = Format::text;
    bool null_ends = false;                          ///< records end with NUL instead of a line end
    std::optional<std::vector<std::string>> fields;  ///< only these, in this order
    bool header = true;
    bool raw = false;  ///< the bare value of the one field
};

}  // namespace syncline::cmd
