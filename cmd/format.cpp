#include "format.hpp"

#include <array>
#include <utility>

namespace syncline::cmd {

namespace {

constexpr std::array<std::pair<const char*, Format>, 8> kFormats{{
    {"text", Format::text},
    {"json", Format::json},
    {"ndjson", Format::ndjson},
    {"csv", Format::csv},
    {"tsv", Format::tsv},
    {"table", Format::table},
    {"line", Format::line},
    {"porcelain", Format::porcelain},
}};

}  // namespace

Format format_of(const std::string& word) {
    for (const auto& [name, format] : kFormats) {
        if (word == name) return format;
    }
    return Format::text;
}

}  // namespace syncline::cmd
