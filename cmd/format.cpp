#include "format.hpp"

namespace syncline::cmd {

const std::array<FormatInfo, 8>& formats() {
    static constexpr std::array<FormatInfo, 8> kFormats{{
        {"text",
         Format::text,
         "for people: tab-separated in a pipe, aligned and cut to its width on a terminal"},
        {"json", Format::json, "one document"},
        {"ndjson", Format::ndjson, "one object a line"},
        {"csv", Format::csv, "RFC 4180 with a header; lines end with CR LF"},
        {"tsv", Format::tsv, "tab-separated, with a header"},
        {"table", Format::table, "aligned columns, with a header"},
        {"line", Format::line, "one field a line, a blank line between records"},
        {"porcelain",
         Format::porcelain,
         "tab-separated, fixed columns, no header; columns are only ever added at the end"},
    }};
    return kFormats;
}

Format format_of(const std::string& word) {
    for (const FormatInfo& info : formats()) {
        if (word == info.name) return info.format;
    }
    return Format::text;
}

}  // namespace syncline::cmd
